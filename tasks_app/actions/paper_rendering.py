"""Making the files of numbered papers (公文排版): a job, so that nobody waits for it; the context was frozen before."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import evidence, recording
from tasks_app.actions.paper_steps import locked_paper
from tasks_app.documents.official.render import render
from tasks_app.documents.paper_file import file_name, official
from tasks_app.models import Paper

AT_ONCE = 50


def render_waiting(*, at: datetime) -> int:
    """Makes the files that are still missing; returns how many. Twice is once: the same context, the same bytes."""
    waiting = Paper.objects.filter(context__isnull=False, content__isnull=True).order_by("id")
    return sum(_rendered(paper, at) for paper in waiting[:AT_ONCE])


def _rendered(paper: Paper, at: datetime) -> bool:
    context = paper.context or {}
    content = render(official(context))
    [stored] = evidence.take_in([SimpleUploadedFile(file_name(context), content)])
    with transaction.atomic():
        paper = locked_paper(paper.pk)
        if paper.content_id is not None:
            return False
        paper.content = evidence.blob_of(stored)
        recording.save(paper, by=Actor.clock("公文排版", "1", on=at.date()), at=at, why="生成公文文件")
    return True
