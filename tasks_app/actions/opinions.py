"""What a unit says about the draft of a year: written by one person, handed in by another or with a signed sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions.naming import naming
from tasks_app.actions.report_drafts import Caller, require_caller
from tasks_app.actions.reports import Sheet
from tasks_app.actions.signed_paper import columns_of
from tasks_app.actions.transition import for_update, locked, move, require_version
from tasks_app.domain.access import Bar, Verb
from tasks_app.domain.access_words import BARS_OF_SIGNERS
from tasks_app.domain.breakdown import MOST_PIECES, BreakdownPiece, as_data
from tasks_app.domain.opinion_states import OPINION_MACHINE, OpinionKind
from tasks_app.domain.parts import Part
from tasks_app.domain.refusals import Invalid, NotNow, NotVisible
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.year_states import YearPlanState
from tasks_app.models import Cycle, Opinion, OpinionSheet, WorkItem
from tasks_app.permissions import checks
from tasks_app.permissions.authors import names_of_writers
from tasks_app.permissions.signers import Signature

TEXT_NEEDED = "请填写修改意见，写明改什么、为什么。"
KIND_NEEDED = "请选择“无意见”或“修改意见”。"
ONLY_THE_LEAD = "只有已确认的牵头单位可以提出分解建议；请改填修改意见。"
PIECES_NEEDED = "请至少填写一项分解后的任务。"
TOO_MANY = f"一次最多分解为 {MOST_PIECES} 项。"
NOT_OUT = "本年度现在不在征求意见，不能填写或审核意见。"
DAY_OVER = "征求意见已于 {day:%Y-%m-%d} 截止；如仍有意见，请联系领导小组办公室代录。"
NOTHING_TO_SEND = "没有可以反馈的年度任务，可能已经反馈，请刷新页面查看。"
BY_YOURSELF = "待审核的意见均由您本人填写，须由另一位审核人审核，或由联络员登记线下签批。"


@dataclass(frozen=True)
class Said:
    """What a unit says: nothing to object, a change, or (a confirmed lead) a breakdown."""

    kind: str
    text: str = ""
    wished_deliverable: str = ""
    wished_deadline: date | None = None
    pieces: tuple[BreakdownPiece, ...] = ()


NO_OBJECTION = Said(OpinionKind.NONE)


@transaction.atomic
def write(opinion: Opinion, said: Said, *, by: Actor, at: datetime, version: int | None = None) -> Opinion:
    """The unit writes its opinion and hands it to its reviewer. Raises NotAllowed, Stale, NotNow or Invalid."""
    opinion, cycle = _locked(opinion)
    checks.require(by, Verb.GIVE_OPINION, opinion)
    _require_out(cycle, at, until_the_day=True)
    return _write(opinion, said, "write", by=by, at=at, version=version)


@transaction.atomic
def write_none(cycle: Cycle, shown: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """The unit has nothing to say about what it was shown as not answered (全部无意见); returns about how much.

    ``shown`` gives the version the page showed under each opinion's id, here and below: nobody agrees to an item that
    was not on their page. Raises Stale, naming the item, where one was answered meanwhile.
    """
    rows = _of_unit(cycle, shown, by, at, until_the_day=True)
    return len([_write(opinion, NO_OBJECTION, "write", by=by, at=at) for opinion in rows])


@transaction.atomic
def record(
    opinion: Opinion, said: Said, caller: Caller, *, by: Actor, at: datetime, version: int | None = None
) -> Opinion:
    """The clerk enters what a unit phoned or wrote (代录): handed in at once, also after the day."""
    opinion, cycle = _locked(opinion)
    checks.require(by, Verb.RECORD_ON_BEHALF, opinion)
    require_caller(caller)
    _require_out(cycle, at)
    opinion.on_behalf_source, opinion.on_behalf_of = cleaned(caller.source), on_one_line(caller.name)
    opinion.given_at, opinion.given_by = at, by.own_post
    return _write(opinion, said, "record", by=by, at=at, version=version, why=f"{caller.source}，{caller.name}")


@transaction.atomic
def approve(opinion: Opinion, *, by: Actor, at: datetime, version: int | None = None) -> Opinion:
    """The unit's reviewer hands the opinion in (审核通过); never of what the same person wrote."""
    opinion, cycle = _locked(opinion)
    checks.require(by, Verb.APPROVE_OPINION, opinion)
    _require_out(cycle, at)
    return _hand_in(opinion, "approve", by=by, at=at, version=version)


