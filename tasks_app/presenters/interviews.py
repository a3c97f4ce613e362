"""The case of an interview (约谈) in words: its row of steps, the meeting, the commitments with their lights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.dashboards.interview import InterviewSheet
from tasks_app.domain.commitments import commitment_light
from tasks_app.domain.lights import LIGHT_WORDS, NEAR_WORKING_DAYS
from tasks_app.domain.paper_doors import ON_PAPER
from tasks_app.domain.paper_states import InterviewState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Commitment, Interview, StateChange
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.files import FileLink
from tasks_app.presenters.filters import Chip, chips
from tasks_app.presenters.paper_files import link_of
from tasks_app.presenters.signed_steps import signed_entries
from tasks_app.presenters.timeline import Entry

CLOSED = "closed"
WAY = (
    InterviewState.PENDING,
    InterviewState.HELD,
    InterviewState.RECTIFYING,
    InterviewState.CHECKING,
    InterviewState.CLOSED,
)
CALLED_OFF = (InterviewState.PENDING, InterviewState.CANCELLED)


@dataclass(frozen=True)
class WayStep:
    """One step of ``components/steps.html``: past, now or ahead."""

    label: str
    state: str
    on: date | None = None


def fulfilling(commitment: int) -> str:
    """What the act on one commitment is called: a page has one for each."""
    return f"fulfil-{commitment}"


def excusing(commitment: int) -> str:
    """The same of excusing it."""
    return f"excuse-{commitment}"


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment with its light; ``days`` are working days to its day while it is not kept."""

    pk: int
    act: str
    excusing: str
    order: int
    text: str
    due_on: date
    done_on: date | None
    excused_on: date | None
    excuse: str
    days: int | None
    light_code: str
    light_label: str


@dataclass(frozen=True)
class InterviewPage:
    """All that the page shows besides the acts."""

    pk: int
    unit: str
    title: str
    number: str
    notice_pk: int
    notice_url: str
    state_code: str
    state_label: str
    steps: tuple[WayStep, ...]
    meeting: tuple[dict[str, str], ...]
    minutes_pk: int | None
    minutes_label: str
    minutes_url: str
    commitments: tuple[CommitmentRow, ...]
    rectification: str
    rectified_on: date | None
    files: tuple[FileLink, ...]
    verdict: str
    closed_on: date | None
    sent_back: str
    entries: tuple[Entry, ...]
    today: date
    version: int
    is_own: bool
    crumbs: tuple[Crumb, ...]


def interview_page(sheet: InterviewSheet, actor: Actor, calendar: Calendar) -> InterviewPage:
    """The page of a case that comes with its notice, minutes and unit."""
    case, notice, minutes = sheet.case, sheet.case.notice, sheet.case.minutes
    return InterviewPage(
        pk=case.pk,
        unit=case.unit_name,
        title=notice.title,
        number=notice.number,
        notice_pk=notice.pk,
        notice_url=_served_url(sheet, notice.pk),
        state_code=case.state,
        state_label=case.get_state_display(),
        steps=way_of(case),
        meeting=_meeting(sheet),
        minutes_pk=minutes.pk if minutes and not sheet.is_own else None,
        minutes_label=minutes.get_state_display() if minutes and not sheet.is_own else "",
        minutes_url=_served_url(sheet, minutes.pk) if minutes else "",
        commitments=commitment_rows(sheet.commitments, actor.on, calendar),
        rectification=case.rectification,
        rectified_on=case.rectified_on,
        files=tuple(link_of(file, actor) for file in sheet.files),
        verdict=case.verdict,
        closed_on=case.closed_on,
        sent_back=_sent_back(case, sheet.steps),
        entries=signed_entries(sheet.steps, sheet.sheets, lambda file: link_of(file, actor), to_unit=sheet.is_own),
        today=actor.on,
        version=case.version,
        is_own=sheet.is_own,
        crumbs=crumbs_of(case, is_own=sheet.is_own),
    )


