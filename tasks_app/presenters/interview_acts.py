"""What may be done with an interview now: by the unit, and by the office. At most one primary act."""

from dataclasses import replace

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.actions.interview_meetings import require_unopposed
from tasks_app.dashboards.interview import InterviewSheet
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.paper_states import INTERVIEW_MACHINE, InterviewState, PaperState
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.models import Interview
from tasks_app.permissions import checks
from tasks_app.permissions.subjects import Subject
from tasks_app.presenters.acts import Act, Now, Typed, with_typed
from tasks_app.presenters.links import Step
from tasks_app.presenters.service_acts import CANCELLING, cancel_act, paper_doors

# What the unit reads of each decision about its case.
TOLD = {"send_back": "退回理由", "close": "核查意见", "cancel": CANCELLING}
NOT_ISSUED = "约谈公文尚未印发，印发后登记约谈情况。"
UNIT_STANDING = {
    InterviewState.PENDING: "约谈时间、地点和需准备的材料见来文。",
    InterviewState.HELD: "约谈已进行，领导小组办公室正在登记整改承诺。",
    InterviewState.RECTIFYING: "请按承诺时限整改，完成后报告整改情况。",
    InterviewState.CHECKING: "整改情况已报告，等待领导小组办公室核查。",
    InterviewState.CLOSED: "核查通过，已办结。",
    InterviewState.CANCELLED: "约谈已取消。",
}
OFFICE_STANDING = {
    InterviewState.PENDING: "约谈公文已印发，约谈后请登记时间、地点、主持人和参加人员。",
    InterviewState.HELD: "约谈已登记，请登记被约谈单位的整改承诺。",
    InterviewState.RECTIFYING: "等待被约谈单位整改并报告。",
    InterviewState.CHECKING: "整改情况已报告，请核查。",
    InterviewState.CLOSED: "核查通过，已办结。",
    InterviewState.CANCELLED: "约谈已取消。",
}


def interview_now(sheet: InterviewSheet, actor: Actor, subject: Subject, typed: Typed | None = None) -> Now:
    """What this person may do now; an act that was refused keeps what was ``typed``."""
    now = _of_unit(sheet.case) if sheet.is_own else _of_office(sheet.case, actor, subject)
    return replace(now, acts=with_typed(now.acts, typed))


def may_fulfil(case: Interview, actor: Actor, subject: Subject) -> bool:
    """Whether commitments may be noted as kept now, by this person."""
    is_time = case.state in (InterviewState.RECTIFYING, InterviewState.CHECKING)
    return is_time and checks.can(actor, Verb.KEEP_INTERVIEW, subject)


def may_excuse(case: Interview, actor: Actor, subject: Subject) -> bool:
    """Whether commitments may be excused now, by this person."""
    is_time = case.state in (InterviewState.RECTIFYING, InterviewState.CHECKING)
    return is_time and checks.can(actor, Verb.CHECK_RECTIFICATION, subject)


def may_excuse_on_paper(case: Interview, actor: Actor, subject: Subject) -> bool:
    """The same by a sheet that somebody signed (登记线下签批), for the clerk who may register it."""
    is_time = case.state in (InterviewState.RECTIFYING, InterviewState.CHECKING)
    return is_time and checks.can(actor, Verb.REGISTER_PAPER_SHEET, subject)


def _of_unit(case: Interview) -> Now:
    sentence = UNIT_STANDING[InterviewState(case.state)]
    if case.state != InterviewState.RECTIFYING:
        return Now(sentence)
    return Now(sentence, link=_page(case, "rectify", "报告整改情况"))


def _of_office(case: Interview, actor: Actor, subject: Subject) -> Now:
    if case.state == InterviewState.PENDING and case.notice.state != PaperState.ISSUED:
        return Now(NOT_ISSUED)
    keeps, why_not_keep = _may(actor, Verb.KEEP_INTERVIEW, subject)
    if case.state == InterviewState.PENDING and keeps:
        keeps, why_not_keep = _unopposed(case)
    checks_it, why_not_check = _may(actor, Verb.CHECK_RECTIFICATION, subject)
    link, links = _kept(case) if keeps else (None, ())
    acts = (*(_checked(case) if checks_it else ()), *(_minuted(case) if keeps else ()))
    why_not = why_not_check if case.state == InterviewState.CHECKING else why_not_keep
    doors = paper_doors(INTERVIEW_MACHINE, case, actor, subject)
    return Now(why_not or OFFICE_STANDING[InterviewState(case.state)], link=link, acts=acts, links=(*links, *doors))


def _may(actor: Actor, verb: Verb, subject: Subject) -> tuple[bool, str]:
    """Whether this very person may, or the sentence that says why not where the role has the verb."""
    if not rights_of(actor.role, verb):
        return False, ""
    try:
        checks.require(actor, verb, subject)
    except NotAllowed as refusal:
        return False, refusal.sentence
    return True, ""


def _unopposed(case: Interview) -> tuple[bool, str]:
    """Whether the interview may be noted as held, or why not yet: its notice is objected to."""
    try:
        require_unopposed(case)
    except NotNow as refusal:
        return False, refusal.sentence
    return True, ""


def _kept(case: Interview) -> tuple[Step | None, tuple[Step, ...]]:
    """The page on which the office notes the next thing: the primary one, and what came in on paper."""
    if case.state == InterviewState.PENDING:
        return _page(case, "hold", "登记约谈"), ()
    if case.state == InterviewState.HELD:
        return _page(case, "commit", "登记整改承诺"), ()
    if case.state == InterviewState.RECTIFYING:
        return None, (_page(case, "rectify_on_behalf", "代录整改情况"),)
    return None, ()


def _checked(case: Interview) -> tuple[Act, ...]:
    unit = case.unit_name
    if case.state == InterviewState.PENDING:
        return (cancel_act(case, unit),)
    if case.state != InterviewState.CHECKING:
        return ()
    closing = f"{unit}的整改核查通过，办结本次约谈？该单位会看到核查意见。"
    back = f"退回{unit}继续整改？该单位会看到这段话。"
    return (
        _act(case, "close", primary=True, question=closing, reason_label=TOLD["close"]),
        _act(case, "send_back", question=back, reason_label=TOLD["send_back"]),
    )


def _minuted(case: Interview) -> tuple[Act, ...]:
    """起草纪要, once the interview was held and while there is no draft that stands."""
    has_minutes = case.minutes is not None and case.minutes.state != PaperState.VOID
    if case.held_at is None or has_minutes:
        return ()
    question = f"起草约谈{case.unit_name}的纪要？草稿在公文中继续填写、送核。"
    return (Act("minutes", reverse("interview_minutes", args=[case.pk]), "起草纪要", question=question),)


def _page(case: Interview, act: str, verb: str) -> Step:
    return Step(verb, reverse(f"interview_{act}", args=[case.pk]))


def _act(case: Interview, act: str, **words: object) -> Act:
    return Act(act, reverse(f"interview_{act}", args=[case.pk]), INTERVIEW_MACHINE[act].label, **words)  # type: ignore[arg-type]