@transaction.atomic
def approve_all(cycle: Cycle, shown: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """The reviewer hands in what was shown as waiting and was written by somebody else; returns how many."""
    waiting = _of_unit(cycle, shown, by, at)
    others = [opinion for opinion in waiting if checks.can(by, Verb.APPROVE_OPINION, opinion)]
    if not others:
        for opinion in waiting:
            checks.require(by, Verb.APPROVE_OPINION, opinion)
        raise NotNow(BY_YOURSELF)
    return len([_hand_in(opinion, "approve", by=by, at=at) for opinion in others])


@transaction.atomic
def approve_on_paper(cycle: Cycle, shown: Mapping[int, int], sheet: Sheet, *, by: Actor, at: datetime) -> int:
    """The liaison registers one sheet that the unit's leader signed about all that was shown (登记线下签批)."""
    waiting = _of_unit(cycle, shown, by, at)
    for opinion in waiting:
        checks.require(by, Verb.REGISTER_OPINION_SHEET, opinion)
        _register(sheet, opinion, by=by, at=at)
        _hand_in(opinion, "approve_on_paper", by=by, at=at)
    return len(waiting)


@transaction.atomic
def send_back(opinion: Opinion, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Opinion:
    """The reviewer gives it back to its author with a reason (退回修改)."""
    opinion, cycle = _locked(opinion)
    checks.require(by, Verb.APPROVE_OPINION, opinion)
    _require_out(cycle, at)
    opinion.returned_why = cleaned(reason)
    move(opinion, "return", machine=OPINION_MACHINE, by=by, at=at, why=reason, version=version)
    return opinion


def _locked(opinion: Opinion) -> tuple[Opinion, Cycle]:
    """The opinion, locked after its item: whoever issues the year at this moment is waited for."""
    locked(WorkItem, opinion.work_item_id)
    opinion = locked(Opinion, opinion.pk)
    return opinion, Cycle.objects.get(year_plans__items=opinion.work_item_id)


def _of_unit(
    cycle: Cycle, shown: Mapping[int, int], by: Actor, at: datetime, *, until_the_day: bool = False
) -> list[Opinion]:
    """The unit's opinions that were shown, as they were shown, locked after their items. Raises NotNow for none."""
    mine = Opinion.objects.visible_to(by).of_cycle(cycle).filter(unit=by.unit_id, pk__in=shown)
    list(for_update(WorkItem.objects.filter(opinions__in=mine).order_by("pk")))
    rows = list(for_update(mine.select_related("work_item__year_plan__task").order_by("pk")))
    if len(rows) < len(shown):
        raise NotVisible
    if not rows:
        raise NotNow(NOTHING_TO_SEND)
    checks.require(by, Verb.GIVE_OPINION, rows[0])
    _require_out(Cycle.objects.get(pk=cycle.pk), at, until_the_day=until_the_day)
    for row in rows:
        with naming(row):
            require_version(row, shown[row.pk], OPINION_MACHINE.subject, by=by)
    return rows


def _require_out(cycle: Cycle, at: datetime, *, until_the_day: bool = False) -> None:
    if cycle.state != YearPlanState.CONSULTING or cycle.consult_until is None:
        raise NotNow(NOT_OUT)
    if until_the_day and timezone.localdate(at) > cycle.consult_until:
        raise NotNow(DAY_OVER.format(day=cycle.consult_until))


def _write(
    opinion: Opinion, said: Said, act: str, *, by: Actor, at: datetime, version: int | None = None, why: str = ""
) -> Opinion:
    require_version(opinion, version, OPINION_MACHINE.subject, by=by)
    OPINION_MACHINE.step(act, opinion.state)
    faults = _faults_of(said, opinion)
    if faults:
        raise Invalid(faults)
    is_change = said.kind == OpinionKind.CHANGE
    opinion.kind, opinion.text = said.kind, "" if said.kind == OpinionKind.NONE else cleaned(said.text)
    opinion.wished_deliverable = cleaned(said.wished_deliverable) if is_change else ""
    opinion.wished_deadline = said.wished_deadline if is_change else None
    opinion.breakdown = as_data(said.pieces) if said.kind == OpinionKind.BREAKDOWN else []
    opinion.author, opinion.written_at, opinion.returned_why = by.own_post, at, ""
    move(opinion, act, machine=OPINION_MACHINE, by=by, at=at, why=why, checked=True)
    return opinion


def _faults_of(said: Said, opinion: Opinion) -> dict[str, str]:
    if said.kind not in OpinionKind.values:
        return {"kind": KIND_NEEDED}
    if said.kind == OpinionKind.CHANGE and not cleaned(said.text):
        return {"text": TEXT_NEEDED}
    if said.kind != OpinionKind.BREAKDOWN:
        return {}
    if opinion.part != Part.LEAD:
        return {"kind": ONLY_THE_LEAD}
    if not said.pieces:
        return {"kind": PIECES_NEEDED}
    return {"kind": TOO_MANY} if len(said.pieces) > MOST_PIECES else {}


def _hand_in(opinion: Opinion, act: str, *, by: Actor, at: datetime, version: int | None = None) -> Opinion:
    opinion.given_at, opinion.given_by = at, by.own_post
    require_version(opinion, version, OPINION_MACHINE.subject, by=by)
    move(opinion, act, machine=OPINION_MACHINE, by=by, at=at, checked=True)
    return opinion


def _register(sheet: Sheet, opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Keeps what the unit's leader signed, with its scan. Nobody approves on paper what they wrote."""

    def fault_of(signature: Signature) -> str:
        is_writer = signature.name in names_of_writers(opinion)
        return BARS_OF_SIGNERS[Bar.AUTHOR].format(name=signature.name) if is_writer else ""

    signed = columns_of(sheet, by=by, at=at, fault_of=fault_of)
    OpinionSheet.objects.create(opinion=opinion, act="approve_on_paper", **signed)
