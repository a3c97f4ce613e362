"""The Celery application.

A job is a doorbell: the database says what is due, so a lost ring loses nothing and a second ring repeats
nothing.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_process_init

from carbonpeak import garbage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carbonpeak.settings.development")

app = Celery("carbonpeak")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")


@beat_init.connect
def ring_at_once(**_: Any) -> None:
    """Ring once when beat starts, so that health need not wait for the first full minute, nor for the first hour."""
    for job in ("heartbeat", "sweep", "deliver", "compare_clock"):
        app.send_task(f"tasks_app.jobs.{job}")


@worker_process_init.connect
def settle_in(**_: Any) -> None:
    """A pool process stays: what it loaded needs no looking at."""
    garbage.set_aside()
