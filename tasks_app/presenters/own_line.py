"""What a unit does with its own line now."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.item import LineOnItem
from tasks_app.dashboards.line_today import CycleToday, report_day
from tasks_app.domain.asks import Ask
from tasks_app.domain.line_states import AT_WORK
from tasks_app.domain.report_states import OPEN_REPORT, ReportKind, ReportState
from tasks_app.models import Extension, LineCase
from tasks_app.presenters.acts import Now
from tasks_app.presenters.extension_rows import more_time
from tasks_app.presenters.line_case_rows import asking_steps, resuming_step
from tasks_app.presenters.lines import next_step, standing_of
from tasks_app.presenters.links import Step, case_url, name_of, new_report_url, report_url


def own_now(
    entry: LineOnItem,
    year: CycleToday,
    actor: Actor,
    requests: Sequence[Extension] = (),
    cases: Sequence[LineCase] = (),
) -> Now:
    """The unit's own side: the ask of today first, then what may be done besides."""
    aside = _aside(entry, actor, cases)
    if entry.today.ask is Ask.SIGN:
        return Now(
            "请确认本单位已收到本事项。承办科室和承办人可以现在写明，也可以以后再补。",
            sign_url=reverse("line_sign", args=[entry.line.pk]),
            links=aside,
        )
    step = next_step(entry.today, role=actor.role)
    writing = (link for link in _may_write(entry, year) if link.url != step.url)
    besides = (*writing, *more_time(entry.line, year, requests, "申请延期"), *aside)
    if step.url:
        return Now(_why(entry, year), link=step, links=besides)
    return Now(_waiting(entry, year), links=(*_waited_for(entry), *besides))


def _aside(entry: LineOnItem, actor: Actor, cases: Sequence[LineCase]) -> tuple[Step, ...]:
    """The case that waits, the suspension that holds, or where one is begun."""
    waiting = next((case for case in cases if case.is_open), None)
    if waiting:
        return (Step(f"查看{waiting.get_kind_display()}", case_url(waiting)),)
    return (*resuming_step(entry.line, cases, actor), *asking_steps(entry.line, cases, actor))


def _waited_for(entry: LineOnItem) -> tuple[Step, ...]:
    """The report that somebody else has in hand: there it can be taken back."""
    held = (report for report in entry.reports if report.state in (ReportState.UNIT_REVIEW, ReportState.SUBMITTED))
    return tuple(Step(f"查看{name_of(report)}", report_url(report)) for report in held)


def _may_write(entry: LineOnItem, year: CycleToday) -> list[Step]:
    """The reports the unit may begin, whether or not they are asked for."""
    line = entry.line
    links: list[Step] = []
    if line.state not in AT_WORK:
        return links
    reported = {report.period_id for report in entry.reports}
    unreported = next((period for period in year.opened_for(line) if period.pk not in reported), None)
    if unreported:
        links.append(Step(f"填报{unreported.name}进展", new_report_url(line, ReportKind.PERIODIC)))
    if not any(report.is_closing and report.state in OPEN_REPORT for report in entry.reports):
        links.append(Step("申请办结", new_report_url(line, ReportKind.CLOSING)))
    return links


def _why(entry: LineOnItem, year: CycleToday) -> str:
    """Why this is asked now."""
    today, report, period = entry.today, entry.today.report, entry.today.period
    if today.ask is Ask.REDO and report:
        by = f"请于 {report.redo_by:%Y-%m-%d} 前重报。" if report.redo_by else ""
        return f"{name_of(report)}的退回理由：{report.reason.rstrip('。')}。{by}"
    if today.ask is Ask.REPORT and period:
        day = report_day(entry.line, period)
        return f"{period.name}进展的报送时限为 {day:%Y-%m-%d}{'，已过时限，请尽快报送' if day < year.today else ''}。"
    return {
        Ask.APPROVE: "本单位的填报正等待审核。",
        Ask.FINISH_DRAFT: "有一份草稿尚未送审。",
        Ask.CLOSE: "完成时限已到或临近，工作完成后请申请办结。",
    }.get(today.ask, "")


def _waiting(entry: LineOnItem, year: CycleToday) -> str:
    if entry.today.ask is Ask.APPROVE:
        return "本单位的填报正等待审核人审核。"
    if entry.today.ask is not Ask.WORK:
        return standing_of(entry.line, is_own=True)
    mine = (period for period in year.periods if period.rhythm == entry.line.rhythm)
    coming = next((period for period in mine if period.opens_on > year.today), None)
    when = f"下次报送为{coming.name}，时限 {report_day(entry.line, coming):%Y-%m-%d}。" if coming else ""
    return f"目前没有需要办理的环节。{when}工作完成后可以申请办结。"
