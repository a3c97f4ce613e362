"""Making the files of numbered papers (公文排版): a job, so that nobody waits for it; the context was frozen before."""

import logging
from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.actions.paper_steps import locked_paper
from tasks_app.documents.official.render import render
from tasks_app.documents.paper_file import official
from tasks_app.domain.refusals import Refusal
from tasks_app.models import Paper

log = logging.getLogger(__name__)

AT_ONCE = 50


def render_waiting(*, at: datetime) -> int:
    """Makes the files that are still missing; returns how many. Twice is once: the same context, the same bytes.

    A paper that cannot be laid out is logged and marked, and the next one has its turn: those that failed before
    come last, so that however many they are, the others do not wait behind them.
    """
    waiting = Paper.objects.filter(context__isnull=False, content__isnull=True).order_by("render_fault", "id")
    return sum(_tried(paper, at) for paper in waiting[:AT_ONCE])


def _tried(paper: Paper, at: datetime) -> bool:
    try:
        return _rendered(paper, at)
    except Exception as fault:
        log.exception("paper %s could not be rendered", paper.pk)
        _mark(paper.pk, fault, at)
        return False


def _rendered(paper: Paper, at: datetime) -> bool:
    stored = evidence.store_own(render(official(paper.context or {})), ".docx")
    with transaction.atomic():
        paper = locked_paper(paper.pk)
        if paper.content_id is not None:
            return False
        paper.content, paper.render_fault = evidence.blob_of(stored), ""
        recording.save(paper, by=_setter(at), at=at, why="生成公文文件")
    return True


@transaction.atomic
def _mark(pk: int, fault: Exception, at: datetime) -> None:
    """Keeps why the file is missing, for the page of the paper and the banner; the same fault is written once."""
    paper = locked_paper(pk)
    told = fault.sentence if isinstance(fault, Refusal) else type(fault).__name__
    told = told[: Paper._meta.get_field("render_fault").max_length]
    if paper.content_id is None and paper.render_fault != told:
        paper.render_fault = told
        recording.save(paper, by=_setter(at), at=at, why="未能生成公文文件")


def _setter(at: datetime) -> Actor:
    return Actor.clock("公文排版", "1", on=at.date())
