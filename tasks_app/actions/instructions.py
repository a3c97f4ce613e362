"""Leaders' instructions (批示) on an item: given by a click or registered from the signed sheet, answered, closed.

Who answers is as with a received paper: the unit's liaison or reviewer, or the clerk who enters what came on paper.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording, talk_files
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.instruction_sheets import checked, keep
from tasks_app.actions.reports import Sheet
from tasks_app.actions.talk_files import with_files
from tasks_app.actions.transition import REASON_NEEDED, enter, locked, require_version, sentence_of, step_by
from tasks_app.dashboards.talking import parties_of
from tasks_app.domain.access import Verb
from tasks_app.domain.instruction_states import INSTRUCTION_MACHINE, REDO_WORKING_DAYS
from tasks_app.domain.parts import Part
from tasks_app.domain.reach import guarded_word_in
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.talking import LONGEST, NOT_FOR_THEM, TOO_LONG, Party
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Instruction, InstructionReply, UnitLine, WorkItem
from tasks_app.notifications.talk_notices import on_item, tell_back
from tasks_app.notifications.topics import Topic, tell_unit
from tasks_app.permissions import checks

DRAFT = "年度任务尚未印发，印发后才能作批示。"
WORDS_NEEDED = "请填写批示内容。"
UNITS_NEEDED = "请选择由哪些单位答复；只能选择本事项的承办单位和办公室。"
DAY_NEEDED = "答复时限应为今天以后的工作日。"
REPLY_NEEDED = "请填写答复内容。"
SOURCE_NEEDED = "请写明来源，例如：2026年12月3日来函，王某送达。"
BAD_DAY = "答复日期不应早于批示日期，也不应晚于今天，请核对。"


@dataclass(frozen=True)
class Wish:
    """What is instructed: the words as the addressees read them, who answers, and by when.

    Where nothing else is written, these are the words on the sheet; the sheet itself is for readers of all lines alone.
    """

    words: str
    units: Collection[int]
    due_on: date | None


@transaction.atomic
def instruct(
    item: WorkItem, wish: Wish, *, calendar: Calendar, by: Actor, at: datetime, sheet: Sheet | None = None
) -> Instruction:
    """A leader instructs; with ``sheet`` the clerk registers what one signed. Raises NotAllowed, NotNow, Invalid."""
    checks.require(by, Verb.REGISTER_INSTRUCTION if sheet else Verb.INSTRUCT, item)
    if item.is_draft:
        raise NotNow(DRAFT)
    parties, today = parties_of(item), timezone.localdate(at)
    words = cleaned(wish.words) or (cleaned(sheet.words) if sheet else "")
    faults = _faults_of(words, wish, parties, calendar, today)
    if faults or wish.due_on is None:
        raise Invalid(faults)
    signed = checked(sheet, Verb.INSTRUCT, item, by=by, at=at) if sheet else None
    row = Instruction(
        work_item=item,
        words=words,
        leader=signed["signer"] if signed else by.name,
        leader_title=signed["signer_title"] if signed else by.own_post.get_role_display(),
        instructed_on=signed["signed_on"] if signed else today,
        due_on=wish.due_on,
        entered_by=by.own_post,
        entered_at=at,
    )
    label = "登记批示" if signed else "批示"
    recording.save(row, by=by, at=at, why=label)
    if signed:
        keep(signed, row, "instruct_on_paper")
    _address(row, [party for party in parties if party.unit in set(wish.units)], label, by=by, at=at)
    return row


def _address(row: Instruction, parties: Iterable[Party], label: str, *, by: Actor, at: datetime) -> None:
    """A row, a step and notices for each addressee, on its line where it has one."""
    item = row.work_item
    lines = dict(UnitLine.objects.filter(work_item=item, ended_on__isnull=True).values_list("unit_id", "pk"))
    for party in parties:
        reply = InstructionReply(
            instruction=row, unit_id=party.unit, unit_name=party.name, line_id=lines.get(party.unit), due_on=row.due_on
        )
        recording.save(reply, by=by, at=at, why=label)
        step = step_by(by, kind="instruction", subject=reply, act="instruct", label=label, at=at)
        step.work_item_id, step.line_id, step.to_state = item.pk, reply.line_id, reply.state
        step.why = f"{row.leader}批示，{party.name}于 {row.due_on:%Y-%m-%d} 前答复：{row.words}"
        step.save(force_insert=True)
        tell_unit(reply.unit, _told(reply), at=at, audience=WHOLE_UNIT)


@transaction.atomic
def reply_to(
    reply: InstructionReply,
    text: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    files: Iterable[StoredFile] = (),
) -> InstructionReply:
    """The addressee answers (答复), perhaps with files; after its day the answer is marked late."""
    return _replied(reply, "reply", text, timezone.localdate(at), by=by, at=at, version=version, files=files)


@transaction.atomic
def reply_on_behalf(
    reply: InstructionReply,
    text: str,
    *,
    source: str,
    on: date | None,
    by: Actor,
    at: datetime,
    version: int | None = None,
    files: Iterable[StoredFile] = (),
) -> InstructionReply:
    """The clerk enters an answer that came on paper, with its day and source (代录)."""
    return _replied(reply, "reply_on_behalf", text, on, source=source, by=by, at=at, version=version, files=files)


@transaction.atomic
def ask_again(
    reply: InstructionReply,
    *,
    reason: str,
    calendar: Calendar,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> InstructionReply:
    """The answer goes back with a reason and at least three working days (退回补充)."""
    reply = _asked(reply, "ask_again", by=by, version=version)
    words = cleaned(reason)
    word = next(filter(None, (guarded_word_in(words, party.kind) for party in readers_of(reply))), "")
    if not words or word:
        raise Invalid({"reason": NOT_FOR_THEM.format(word=word) if word else REASON_NEEDED})
    reply.due_on = max(reply.due_on, calendar.plus(timezone.localdate(at), REDO_WORKING_DAYS))
    reply = moved(reply, "ask_again", by=by, at=at, why=words)
    tell_unit(reply.answering_unit, _told(reply, "批示答复需补充"), at=at, audience=WHOLE_UNIT)
    return reply


@transaction.atomic
def close(
    reply: InstructionReply, *, by: Actor, at: datetime, version: int | None = None, sheet: Sheet | None = None
) -> InstructionReply:
    """Nothing more is asked of the addressee (办结); with ``sheet`` as a leader signed where the office may not."""
    act = "close_on_paper" if sheet else "close"
    reply = _asked(reply, act, by=by, version=version)
    if sheet:
        signed = checked(sheet, Verb.CLOSE_INSTRUCTION, reply, by=by, at=at)
        keep(signed, reply.instruction, act, reply=reply)
    reply.closed_by, reply.closed_at = by.own_post, at
    return moved(reply, act, by=by, at=at)


def _replied(
    reply: InstructionReply,
    act: str,
    text: str,
    on: date | None,
    *,
    by: Actor,
    at: datetime,
    version: int | None,
    source: str = "",
    files: Iterable[StoredFile] = (),
) -> InstructionReply:
    reply = _asked(reply, act, by=by, version=version)
    words, is_entered = cleaned(text), act.endswith("_on_behalf")
    faults = {} if words else {"text": REPLY_NEEDED}
    if len(words) > LONGEST:
        faults["text"] = TOO_LONG
    if is_entered and not on_one_line(source):
        faults["source"] = SOURCE_NEEDED
    if on is None or not reply.instruction.instructed_on <= on <= timezone.localdate(at):
        faults["on"] = BAD_DAY
    if faults or on is None:
        raise Invalid(faults)
    reply.reply, reply.replied_on, reply.source = words, on, on_one_line(source)
    reply.was_late = reply.was_late or on > reply.due_on
    reply.replied_by, reply.replied_at = by.own_post, at
    names = talk_files.keep(files, reply, by=by, at=at)
    reply = moved(reply, act, by=by, at=at, why=with_files(reply.source if is_entered else words, names))
    told = on_item(
        About.INSTRUCTION,
        f"{reply.pk}/{reply.version}",
        reply.instruction.work_item,
        "批示已答复",
        f"{reply.unit_name}{'逾期' if on > reply.due_on else ''}答复了批示，请查看并办结或退回补充。",
        "因为批示有了答复，等待核对。",
        anchor=f"instruction-{reply.pk}",
    )
    tell_back(reply.instruction.entered_by, told, at=at)
    return reply


def _asked(reply: InstructionReply, act: str, *, by: Actor, version: int | None) -> InstructionReply:
    """The row, locked; who may, which version and which moment were asked."""
    row = locked(InstructionReply, reply.pk)
    checks.require(by, INSTRUCTION_MACHINE[act].verb, row)
    require_version(row, version, "instruction", by=by)
    INSTRUCTION_MACHINE.step(act, row.state)
    return row


def moved(reply: InstructionReply, act: str, *, by: Actor, at: datetime, why: str = "") -> InstructionReply:
    """The step, on the timeline of the addressee's line where it has one."""
    transition = INSTRUCTION_MACHINE.step(act, reply.state)
    step = enter(reply, transition, machine=INSTRUCTION_MACHINE, by=by, at=at, why=why)
    step.work_item_id, step.line_id = reply.instruction.work_item_id, reply.line_id
    recording.save(reply, by=by, at=at, why=sentence_of(transition, why))
    step.save(force_insert=True)
    return reply


