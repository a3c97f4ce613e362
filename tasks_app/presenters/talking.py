"""What was said on an item and what leaders instructed (留言与批示), in words, for its page and for the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.dashboards.talking import Talk, TalkOnDesk
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.instruction_states import INSTRUCTION_MACHINE, ORDER_MACHINE, InstructionState, OrderState
from tasks_app.domain.talking import CommentKind, may_still_be_withdrawn
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Comment, Instruction, InstructionReply, InstructionSheet, WorkItem
from tasks_app.permissions import checks
from tasks_app.permissions.subjects import subject_of
from tasks_app.presenters.files import FileLink
from tasks_app.presenters.links import Step

ACT_URLS = {
    "reply": "instruction_reply",
    "reply_on_behalf": "instruction_reply_on_behalf",
    "ask_again": "instruction_ask_again",
    "close": "instruction_close",
    "close_on_paper": "instruction_close_on_paper",
}


@dataclass(frozen=True)
class CommentRow:
    """One comment. ``text`` is empty where it was withdrawn and the reader is no auditor."""

    pk: int
    kind: str
    who: str
    at: datetime
    about: str
    named: str
    text: str
    is_withdrawn: bool
    answers: int | None
    waits: str
    answer_url: str
    withdraw_url: str
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True)
class ReplyRow:
    """One addressee of an instruction: where its answer stands, by when, and what may be done."""

    pk: int
    unit: str
    state_code: str
    state_label: str
    due_on: date
    days: int | None
    is_late: bool
    reply: str
    replied_on: date | None
    source: str
    acts: tuple[Step, ...]
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True)
class InstructionRow:
    """One instruction with those of its addressees that the reader may see."""

    who: str
    on: date
    words: str
    sheets: tuple[InstructionSheet, ...]
    replies: tuple[ReplyRow, ...]
    is_voided: bool = False
    voided: str = ""
    acts: tuple[Step, ...] = ()


@dataclass(frozen=True)
class TalkPage:
    """The section of an item's page, and the doors to say more."""

    comments: tuple[CommentRow, ...]
    instructions: tuple[InstructionRow, ...]
    has_more: bool
    doors: tuple[Step, ...]
    today: date


def talk_page(
    item: WorkItem, talk: Talk, year: CycleToday, actor: Actor, *, line: int | None, at: datetime
) -> TalkPage:
    """The section; ``line`` is the one in focus where the reader may read it."""
    return TalkPage(
        comments=tuple(_comment(comment, actor, at) for comment in talk.comments),
        instructions=tuple(
            _instruction(replies[0].instruction, replies, year, actor) for replies in talk.by_instruction.values()
        ),
        has_more=talk.has_more,
        doors=() if item.is_draft else tuple(_doors(item, actor, line)),
        today=year.today,
    )


def _doors(item: WorkItem, actor: Actor, line: int | None) -> Iterable[Step]:
    """Whoever sees an item as a unit, the office or a leader may speak: the role says it without a query."""
    if rights_of(actor.role, Verb.COMMENT):
        url = reverse("comment_new", args=[item.pk])
        yield Step("留言", url)
        if line is not None:
            yield Step("就此承办事项留言", f"{url}?line={line}")
    if rights_of(actor.role, Verb.INSTRUCT):
        yield Step("作批示", reverse("instruction_new", args=[item.pk]))
    if rights_of(actor.role, Verb.REGISTER_INSTRUCTION):
        yield Step("登记批示", reverse("instruction_register", args=[item.pk]))


def _comment(comment: Comment, actor: Actor, at: datetime) -> CommentRow:
    mentions = list(comment.mentions.all())
    open_for = [one for one in mentions if one.asks and one.answer_id is None and not comment.withdrawn_at]
    is_asked = bool(rights_of(actor.role, Verb.COMMENT)) and any(one.unit_id == actor.unit_id for one in open_for)
    is_ones_own = actor.user is not None and comment.written_by.user_id == actor.user.pk
    is_fresh = not comment.withdrawn_at and may_still_be_withdrawn(comment.written_at, at)
    is_answered = any(one.answer_id for one in mentions)
    reads_withdrawn = bool(rights_of(actor.role, Verb.READ_AUDIT))
    return CommentRow(
        pk=comment.pk,
        kind=CommentKind(comment.kind).label,
        who=f"{comment.written_by.user.full_name}（{comment.unit_name}）",
        at=comment.written_at,
        about=comment.line.unit_name if comment.line else "",
        named="、".join(f"@{one.unit_name}" for one in mentions),
        text=comment.text if not comment.withdrawn_at or reads_withdrawn else "",
        is_withdrawn=comment.withdrawn_at is not None,
        answers=comment.answers_id,
        waits="、".join(one.unit.name for one in open_for),
        answer_url=reverse("comment_answer", args=[comment.pk]) if is_asked else "",
        withdraw_url=reverse("comment_withdraw", args=[comment.pk])
        if is_ones_own and is_fresh and not is_answered
        else "",
        files=_files(comment) if not comment.withdrawn_at or reads_withdrawn else (),
    )


