"""The page on which a report is written: what it is about, by when, what was said last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from tasks_app.dashboards.line_today import CycleToday, report_day
from tasks_app.domain.access import Role
from tasks_app.domain.parts import Part
from tasks_app.domain.report_reasons import missing_units_words
from tasks_app.domain.report_states import WITH_AUTHOR, ReportKind, ReportState
from tasks_app.models import ProgressReport, UnitLine
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import line_url, name_of, new_report_url, report_url
from tasks_app.presenters.reports import Words, words_of

AUTHOR_HINT = "您是本单位审核人：由您填写的，须由另一位审核人审核，或由联络员登记线下签批。"


@dataclass(frozen=True)
class Due:
    """A period with the day by which this line reports for it."""

    name: str
    day: date
    is_over: bool


@dataclass(frozen=True)
class Stored:
    """What somebody else saved meanwhile."""

    saved: str
    words: tuple[Words, ...]
    state_code: str
    state_label: str
    url: str
    may_save: bool


@dataclass(frozen=True)
class DraftPage:
    """All that stands around the form."""

    heading: str
    action: str
    is_closing: bool
    is_recorded: bool
    author_hint: str
    unit: str
    title: str
    number: int
    deliverable: str
    source: str
    deadline: date
    dues: tuple[Due, ...]
    reason: str
    redo_by: date | None
    previous_name: str
    previous: tuple[Words, ...]
    stored: Stored | None
    remark: str
    missing: str
    may_gather: bool
    autosaves: bool
    cancel_url: str
    crumbs: tuple[Crumb, ...]


def draft_page(
    line: UnitLine,
    kind: str,
    year: CycleToday,
    *,
    is_recorded: bool,
    role: str,
    report: ProgressReport | None,
    previous: ProgressReport | None,
    stored: ProgressReport | None,
    silent: Sequence[str] = (),
) -> DraftPage:
    """The page around a form; the line comes with its item and task. ``silent``: supporting units that are missing.

    What was sent back is not saved while somebody types: to write it again is a step that is seen (修改).
    """
    item, is_closing = line.work_item, kind == ReportKind.CLOSING
    heading = _heading(report, is_closing=is_closing, is_recorded=is_recorded)
    back = line_url(line)
    return DraftPage(
        heading=heading,
        action=_action(line, kind, report, is_recorded=is_recorded),
        is_closing=is_closing,
        is_recorded=is_recorded,
        author_hint=AUTHOR_HINT if role == Role.UNIT_REVIEWER else "",
        unit=line.unit_name,
        title=item.title,
        number=item.year_plan.task.number,
        deliverable=item.deliverable,
        source=f"年度任务　第 {item.year_plan.task.number} 项",
        deadline=line.deadline,
        dues=() if is_closing else tuple(_dues(line, year, report)),
        reason=report.reason if report else "",
        redo_by=report.redo_by if report else None,
        previous_name=name_of(previous) if previous else "",
        previous=words_of(previous) if previous else (),
        stored=_stored(stored) if stored else None,
        remark=previous.not_adopted if previous and previous.is_in_part else "",
        missing=f"{missing_units_words(silent)}。现在申请办结须说明理由。" if silent else "",
        may_gather=line.part == Part.LEAD and not is_recorded,
        autosaves=not is_recorded and (report is None or report.state == ReportState.DRAFT),
        cancel_url=report_url(report) if report else back,
        crumbs=trail(("工作台", reverse("desk")), (f"第 {item.year_plan.task.number} 项", back), here=heading),
    )


def _heading(report: ProgressReport | None, *, is_closing: bool, is_recorded: bool) -> str:
    if is_closing:
        return "申请办结"
    if is_recorded:
        return "代录进展"
    return f"填报{name_of(report)}" if report else "填报进展"


def _action(line: UnitLine, kind: str, report: ProgressReport | None, *, is_recorded: bool) -> str:
    if report:
        return reverse("report_edit", args=[report.pk])
    if is_recorded:
        return reverse("report_on_behalf", args=[line.pk])
    return new_report_url(line, kind)


def _dues(line: UnitLine, year: CycleToday, report: ProgressReport | None) -> list[Due]:
    periods = [report.period] if report and report.period else year.opened_for(line)[:1]
    days = [(period.name, report_day(line, period)) for period in periods]
    return [Due(name, day, day < year.today) for name, day in days]


def _stored(report: ProgressReport) -> Stored:
    return Stored(
        saved=f"{report.author.user.full_name} {timezone.localtime(report.drafted_at):%m月%d日 %H:%M}",
        words=words_of(report),
        state_code=report.state,
        state_label=report.get_state_display(),
        url=report_url(report),
        may_save=report.state in WITH_AUTHOR,
    )
