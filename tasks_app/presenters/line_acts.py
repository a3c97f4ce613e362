"""What may be done with a line now: at most one primary act, the others beside it."""

from dataclasses import dataclass, replace

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.item import LineOnItem
from tasks_app.dashboards.line_today import CycleToday, report_day
from tasks_app.domain.access import OFFICE_ROLES, Role, Verb, rights_of
from tasks_app.domain.asks import Ask
from tasks_app.domain.line_states import AT_WORK, DONE, LINE_MACHINE, OPEN, LineState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import OPEN_REPORT, ReportKind, ReportState
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks
from tasks_app.presenters.lines import Step, new_report_url, next_step, report_url

REVIEWERS = (*OFFICE_ROLES, Role.GROUP_LEADER)


@dataclass(frozen=True)
class Act:
    """One POST at once or after a question (``components/act.html``)."""

    name: str
    url: str
    verb: str
    primary: bool = False
    question: str = ""
    reason_label: str = ""
    reason: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed into an act that was refused, and why it was."""

    act: str
    reason: str
    fault: str


@dataclass(frozen=True)
class Now:
    """``sentence`` says where things stand; ``link`` or the sign form or one act is the primary thing to do."""

    sentence: str
    link: Step | None = None
    sign_url: str = ""
    acts: tuple[Act, ...] = ()
    links: tuple[Step, ...] = ()


def now_of(entry: LineOnItem, year: CycleToday, actor: Actor, typed: Typed | None = None) -> Now:
    """What this person does with this line now; an act that was refused keeps what was ``typed``."""
    if entry.is_own:
        return _own(entry, year, actor)
    if actor.role not in REVIEWERS:
        return Now(_standing(entry))
    now = _for_office(entry, year, actor)
    if typed is None:
        return now
    kept = (replace(act, reason=typed.reason, fault=typed.fault) if act.name == typed.act else act for act in now.acts)
    return replace(now, acts=tuple(kept))


def _own(entry: LineOnItem, year: CycleToday, actor: Actor) -> Now:
    """The unit's own side: the ask of today first, then what may be done besides."""
    if entry.today.ask is Ask.SIGN:
        return Now(
            "请确认本单位已收到本事项。承办科室和承办人可以现在写明，也可以以后再补。",
            sign_url=reverse("line_sign", args=[entry.line.pk]),
        )
    step = next_step(entry.today, role=actor.role)
    besides = tuple(link for link in _may_write(entry, year) if link.url != step.url)
    if step.url:
        return Now(_why(entry, year), link=step, links=besides)
    return Now(_waiting(entry, year), links=(*_waited_for(entry), *besides))


def _waited_for(entry: LineOnItem) -> tuple[Step, ...]:
    """The report that somebody else has in hand: there it can be taken back."""
    held = (report for report in entry.reports if report.state in (ReportState.UNIT_REVIEW, ReportState.SUBMITTED))
    return tuple(Step(f"查看{_named(report)}", report_url(report)) for report in held)


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
        by = f"，请于 {report.redo_by:%Y-%m-%d} 前重报" if report.redo_by else ""
        return f"退回理由：{report.reason}{by}。"
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
        return _standing(entry)
    mine = (period for period in year.periods if period.rhythm == entry.line.rhythm)
    coming = next((period for period in mine if period.opens_on > year.today), None)
    when = f"下次报送为{coming.name}，时限 {report_day(entry.line, coming):%Y-%m-%d}。" if coming else ""
    return f"目前没有需要办理的环节。{when}工作完成后可以申请办结。"


def _for_office(entry: LineOnItem, year: CycleToday, actor: Actor) -> Now:
    """The office's side: what waits for its judgement, else what may be recorded or taken up again."""
    waiting = [report for report in entry.reports if report.state == ReportState.SUBMITTED]
    link = _review(waiting[-1]) if waiting else None
    sign_off, why_not = _sign_off(entry, actor)
    return Now(
        why_not or _standing(entry),
        link=link,
        acts=(*sign_off, *_reopen(entry, actor), *_recorded_signature(entry, actor)),
        links=_recorded_report(entry, year, actor),
    )


def _review(report: ProgressReport) -> Step:
    return Step(f"审核{_named(report)}", report_url(report))


def _named(report: ProgressReport) -> str:
    return f"{report.period.name}进展" if report.period else report.get_kind_display()


def _sign_off(entry: LineOnItem, actor: Actor) -> tuple[tuple[Act, ...], str]:
    """The act, or the sentence that says why this very person may not."""
    if entry.line.state != LineState.COMPLETED or not rights_of(actor.role, Verb.SIGN_OFF):
        return (), ""
    try:
        checks.require(actor, Verb.SIGN_OFF, entry.line)
    except NotAllowed as refusal:
        return (), refusal.sentence
    question = f"将{entry.line.unit_name}承办的本项任务销号？销号后不再督促，重新打开须说明理由。"
    return (_act(entry, "line_sign_off", "sign_off", primary=True, question=question),), ""


def _reopen(entry: LineOnItem, actor: Actor) -> tuple[Act, ...]:
    if entry.line.state not in DONE or not rights_of(actor.role, Verb.REOPEN_LINE):
        return ()
    question = f"重新打开{entry.line.unit_name}承办的本项任务？该单位须重新申请办结。"
    return (_act(entry, "line_reopen", "reopen", question=question, reason_label="理由"),)


def _recorded_signature(entry: LineOnItem, actor: Actor) -> tuple[Act, ...]:
    if entry.line.state != LineState.PENDING_SIGNATURE or not rights_of(actor.role, Verb.RECORD_ON_BEHALF):
        return ()
    question = f"{entry.line.unit_name}已确认收到本事项？来源请写明方式、时间和何人。"
    return (_act(entry, "line_sign_on_behalf", "sign_on_behalf", question=question, reason_label="来源"),)


def _recorded_report(entry: LineOnItem, year: CycleToday, actor: Actor) -> tuple[Step, ...]:
    if entry.line.state not in OPEN or entry.line.state == LineState.PENDING_SIGNATURE:
        return ()
    reported = {report.period_id for report in entry.reports}
    is_open = any(period.pk not in reported for period in year.opened_for(entry.line))
    if not (is_open and rights_of(actor.role, Verb.RECORD_ON_BEHALF)):
        return ()
    return (Step("代录进展", reverse("report_on_behalf", args=[entry.line.pk])),)


def _act(entry: LineOnItem, url_name: str, act: str, **words: object) -> Act:
    return Act(act, reverse(url_name, args=[entry.line.pk]), LINE_MACHINE[act].label, **words)  # type: ignore[arg-type]


def _standing(entry: LineOnItem) -> str:
    """Where the line stands, for whoever has nothing to do with it now."""
    unit = "本单位" if entry.is_own else entry.line.unit_name
    return {
        LineState.PENDING_SIGNATURE: f"等待{unit}签收。",
        LineState.IN_PROGRESS: f"{unit}正在办理。",
        LineState.UNIT_REVIEW: f"{unit}的办结申请正在其内部审核。",
        LineState.OFFICE_REVIEW: "办结申请已经报送，等待领导小组办公室审核。",
        LineState.SENT_BACK: f"办结申请已退回，{unit}正在续办。",
        LineState.COMPLETED: "本事项已同意办结，等待办公室负责人销号。",
        LineState.SIGNED_OFF: "本事项已经销号。",
    }[LineState(entry.line.state)]
