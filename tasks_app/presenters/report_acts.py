"""What may be done with a report now, by whoever looks at it: at most one primary act."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.gathering import silent_units
from tasks_app.domain.access import OFFICE_ROLES, Role, Verb, rights_of
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.refusals import NotAllowed
from tasks_app.domain.report_states import CLOSING_MOVES, REPORT_MACHINE, WITH_AUTHOR, ReportState, missing_words
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks
from tasks_app.presenters.acts import Act, Typed, with_typed
from tasks_app.presenters.links import Step

# Where the act of a report is sent to.
URL_NAMES = {
    "send": "report_send",
    "withdraw": "report_withdraw",
    "approve": "report_approve",
    "return": "report_return",
    "accept": "report_accept",
}
REVIEWERS = (*OFFICE_ROLES, Role.GROUP_LEADER)


@dataclass(frozen=True)
class ReportActs:
    """``sentence`` says where things stand; ``may_send_back`` shows the form that asks for a reason and a day."""

    sentence: str = ""
    link: Step | None = None
    acts: tuple[Act, ...] = ()
    may_send_back: bool = False
    may_verify: bool = False
    may_accept_in_part: bool = False
    accept_label: str = ""
    accept_question: str = ""
    in_part_label: str = ""
    send_back_label: str = ""
    links: tuple[Step, ...] = ()


def acts_of(report: ProgressReport, actor: Actor, *, is_own: bool, typed: Typed | None = None) -> ReportActs:
    """What this person may do now; an act that was refused keeps what was ``typed``."""
    now = _own(report, actor) if is_own else _others(report, actor)
    return replace(now, acts=with_typed(now.acts, typed))


def label_of(report: ProgressReport, act: str) -> str:
    """The verb on the button: a closing report's acts are called what they do to the line."""
    if report.is_closing and act in CLOSING_MOVES:
        return LINE_MACHINE[CLOSING_MOVES[act]].label
    return REPORT_MACHINE[act].label


def _own(report: ProgressReport, actor: Actor) -> ReportActs:
    if report.state in WITH_AUTHOR:
        return _with_author(report, actor)
    if report.state == ReportState.UNIT_REVIEW:
        return _under_unit_review(report, actor)
    if report.state == ReportState.SUBMITTED:
        if report.looked_at is None:
            return ReportActs("已报送领导小组办公室，尚未查阅；此前可以撤回。", acts=(_act(report, "withdraw"),))
        return ReportActs("已报送，领导小组办公室正在审核。")
    return ReportActs("领导小组办公室已同意办结。" if report.is_closing else "领导小组办公室已采用。")


def _with_author(report: ProgressReport, actor: Actor) -> ReportActs:
    edit = reverse("report_edit", args=[report.pk])
    if report.state == ReportState.SENT_BACK:
        return ReportActs("请按退回理由修改后重新送审。", link=Step("修改后重报", edit))
    missing = missing_words(
        progress=report.progress_text,
        problems=report.problems,
        next_steps=report.next_steps,
        standing=report.standing,
    )
    if missing:
        return ReportActs("草稿尚未填完。", link=Step("继续填写", edit))
    if report.is_closing and not report.without_reason and (silent := silent_units(report.line)):
        told = f"尚有 {len(silent)} 个配合单位未报送，请补写理由后送审。"
        return ReportActs(told, link=Step("继续填写", edit))
    return ReportActs(
        "草稿已填完，送审后由本单位审核人审核。",
        acts=(_act(report, "send", primary=True),),
        links=(Step("修改", edit), *_unit_sheet(report, actor)),
    )


def _under_unit_review(report: ProgressReport, actor: Actor) -> ReportActs:
    """The reviewer decides; whoever wrote it may take it back; the liaison may register a signed sheet."""
    withdraw = _act(report, "withdraw")
    if not rights_of(actor.role, Verb.APPROVE_REPORT):
        return ReportActs("等待本单位审核人审核。", acts=(withdraw,), links=_unit_sheet(report, actor))
    try:
        checks.require(actor, Verb.APPROVE_REPORT, report)
    except NotAllowed as refusal:
        return ReportActs(refusal.sentence, acts=(withdraw,))
    approve = _act(report, "approve", primary=True, question="审核通过并报送领导小组办公室？")
    return ReportActs("请核对内容和附件后审核。", acts=(approve, _return(report)))


def _return(report: ProgressReport) -> Act:
    return _act(report, "return", question="退回填报人修改？", reason_label="退回理由")


def _unit_sheet(report: ProgressReport, actor: Actor) -> tuple[Step, ...]:
    if not rights_of(actor.role, Verb.REGISTER_UNIT_SHEET):
        return ()
    return (Step("登记线下签批", _sheet_url(report, "approve_on_paper")),)


def _others(report: ProgressReport, actor: Actor) -> ReportActs:
    """The office, and a group leader for the office's own lines; everyone else reads."""
    if report.state != ReportState.SUBMITTED or actor.role not in REVIEWERS:
        return ReportActs(_standing(report))
    try:
        checks.require(actor, Verb.REVIEW_REPORT, report)
    except NotAllowed as refusal:
        return ReportActs(refusal.sentence, links=_leader_sheets(report, actor))
    verb = label_of(report, "accept")
    question = f"{verb}：{report.line.unit_name}的这份{'办结申请' if report.is_closing else '进展'}？"
    return ReportActs(
        "请核对内容和附件后审核。",
        acts=(_act(report, "accept", primary=True, question=question),) if report.is_closing else (),
        may_verify=not report.is_closing,
        may_accept_in_part=True,
        accept_label=verb,
        accept_question=question,
        in_part_label=label_of(report, "accept_in_part"),
        may_send_back=True,
        send_back_label=label_of(report, "send_back"),
        links=_leader_sheets(report, actor),
    )


def _leader_sheets(report: ProgressReport, actor: Actor) -> tuple[Step, ...]:
    if not checks.can(actor, Verb.REGISTER_LEADER_SHEET, report):
        return ()
    return tuple(
        Step(label_of(report, act), _sheet_url(report, act))
        for act in ("accept_on_paper", "accept_in_part_on_paper", "send_back_on_paper")
    )


def _standing(report: ProgressReport) -> str:
    return {
        ReportState.SUBMITTED: "等待领导小组办公室审核。",
        ReportState.ACCEPTED: "已同意办结。" if report.is_closing else "已采用。",
        ReportState.SENT_BACK: f"已退回{report.line.unit_name}修改。",
    }.get(ReportState(report.state), "")


def _sheet_url(report: ProgressReport, act: str) -> str:
    return f"{reverse('report_sheet', args=[report.pk])}?{urlencode({'act': act})}"


def _act(report: ProgressReport, act: str, **words: object) -> Act:
    return Act(act, reverse(URL_NAMES[act], args=[report.pk]), label_of(report, act), **words)  # type: ignore[arg-type]