def _files(of: Comment | InstructionReply) -> tuple[FileLink, ...]:
    """The files that hang on it; who sent them stands beside it."""
    return tuple(
        FileLink(
            name=file.name,
            url=reverse("talk_file", args=[file.pk]),
            size=file.blob.size,
            sha256=file.blob.sha256,
            uploaded_on=timezone.localdate(file.added_at),
            uploaded_by="",
        )
        for file in of.files.all()
    )


def _instruction(
    row: Instruction, replies: Iterable[InstructionReply], year: CycleToday, actor: Actor
) -> InstructionRow:
    reads_sheets = bool(rights_of(actor.role, Verb.SUPERVISE))
    return InstructionRow(
        who=f"{row.leader}（{row.leader_title}）" if row.leader_title else row.leader,
        on=row.instructed_on,
        words=row.words,
        sheets=tuple(row.sheets.all()) if reads_sheets else (),
        replies=tuple(_reply(reply, year.calendar, year.today, actor) for reply in replies),
        is_voided=row.state == OrderState.VOIDED,
        voided=f"{timezone.localtime(row.voided_at):%Y-%m-%d} 已撤销：{row.voided_why}" if row.voided_at else "",
        acts=tuple(_voiding(row, actor)),
    )


def _voiding(row: Instruction, actor: Actor) -> Iterable[Step]:
    """Where it is voided, by the leader whose it is, or by the director on paper."""
    for act in ORDER_MACHINE.possible(row.state):
        if rights_of(actor.role, act.verb) and checks.can(actor, act.verb, row):
            yield Step(act.label, reverse(f"instruction_{act.act}", args=[row.pk]))


def _reply(reply: InstructionReply, calendar: Calendar, today: date, actor: Actor) -> ReplyRow:
    is_owed = reply.state == InstructionState.AWAITING
    return ReplyRow(
        pk=reply.pk,
        unit=reply.unit_name,
        state_code=reply.state,
        state_label=reply.get_state_display(),
        due_on=reply.due_on,
        days=calendar.between(today, reply.due_on) if is_owed else None,
        is_late=reply.was_late,
        reply=reply.reply,
        replied_on=reply.replied_on,
        source=reply.source,
        acts=tuple(_acts(reply, actor)),
        files=_files(reply),
    )


def _acts(reply: InstructionReply, actor: Actor) -> Iterable[Step]:
    """What this person may do with the answer; the row is looked up once, and only for whoever has such a right."""
    steps = (act for act in INSTRUCTION_MACHINE.possible(reply.state) if act.act in ACT_URLS)
    possible = [act for act in steps if rights_of(actor.role, act.verb)]
    subject = subject_of(reply) if possible else None
    for act in possible:
        if checks.can(actor, act.verb, subject):
            yield Step(act.label, reverse(ACT_URLS[act.act], args=[reply.pk]))


@dataclass(frozen=True)
class DeskRow:
    """One thing that waits: what to do, on which item, for whom, and by when."""

    verb: str
    url: str
    title: str
    number: int
    unit: str
    due_on: date | None
    days: int | None
    since: datetime


def desk_rows(talk: TalkOnDesk, calendar: Calendar, today: date) -> list[DeskRow]:
    """What others have to do first: answers that are late, then questions."""
    return [
        *(_of_reply("批示逾期未答复", reply, calendar, today) for reply in talk.late),
        *(_of_question("等待答复", one.comment, one.unit_name) for one in talk.asking),
    ]


def _of_reply(verb: str, reply: InstructionReply, calendar: Calendar, today: date) -> DeskRow:
    item = reply.instruction.work_item
    return DeskRow(
        verb=verb,
        url=f"{reverse('item', args=[item.pk])}#instruction-{reply.pk}",
        title=item.title,
        number=item.year_plan.task.number,
        unit=reply.unit_name,
        due_on=reply.due_on,
        days=calendar.between(today, reply.due_on),
        since=reply.replied_at or reply.instruction.entered_at,
    )


def _of_question(verb: str, question: Comment, unit: str) -> DeskRow:
    item = question.work_item
    return DeskRow(
        verb=verb,
        url=f"{reverse('item', args=[item.pk])}#comment-{question.pk}",
        title=item.title,
        number=item.year_plan.task.number,
        unit=unit,
        due_on=None,
        days=None,
        since=question.written_at,
    )
