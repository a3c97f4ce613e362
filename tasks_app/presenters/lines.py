"""A line in words and colours: the row of a list, the card of a unit, and the one thing to do next."""

from dataclasses import dataclass, replace
from datetime import date

from tasks_app.dashboards.line_today import CycleToday, LineToday
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.access import Role
from tasks_app.domain.asks import Ask
from tasks_app.domain.lights import light_by_dates, light_word
from tasks_app.domain.line_states import LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import HANDED_IN, ReportKind, standing_words
from tasks_app.domain.verification import verified_words
from tasks_app.models import ProgressReport, UnitLine
from tasks_app.presenters.links import Step, item_url, line_url, new_report_url, numbered, report_url

WHOLE = 100
SUMMARY_LENGTH = 120
# What a line is called with which another unit goes on: it was not cancelled.
PASSED_ON = "已移交"


@dataclass(frozen=True)
class LineSight:
    """What every page shows of a line, for the components light, state_badge, deadline and progress."""

    light_code: str
    light_label: str
    state_code: str
    state_label: str
    role_label: str
    deadline: date
    today: date
    days: int | None
    original: date | None
    is_estimated: bool
    claimed: int | None
    verified: int | None
    finding: str
    planned: int | None
    pace: str
    redo_by: date | None


@dataclass(frozen=True)
class LineRow(LineSight):
    """A row of the desk."""

    title: str
    number: int
    plan: str
    url: str
    step: Step
    section: str
    follow_up: str


@dataclass(frozen=True)
class UnitCard(LineSight):
    """A unit's part on an item's page (``components/unit_card.html``); ``pending``: what it asked for and waits."""

    unit: str
    url: str
    mine: bool
    readable: bool
    section: str
    contact: str
    phone: str
    summary: str
    is_follow_up: bool
    pending: tuple[Step, ...] = ()


def sight_of(entry: LineToday, today: date) -> LineSight:
    """The line as anyone who may read it sees it. A model's own display words are gathered anew for each row."""
    line, redo_by = entry.line, _redo_by(entry)
    given = f"，重报时限 {redo_by.month}月{redo_by.day}日" if redo_by else ""
    return LineSight(
        light_code=entry.light.value,
        light_label=light_word(entry.light, line.rhythm),
        state_code=line.state,
        state_label=f"{_state_word(line)}{given}",
        role_label=Part(line.part).label,
        deadline=line.deadline,
        today=today,
        days=entry.days,
        original=line.original_deadline if line.has_moved else None,
        is_estimated=entry.is_estimated,
        claimed=line.claimed_progress,
        verified=line.verified_progress,
        finding=verified_words(line.verification, line.verified_progress),
        planned=planned_per_cent(line, today) if line.claimed_progress is not None else None,
        pace=standing_words(line.claimed_standing, None),
        redo_by=redo_by,
    )


def _state_word(line: UnitLine) -> str:
    went_on = line.state == LineState.CANCELLED and line.successor_id is not None
    return PASSED_ON if went_on else str(LineState(line.state).label)


def _redo_by(entry: LineToday) -> date | None:
    """By when a closing that was sent back is to be redone (重报时限): a badge beside the light, which stays honest.

    A deadline never moves because its closing was sent back: past it the line is late.
    """
    return entry.report.redo_by if entry.line.state == LineState.SENT_BACK and entry.report else None


def planned_per_cent(line: UnitLine, today: date) -> int:
    """How far an even pace from issue to deadline would be by now (序时进度)."""
    whole = (line.deadline - line.issued_on).days
    passed = (today - line.issued_on).days
    return WHOLE if whole <= 0 else max(0, min(WHOLE, round(WHOLE * passed / whole)))


def row_of(entry: LineToday, *, today: date, role: str, names: PlanNames) -> LineRow:
    """A row of the unit's own list; the line comes with its item and task."""
    item = entry.line.work_item
    return LineRow(
        **vars(sight_of(entry, today)),
        title=item.title,
        number=item.year_plan.task.number,
        plan=names.get(item.year_plan.task.plan_id, ""),
        url=line_url(entry.line),
        step=next_step(entry, role=role),
        section=entry.line.section,
        follow_up=shortened(entry.line.follow_up),
    )