def way_of(case: Interview) -> tuple[WayStep, ...]:
    """The row of steps, with the days on which they were reached."""
    way = CALLED_OFF if case.state == InterviewState.CANCELLED else WAY
    reached = {
        InterviewState.PENDING: _day(case.notice.issued_at),
        InterviewState.HELD: _day(case.held_at),
        InterviewState.CHECKING: case.rectified_on,
        InterviewState.CLOSED: case.closed_on,
    }
    here = way.index(InterviewState(case.state))
    return tuple(
        WayStep(state.label, _place(index, here), reached.get(state) if index <= here else None)
        for index, state in enumerate(way)
    )


def commitment_rows(commitments: Iterable[Commitment], today: date, calendar: Calendar) -> tuple[CommitmentRow, ...]:
    """The commitments in their order."""
    near_until = calendar.plus(today, NEAR_WORKING_DAYS)
    return tuple(_commitment(one, today, near_until, calendar) for one in commitments)


def crumbs_of(case: Interview, *, is_own: bool, here: str = "") -> tuple[Crumb, ...]:
    """The way back: the office's over the list, a unit's over what it received."""
    name = f"约谈{case.unit_name}"
    steps = [("来文", reverse("received")) if is_own else ("约谈", reverse("interviews"))]
    if here:
        steps.append((name, reverse("interview", args=[case.pk])))
    return trail(("工作台", reverse("desk")), *steps, here=here or name)


@dataclass(frozen=True)
class CaseRow:
    """A row of the list."""

    url: str
    unit: str
    title: str
    state_code: str
    state_label: str
    held_on: date | None
    promised: int
    kept: int
    next_due: date | None
    days: int | None


def case_rows(cases: Iterable[Interview], today: date, calendar: Calendar) -> list[CaseRow]:
    """The rows, of cases counted by ``dashboards.interview.cases``."""
    return [_case_row(case, today, calendar) for case in cases]


def interview_chips(show: str) -> tuple[Chip, ...]:
    """The switch between open cases and those that are over."""
    return chips(reverse("interviews"), {"show": show}, "show", (("", "办理中"), (CLOSED, "已办结和已取消")))


def _case_row(case: Interview, today: date, calendar: Calendar) -> CaseRow:
    due: date | None = case.next_due  # type: ignore[attr-defined]
    return CaseRow(
        url=reverse("interview", args=[case.pk]),
        unit=case.unit_name,
        title=case.notice.title,
        state_code=case.state,
        state_label=case.get_state_display(),
        held_on=_day(case.held_at),
        promised=case.promised,  # type: ignore[attr-defined]
        kept=case.kept,  # type: ignore[attr-defined]
        next_due=due,
        days=calendar.between(today, due) if due else None,
    )


def _commitment(one: Commitment, today: date, near_until: date, calendar: Calendar) -> CommitmentRow:
    light = commitment_light(one.due_on, one.done_on or one.excused_on, today=today, near_until=near_until)
    return CommitmentRow(
        pk=one.pk,
        act=fulfilling(one.pk),
        excusing=excusing(one.pk),
        order=one.order,
        text=one.text,
        due_on=one.due_on,
        done_on=one.done_on,
        excused_on=one.excused_on,
        excuse=one.excuse,
        days=None if one.is_settled else calendar.between(today, one.due_on),
        light_code=light.value,
        light_label=LIGHT_WORDS[light],
    )


def _meeting(sheet: InterviewSheet) -> tuple[dict[str, str], ...]:
    """When, where and by whom; who came is the office's own note."""
    case = sheet.case
    if case.held_at is None:
        return ()
    told = {
        "时间": f"{timezone.localtime(case.held_at):%Y-%m-%d %H:%M}",
        "地点": case.place,
        "主持人": case.presided_by_name,
    }
    if not sheet.is_own:
        told["参加人员"] = case.attendance
    return tuple({"label": label, "value": value} for label, value in told.items())


def _sent_back(case: Interview, steps: Iterable[StateChange]) -> str:
    """Why the last report was found wanting, while it is being redone."""
    if case.state != InterviewState.RECTIFYING:
        return ""
    back = ("send_back", f"send_back{ON_PAPER}")
    return next((step.why for step in steps if step.act in back), "")


def _served_url(sheet: InterviewSheet, paper: int) -> str:
    service = sheet.services.get(paper)
    return reverse("service", args=[service.pk]) if service else ""


def _place(index: int, here: int) -> str:
    if index == here:
        return "now"
    return "past" if index < here else "ahead"


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
