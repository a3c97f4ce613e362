"""A paper's way through the house: 核稿, 呈批, 同意约谈, 签发 or 批示, 退回, 作废; approvals also by a signed sheet."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_demands, paper_files, paper_proposals, paper_sheets, recording
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.paper_steps import locked_paper, step
from tasks_app.actions.reports import Sheet
from tasks_app.actions.transition import raise_version, require_version
from tasks_app.domain.paper_kinds import Need
from tasks_app.domain.paper_states import PAPER_MACHINE, InterviewState, PaperState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.models import Interview, Paper, PaperFile
from tasks_app.permissions import checks
from tasks_app.permissions.signers import Signature, is_of
from tasks_app.permissions.subjects import subject_of

OTHER_APPROVAL = {"sign": "本件由领导小组领导批示，不由办公室签发。", "instruct": "本件由办公室负责人签发，不需批示。"}
AGREEMENT_NEEDED = "约谈须先经领导小组领导同意并指定主持人，再行签发。"
AGREED_ALREADY = "领导小组领导已同意约谈，不必重复登记。"
NO_AGREEMENT_ASKED = "只有约谈公文需要领导小组领导同意。"
CONSENT_NEEDED = "主送区政府（管委会）的公文须先登记市政府同意的日期和原件，再行签发。"
NO_CONSENT_ASKED = "只有主送区政府（管委会）的督办和约谈公文需要登记市政府同意。"
CONSENT_LATE = "已签发的公文不能再登记市政府同意。"
PRESIDER_NEEDED = "请写明约谈主持人姓名和职务。"
DELEGATION_NEEDED = "主持人不是同意约谈的市领导时，请写明委托依据。"
NO_DELEGATION = "约谈区政府（管委会）须由市领导本人主持，不能委托。"
SIGNED_ALONE = "涉及办公室及其归口单位，没有其他领导可以签发，由同意约谈的领导本人签发。"


@dataclass(frozen=True)
class Agreement:
    """Who presides over an interview, and on what delegation where it is not the leader who agreed."""

    presider: str
    presider_title: str
    delegation: str = ""


@transaction.atomic
def check(paper: Paper, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Somebody other than the author finds the draft in order and presents it (核稿通过并呈批)."""
    paper = _asked(paper, "check", by=by, version=version)
    paper.checked_by, paper.checked_at = by.own_post, at
    step(paper, "check", by=by, at=at)
    return paper


