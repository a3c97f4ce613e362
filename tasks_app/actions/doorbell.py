"""Rings for a job at once, not at the next full minute. A ring that is lost costs that minute and nothing else."""

import logging
from functools import partial

from celery import current_app
from celery.exceptions import OperationalError
from django.db import transaction

log = logging.getLogger(__name__)


def ring(job: str) -> None:
    """After the commit, and only then: a worker that is quicker than the commit would find nothing."""
    transaction.on_commit(partial(_send, f"tasks_app.jobs.{job}"), robust=True)


def _send(job: str) -> None:
    try:
        current_app.send_task(job)
    except OperationalError:
        log.warning("nobody heard the ring for %s: the timetable rings again", job)