def _faults_of(words: str, wish: Wish, parties: tuple[Party, ...], calendar: Calendar, today: date) -> dict[str, str]:
    named = set(wish.units)
    readers = [party for party in parties if party.unit in named or party.part == Part.LEAD]
    word = next(filter(None, (guarded_word_in(words, party.kind) for party in readers)), "")
    faults: dict[str, str] = {}
    if not words or len(words) > LONGEST or word:
        faults["text"] = NOT_FOR_THEM.format(word=word) if word else TOO_LONG if words else WORDS_NEEDED
    if not named or not named <= {party.unit for party in parties}:
        faults["units"] = UNITS_NEEDED
    if wish.due_on is None or wish.due_on <= today or not calendar.is_workday(wish.due_on):
        faults["due_on"] = DAY_NEEDED
    return faults


def readers_of(reply: InstructionReply) -> list[Party]:
    """Who of the item reads what is asked of one addressee: that unit, and a confirmed lead."""
    parties = parties_of(reply.instruction.work_item)
    return [party for party in parties if party.unit == reply.answering_unit.pk or party.part == Part.LEAD]


def _told(reply: InstructionReply, title: str = "领导批示") -> Topic:
    return on_item(
        About.INSTRUCTION,
        f"{reply.pk}/{reply.version}",
        reply.instruction.work_item,
        title,
        f"请于 {reply.due_on:%Y-%m-%d} 前答复。",
        "因为领导小组领导在该事项上作了批示，由贵单位答复。",
        anchor=f"instruction-{reply.pk}",
        due_on=reply.due_on,
    )
