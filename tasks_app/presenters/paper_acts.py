"""What may be done with a paper now, by whoever looks at it: where it stands, one primary act, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.dashboards.paper_page import PaperDesk
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.paper_kinds import Need
from tasks_app.domain.paper_states import PAPER_MACHINE, PaperState
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import Paper, PaperService
from tasks_app.permissions import checks
from tasks_app.permissions.subjects import Subject
from tasks_app.presenters.acts import Act, Now, Typed, with_typed
from tasks_app.presenters.links import Step

CORRECT, CONSENT = "correct", "consent"
KNOWN = "已知悉变化"
MOST_NAMED = 3
# One click, after a question that names the paper.
QUESTIONS: dict[str, str] = {
    "recall": "撤回“{title}”，回到拟稿修改？",
    "check": "“{title}”核稿通过，呈{approver}？",
    "return_checked": "把“{title}”退回拟稿人{author}修改？",
    "decline": "不同意约谈{to}？本件退回拟稿人。",
    "sign": "签发“{title}”，主送{to}？",
    "instruct": "在“{title}”上批示？",
    "send_back": "把“{title}”退回拟稿人{author}修改？",
    "issue": "向{to}印发“{title}”？印发后不可撤回。",
    "void": "作废“{title}”？已编的字号保留在登记簿中，不再使用。",
}
REASONS: dict[str, str] = {
    "return_checked": "退回理由",
    "decline": "理由",
    "instruct": "批示内容",
    "send_back": "退回理由",
    "void": "作废理由",
}
# These ask for more than a reason and have a page of their own.
ASKING = (
    *("check_on_paper", "return_checked_on_paper"),
    *("agree", "agree_on_paper", "sign_on_paper", "send_back_on_paper", "number", "seal"),
)
PRIMARY = ("check", "agree", "sign", "instruct", "number", "seal", "issue")
# Asked on the form of a draft, beside 保存草稿.
ON_THE_FORM = ("submit",)
# These go on although a line changed meanwhile only where whoever does them ticked that they saw it.
TICKED = ("sign", "instruct", "issue")
WAITING: dict[str, str] = {
    PaperState.DRAFT: "草稿，由{author}拟写。",
    PaperState.CHECKING: "等待核稿，由拟稿人以外的办公室人员办理。",
    PaperState.SIGNED: "已签发，等待编号。",
    PaperState.NUMBERED: "已编号，盖章后登记用印。",
    PaperState.SEALED: "已用印，等待登记印发。",
    PaperState.ISSUED: "已印发；如有错误，另行发文更正。",
    PaperState.VOID: "已作废。",
}
TO_DO: dict[str, str] = {
    PaperState.DRAFT: "草稿，填写完整后送核；送核时冻结事实依据，核对授权依据。",
    PaperState.CHECKING: "请核对事实依据和文字后核稿。",
    PaperState.PRESENTED: "请查看办理情况后决定。",
    PaperState.SIGNED: "已签发，请编号。",
    PaperState.NUMBERED: "已编号，盖章后上传扫描件，登记用印。",
    PaperState.SEALED: "已用印，请登记印发。",
}
FILED = "已编号存档；呈批件不发往责任单位。"
CONSENT_FIRST = "主送区政府（管委会）的公文，须先登记市政府同意的日期和原件，再行签发。"


@dataclass(frozen=True)
class _Asked:
    """Everything an act is decided by."""

    paper: Paper
    actor: Actor
    subject: Subject
    services: Sequence[PaperService]
    is_changed: bool


def acts_of(paper: Paper, actor: Actor, desk: PaperDesk, *, typed: Typed | None = None) -> Now:
    """What this person may do now; an act that was refused keeps what was ``typed``."""
    asked = _Asked(paper, actor, desk.subject, desk.services, bool(desk.changes))
    possible = [step.act for step in PAPER_MACHINE.possible(paper.state) if _fits(step.act, asked)]
    open_to_me = [act for act in possible if checks.can(actor, verb_of(act), asked.subject)]
    primary = next((act for act in PRIMARY if act in open_to_me), "")
    links = tuple(_link(act, paper) for act in open_to_me if act in ASKING and act != primary)
    acts = tuple(_act(act, asked, primary=act == primary) for act in open_to_me if act in QUESTIONS)
    return Now(
        sentence=_sentence(asked, possible, open_to_me),
        link=_link(primary, paper) if primary in ASKING else None,
        acts=with_typed((*acts, *_correction(asked)), typed),
        links=(*links, *_consent(asked)),
    )


def verb_of(act: str) -> Verb:
    """The verb behind an act; two acts are no step of the machine."""
    if act == CORRECT:
        return Verb.DRAFT_PAPER
    return Verb.REGISTER_PAPER_SHEET if act == CONSENT else PAPER_MACHINE[act].verb


def label_of(act: str) -> str:
    """The words on the button."""
    return {CORRECT: "拟更正公文", CONSENT: "登记市政府同意"}.get(act) or PAPER_MACHINE[act].label


def addressed(services: Sequence[PaperService]) -> str:
    """The addressees in a sentence: 市商务局、市水务局等 12 个单位."""
    names = [service.unit_name for service in services]
    if not names:
        return "领导小组领导"
    return "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > MOST_NAMED else "")


def consent_is_missing(paper: Paper, services: Sequence[PaperService]) -> bool:
    """Whether an addressee may be written to only with a consent that was not registered yet."""
    needed = any(paper.declared.needs_government_consent(service.unit.kind) for service in services)
    return needed and paper.consent_on is None


def approver_of(paper: Paper) -> str:
    """Who lets the paper out, in words."""
    kind = paper.declared
    if kind.approval == "instruct":
        return "领导小组领导批示"
    first = "领导小组领导同意并指定主持人后，" if Need.LEADER_AGREES in kind.needs else ""
    return f"{first}办公室负责人签发"


def _fits(act: str, asked: _Asked) -> bool:
    """Whether an act makes sense for this kind of paper, at this point of its way."""
    kind, paper = asked.paper.declared, asked.paper
    needs_agreement = Need.LEADER_AGREES in kind.needs
    ready = (not needs_agreement or paper.agreed_at is not None) and not consent_is_missing(paper, asked.services)
    return {
        "agree": needs_agreement and paper.agreed_at is None,
        "agree_on_paper": needs_agreement and paper.agreed_at is None,
        "decline": needs_agreement and paper.agreed_at is None,
        "sign": kind.approval == "sign" and ready,
        "instruct": kind.approval == "instruct",
        "sign_on_paper": ready,
        "seal": bool(kind.addressees),
        "issue": bool(kind.addressees),
    }.get(act, True)


def _sentence(asked: _Asked, possible: Sequence[str], open_to_me: Sequence[str]) -> str:
    """What to do, or why not this person, or for what the paper waits."""
    paper, actor = asked.paper, asked.actor
    leading = [act for act in possible if act in (*PRIMARY, *ON_THE_FORM)]
    if paper.state == PaperState.PRESENTED and consent_is_missing(paper, asked.services):
        return CONSENT_FIRST
    if any(act in open_to_me for act in leading):
        return TO_DO[paper.state]
    for act in leading:
        if rights_of(actor.role, verb_of(act)):
            try:
                checks.require(actor, verb_of(act), asked.subject)
            except NotAllowed as refusal:
                return refusal.sentence
    if paper.state == PaperState.NUMBERED and not paper.declared.addressees:
        return FILED
    return WAITING.get(paper.state, f"等待{approver_of(paper)}。").format(author=paper.author.user.full_name)


def _act(act: str, asked: _Asked, *, primary: bool) -> Act:
    paper = asked.paper
    question = QUESTIONS[act].format(
        title=paper.title,
        to=addressed(asked.services),
        author=paper.author.user.full_name,
        approver=approver_of(paper),
    )
    return Act(
        act,
        reverse(f"paper_{act}", args=[paper.pk]),
        label_of(act),
        primary=primary,
        question=question,
        reason_label=REASONS.get(act, ""),
        tick=KNOWN if asked.is_changed and act in TICKED else "",
    )


def _link(act: str, paper: Paper) -> Step:
    return Step(label_of(act), reverse(f"paper_{act}", args=[paper.pk]))


def _consent(asked: _Asked) -> tuple[Step, ...]:
    before = asked.paper.state in (PaperState.DRAFT, PaperState.CHECKING, PaperState.PRESENTED)
    if not (before and consent_is_missing(asked.paper, asked.services)):
        return ()
    return (_link(CONSENT, asked.paper),) if checks.can(asked.actor, verb_of(CONSENT), asked.subject) else ()


def _correction(asked: _Asked) -> tuple[Act, ...]:
    paper = asked.paper
    if paper.state != PaperState.ISSUED or not checks.can(asked.actor, Verb.DRAFT_PAPER, asked.subject):
        return ()
    question = f"另拟一件更正{paper.number}的公文？原件不变。"
    return (Act(CORRECT, reverse("paper_correct", args=[paper.pk]), label_of(CORRECT), question=question),)
