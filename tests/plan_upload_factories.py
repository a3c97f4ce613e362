"""Plans of a few lines on their way in, brought there by the real acts and the real job."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actor import Actor
from tasks_app.actions import plan_upload_jobs, plan_uploads
from tasks_app.actions.plan_uploads import Terms
from tasks_app.domain.plan_questions import Answer, questions_of
from tasks_app.models import PlanUpload
from tests.factories import LATER

NOTICE = "珠海市人民政府关于印发珠海市某方案的通知（珠府〔2024〕1号）\n2024年1月2日\n"
HEADER = "| 序号 | 重点任务 | | 主要负责单位 |\n|----|----|----|----|\n"
ROWS = ("| 1 | 行动一 | 建设甲项目。 | 市商务局、商业局 |", "| 2 | 行动一 | 建设乙项目。 | 市水务局、商业局 |")
NUMBER = "珠府〔2024〕1号"
FIRST = Terms("first")


def source(*rows: str, notice: str = NOTICE) -> bytes:
    """A plan with these rows; 商业局 is a unit that nobody knows."""
    return (notice + HEADER + "\n".join(rows or ROWS)).encode()


def file_of(content: bytes | None = None, name: str = "方案.txt") -> SimpleUploadedFile:
    """A plan as a browser sends it."""
    return SimpleUploadedFile(name, source() if content is None else content)


def uploaded(by: Actor, *rows: str, at: datetime = LATER, terms: Terms = FIRST, content: bytes = b"") -> PlanUpload:
    """Uploaded, and not yet read."""
    file = plan_uploads.take_in(file_of(content or source(*rows)))
    return plan_uploads.upload(file, terms, by=by, at=at)


def previewed(by: Actor, *rows: str, at: datetime = LATER, terms: Terms = FIRST, content: bytes = b"") -> PlanUpload:
    """Uploaded and read by the job."""
    upload = uploaded(by, *rows, at=at, terms=terms, content=content)
    return worked_on(upload, at=at)


def worked_on(upload: PlanUpload, *, at: datetime = LATER) -> PlanUpload:
    """The upload after the job found nothing more to do."""
    while plan_upload_jobs.work_on_next(at=at):
        pass
    return fresh(upload)


def written(by: Actor, *rows: str, at: datetime = LATER) -> PlanUpload:
    """Uploaded, read, confirmed and written."""
    upload = previewed(by, *rows, at=at)
    return worked_on(plan_uploads.confirm(upload, by=by, at=at), at=at)


def answered(upload: PlanUpload, names: Sequence[str], *, by: Actor, at: datetime = LATER) -> PlanUpload:
    """The questions of the upload answered in their order with known units, and read again."""
    questions = questions_of(upload.reading["doubts"])
    answers = [Answer(question, name) for question, name in zip(questions, names, strict=True)]
    return worked_on(plan_uploads.reread(upload, FIRST, answers, by=by, at=at), at=at)


def fresh(upload: PlanUpload) -> PlanUpload:
    """The row as it is stored now."""
    return PlanUpload.objects.get(pk=upload.pk)