def card_of(
    entry: LineToday, reports: list[ProgressReport], *, year: CycleToday, is_marked: bool, is_readable: bool
) -> UnitCard:
    """A unit's card. Who may not read the line sees name, part, state and dates only."""
    line = entry.line
    sight = sight_of(entry, year.today)
    return UnitCard(
        **vars(sight if is_readable else _by_dates(sight, entry, year)),
        unit=line.unit_name,
        url=f"?line={line.pk}#now" if is_readable else "",
        mine=is_marked,
        readable=is_readable,
        section=line.section if is_readable else "",
        contact=line.handler if is_readable else "",
        phone=line.handler_phone if is_readable else "",
        summary=_summary(reports),
        is_follow_up=bool(line.follow_up),
    )


def _by_dates(sight: LineSight, entry: LineToday, year: CycleToday) -> LineSight:
    """The line without what its unit says of itself: a light only where state and dates alone give one."""
    told = light_by_dates(entry.line.facts, year.moment)
    code, label = (told.value, light_word(told, entry.line.rhythm)) if told else ("", "")
    return replace(
        sight, light_code=code, light_label=label, claimed=None, verified=None, finding="", planned=None, pace=""
    )


def _summary(reports: list[ProgressReport]) -> str:
    """The beginning of what the unit last handed in."""
    return shortened(next((report.progress_text for report in reports if report.state in HANDED_IN), ""))


def shortened(words: str) -> str:
    """The beginning of what takes too much room in a list."""
    return words if len(words) <= SUMMARY_LENGTH else f"{words[: SUMMARY_LENGTH - 1]}…"


def next_step(entry: LineToday, *, role: str) -> Step:
    """The one thing that the line's own unit does next, as a verb and where it is done."""
    line, report = entry.line, entry.report
    if entry.ask is Ask.SIGN:
        return Step("签收", f"{item_url(line)}#now")
    if entry.ask is Ask.REPORT and entry.period:
        return Step(f"填报{entry.period.name}进展", new_report_url(line, ReportKind.PERIODIC))
    if entry.ask is Ask.CLOSE:
        return Step("申请办结", new_report_url(line, ReportKind.CLOSING))
    if entry.ask is Ask.APPROVE and report:
        return Step("审核", report_url(report)) if role == Role.UNIT_REVIEWER else Step("待本单位审核")
    if report:
        verb = "修改后重报" if entry.ask is Ask.REDO else "继续填写"
        return Step(verb, numbered("report_edit", report.pk))
    return Step(WAITING[entry.ask])


WAITING = {
    Ask.AWAIT_OFFICE: "等待办公室审核",
    Ask.WORK: "按计划推进",
    Ask.NOTHING: "已办结",
    Ask.SUSPENDED: "暂缓期间无需办理",
    Ask.CANCELLED: "已撤项，无需办理",
}


def standing_of(line: UnitLine, *, is_own: bool) -> str:
    """Where the line stands, for whoever has nothing to do with it now."""
    unit = "本单位" if is_own else line.unit_name
    return {
        LineState.PENDING_SIGNATURE: f"等待{unit}签收。",
        LineState.IN_PROGRESS: f"{unit}正在办理。",
        LineState.UNIT_REVIEW: f"{unit}的办结申请正在其内部审核。",
        LineState.OFFICE_REVIEW: "办结申请已经报送，等待领导小组办公室审核。",
        LineState.SENT_BACK: f"办结申请已退回，{unit}正在续办。",
        LineState.COMPLETED: "本事项已同意办结，等待办公室负责人销号。",
        LineState.SIGNED_OFF: "本事项已经销号。",
        LineState.SUSPENDED: "本事项暂缓办理，期间无需填报，督促暂停。",
        LineState.CANCELLED: "本事项已撤项，不再要求办理。",
    }[LineState(line.state)]
