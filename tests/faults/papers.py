"""The papers of a wave, copied in like its lines: a letter nobody signed for, one nobody answered, a promise not kept.

All are about the late line, which nobody carries to its end here. What is tried is the clock that follows them up.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from accounts.models import Post
from benchmarks.copying import copy_rows
from tasks_app.domain.access import Role
from tasks_app.domain.paper_states import InterviewState, PaperState
from tasks_app.models import Blob, Commitment, Cycle, Interview, Paper, PaperGround, PaperService
from tests.faults.clock import SHANGHAI
from tests.faults.waves import FIRST, LATE, PAPERS, Sent, line_of

PAPER = (
    *("id", "kind", "state", "cycle_id", "title", "author_id", "drafted_at", "number", "numbered_at", "context"),
    *("content_id", "issued_by_id", "issued_at"),
)
SERVICE = ("id", "paper_id", "unit_id", "unit_name", "line_id", "state", "served_on", "received_on", "reply_by")
GROUND = ("paper_id", "line_id")
INTERVIEW = ("id", "notice_id", "unit_id", "state", "held_at", "held_by_id")
COMMITMENT = ("id", "interview_id", "order", "text", "due_on")
MORNING = time(9)


def prepare() -> None:
    """The one file that all papers of the run share, so that nobody has to lay them out."""
    Blob.objects.create(sha256="0" * 64, size=1, media_type="application/pdf")


def copy_in(wave: int, today: date) -> None:
    """Copies the papers of a wave in, as far behind on this day as :mod:`tests.faults.waves` says."""
    clerk = Post.objects.filter(role=Role.OFFICE_CLERK).earliest("id").pk
    cycle, blob = Cycle.objects.earliest("id").pk, Blob.objects.earliest("id").pk
    unit, line = FIRST + wave, line_of(wave, LATE)
    sheets = list(_sheets(wave, today))
    papers = [
        (
            *(one.key, one.sent.kind, PaperState.ISSUED, cycle, one.number, clerk, one.at, one.number, one.at, "{}"),
            *(blob, clerk, one.at),
        )
        for one in sheets
    ]
    copy_rows(Paper, PAPER, papers)
    services = [(one.key, one.key, unit, f"第{wave}批单位", line, one.sent.state, *one.days) for one in sheets]
    copy_rows(PaperService, SERVICE, services)
    copy_rows(PaperGround, GROUND, [(one.key, line) for one in sheets])
    held = [one for one in sheets if one.promised_on]
    interviews = [(one.key, one.key, unit, InterviewState.RECTIFYING, one.at, clerk) for one in held]
    copy_rows(Interview, INTERVIEW, interviews)
    copy_rows(Commitment, COMMITMENT, [(one.key, one.key, 1, "完成整改。", one.promised_on) for one in held])


class _Sheet(NamedTuple):
    """A paper with its days."""

    key: int
    sent: Sent
    at: datetime
    days: tuple[date | None, ...]
    promised_on: date | None

    @property
    def number(self) -> str:
        return f"珠碳办〔{self.at.year}〕{self.key}号"


def _sheets(wave: int, today: date) -> Iterator[_Sheet]:
    def day(number: int | None) -> date | None:
        return None if number is None else today + timedelta(days=number)

    for place, sent in enumerate(PAPERS):
        served_on = today + timedelta(days=sent.served)
        days = (served_on, day(sent.received), day(sent.reply))
        at = datetime.combine(served_on, MORNING, SHANGHAI)
        yield _Sheet(FIRST + wave * len(PAPERS) + place, sent, at, days, day(sent.promise))