@transaction.atomic
def check_on_paper(paper: Paper, sheet: Sheet, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """The clerk registers the sheet on which somebody other than the author found the draft in order."""
    paper = _asked(paper, "check_on_paper", by=by, version=version)
    _register(sheet, paper, "check_on_paper", by=by, at=at)
    paper.checked_by, paper.checked_at = by.own_post, at
    step(paper, "check_on_paper", by=by, at=at, why=sheet.words)
    return paper


@transaction.atomic
def return_checked(paper: Paper, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Returns the draft to its author with a reason (退回修改)."""
    paper = _asked(paper, "return_checked", by=by, version=version)
    return _returned(paper, "return_checked", by=by, at=at, why=reason)


@transaction.atomic
def return_checked_on_paper(
    paper: Paper, sheet: Sheet, *, by: Actor, at: datetime, version: int | None = None
) -> Paper:
    """The clerk registers that the draft was returned on paper; the words of the sheet are the reason."""
    return _sent_back_on_paper(paper, "return_checked_on_paper", sheet, by=by, at=at, version=version)


@transaction.atomic
def agree(
    paper: Paper,
    agreement: Agreement,
    *,
    knows_changes: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Paper:
    """A group leader agrees to the interview and names who presides (同意约谈).

    Raises Invalid naming what changed since 送核, until the leader says they saw it; NotNow for what no longer holds.
    """
    paper = _asked(paper, "agree", by=by, version=version)
    return _agreed(paper, "agree", agreement, leader=by.name, knows_changes=knows_changes, by=by, at=at)


@transaction.atomic
def agree_on_paper(
    paper: Paper,
    agreement: Agreement,
    sheet: Sheet,
    *,
    knows_changes: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Paper:
    """The clerk registers the sheet on which a group leader agreed."""
    paper = _asked(paper, "agree_on_paper", by=by, version=version)
    _register(sheet, paper, "agree_on_paper", by=by, at=at)
    leader = on_one_line(sheet.signer)
    return _agreed(paper, "agree_on_paper", agreement, leader=leader, knows_changes=knows_changes, by=by, at=at)


@transaction.atomic
def decline(paper: Paper, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """A group leader does not agree; the draft goes back to its author (不同意约谈)."""
    paper = _asked(paper, "decline", by=by, version=version)
    return _returned(paper, "decline", by=by, at=at, why=reason)


@transaction.atomic
def sign(paper: Paper, *, knows_changes: bool = False, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """签发. Raises Invalid naming what changed since the grounds were frozen, until the signer says they saw it."""
    paper = _asked(paper, "sign", by=by, version=version)
    subject = subject_of(paper)
    why = SIGNED_ALONE if subject.agreed.is_(by) and checks.signs_alone(by, subject) else ""
    return _approved(paper, "sign", knows_changes=knows_changes, by=by, at=at, why=why)


@transaction.atomic
def instruct(
    paper: Paper, *, words: str, knows_changes: bool = False, by: Actor, at: datetime, version: int | None = None
) -> Paper:
    """A group leader writes on a memo what is to be done (批示)."""
    paper = _asked(paper, "instruct", by=by, version=version)
    return _approved(paper, "instruct", knows_changes=knows_changes, by=by, at=at, why=words)


@transaction.atomic
def sign_on_paper(
    paper: Paper,
    sheet: Sheet,
    *,
    knows_changes: bool = False,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Paper:
    """The clerk registers the sheet on which the director signed, or a leader wrote (登记线下签批)."""
    paper = _asked(paper, "sign_on_paper", by=by, version=version)
    agreed = subject_of(paper).agreed
    _register(sheet, paper, "sign_on_paper", by=by, at=at)
    assert sheet.signed_on is not None, "a registered sheet has its day"
    is_alone = is_of(Signature(on_one_line(sheet.signer), sheet.signed_on, sheet.signer_user), agreed)
    why = f"{sheet.words}（{SIGNED_ALONE}）" if is_alone else sheet.words
    return _approved(paper, "sign_on_paper", knows_changes=knows_changes, by=by, at=at, why=why)


@transaction.atomic
def send_back(paper: Paper, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Whoever would sign sends it back to its author with a reason (退回修改)."""
    paper = _asked(paper, "send_back", by=by, version=version)
    return _returned(paper, "send_back", by=by, at=at, why=reason)


@transaction.atomic
def send_back_on_paper(paper: Paper, sheet: Sheet, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """The clerk registers that it was sent back on paper; the words of the sheet are the reason."""
    return _sent_back_on_paper(paper, "send_back_on_paper", sheet, by=by, at=at, version=version)


@transaction.atomic
def register_consent(
    paper: Paper,
    *,
    consent_on: date | None,
    scan: StoredFile | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Paper:
    """Keeps the day and the scan of the government's consent (经市政府同意), before the paper is signed."""
    paper = _asked(paper, "sign_on_paper", by=by, version=version)
    if paper.state not in (PaperState.DRAFT, PaperState.CHECKING, PaperState.PRESENTED):
        raise NotNow(CONSENT_LATE)
    if not _consented_kinds(paper):
        raise NotNow(NO_CONSENT_ASKED)
    if consent_on is None or consent_on > timezone.localdate(at):
        raise Invalid({"consent_on": "请填写市政府同意的日期，不能晚于今天。"})
    paper_files.keep_scan(scan, paper, PaperFile.Kind.CONSENT, by=by, at=at)
    paper.consent_on = consent_on
    raise_version(paper)
    return recording.save(paper, by=by, at=at, why=f"登记市政府同意（{consent_on:%Y-%m-%d}）")


@transaction.atomic
def void(paper: Paper, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """作废 before issue; a number it had stays in the series, and its proposals wait again."""
    paper = _asked(paper, "void", by=by, version=version)
    step(paper, "void", by=by, at=at, why=reason)
    case = Interview.objects.filter(notice=paper, state=InterviewState.PENDING).first()
    if case:
        case.notice = paper
        step(case, "cancel", by=by, at=at, why=f"约谈公文作废：{reason}")
    paper_proposals.give_back(paper, by=by, at=at)
    return paper


def _asked(paper: Paper, act: str, *, by: Actor, version: int | None) -> Paper:
    """The paper, locked; who may and which version were asked."""
    paper = locked_paper(paper.pk)
    checks.require(by, PAPER_MACHINE[act].verb, paper)
    require_version(paper, version, "paper", by=by)
    return paper


def _agreed(
    paper: Paper, act: str, agreement: Agreement, *, leader: str, knows_changes: bool, by: Actor, at: datetime
) -> Paper:
    """Agreed to as it was sent on: what changed stays before the signer's eyes too, so nothing is frozen anew."""
    if Need.LEADER_AGREES not in paper.declared.needs:
        raise NotNow(NO_AGREEMENT_ASKED)
    PAPER_MACHINE.step(act, paper.state)
    if paper.agreed_at is not None:
        raise NotNow(AGREED_ALREADY)
    paper_demands.require_still_allowed(paper, today=timezone.localdate(at))
    paper_demands.require_changes_known(paper, knows_changes=knows_changes)
    presider, title = on_one_line(agreement.presider), on_one_line(agreement.presider_title)
    delegation = on_one_line(agreement.delegation)
    if not (presider and title):
        raise Invalid({"presider": PRESIDER_NEEDED})
    if presider != leader and not delegation:
        raise Invalid({"delegation": DELEGATION_NEEDED})
    if delegation and _consented_kinds(paper):
        raise Invalid({"delegation": NO_DELEGATION})
    paper.presider, paper.presider_title, paper.delegation = presider, title, delegation
    paper.agreed_by, paper.agreed_at = by.own_post, at
    step(paper, act, by=by, at=at, why=f"主持人：{presider}（{title}）{f'；{delegation}' if delegation else ''}")
    return paper


def _approved(paper: Paper, act: str, *, knows_changes: bool, by: Actor, at: datetime, why: str = "") -> Paper:
    kind = paper.declared
    if act in OTHER_APPROVAL and kind.approval != act:
        raise NotNow(OTHER_APPROVAL[act])
    PAPER_MACHINE.step(act, paper.state)
    if Need.LEADER_AGREES in kind.needs and paper.agreed_at is None:
        raise NotNow(AGREEMENT_NEEDED)
    if _consented_kinds(paper) and paper.consent_on is None:
        raise NotNow(CONSENT_NEEDED)
    paper_demands.require_still_allowed(paper, today=timezone.localdate(at))
    if paper_demands.require_changes_known(paper, knows_changes=knows_changes):
        paper_demands.freeze_grounds(paper, by=by, at=at)  # what the approver saw is what the paper says
    paper.signed_by, paper.signed_at = by.own_post, at
    step(paper, act, by=by, at=at, why=why)
    return paper


def _returned(paper: Paper, act: str, *, by: Actor, at: datetime, why: str) -> Paper:
    """Back on the author's desk: what was found or agreed counts no longer."""
    paper.checked_by = paper.checked_at = paper.agreed_by = paper.agreed_at = None
    paper.presider = paper.presider_title = paper.delegation = ""
    step(paper, act, by=by, at=at, why=why)
    return paper


def _sent_back_on_paper(paper: Paper, act: str, sheet: Sheet, *, by: Actor, at: datetime, version: int | None) -> Paper:
    paper = _asked(paper, act, by=by, version=version)
    _register(sheet, paper, act, by=by, at=at)
    return _returned(paper, act, by=by, at=at, why=sheet.words)


def _consented_kinds(paper: Paper) -> bool:
    """Whether an addressee may be written to only with the government's consent."""
    kinds = paper.services.values_list("unit__kind", flat=True)
    return any(paper.declared.needs_government_consent(kind) for kind in kinds)


def _register(sheet: Sheet, paper: Paper, act: str, *, by: Actor, at: datetime) -> None:
    PAPER_MACHINE.step(act, paper.state)
    paper_sheets.register(sheet, paper, act, by=by, at=at)
