"""What was said on an item, what leaders instructed, and what of it waits on whose desk (留言与批示)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.instruction_states import OPEN_INSTRUCTION, InstructionState
from tasks_app.domain.talking import Party
from tasks_app.models import Comment, InstructionReply, InstructionSheet, Mention, TalkFile, UnitLine, WorkItem
from tasks_app.models.instruction import answered_by

SHOWN = 100
MOST = 200
OF_ITEM = "work_item__year_plan__task"
# What a desk shows of an answer that is owed, and of a question.
OF_REPLY = (
    *("unit", "unit_name", "state", "due_on", "replied_at", "line__unit", "instruction__entered_at"),
    *("instruction__work_item__title", "instruction__work_item__year_plan__task__number"),
    "instruction__work_item__year_plan__task__plan",
)
OF_QUESTION = (
    *("unit", "unit_name", "comment__unit_name", "comment__written_at"),
    *("comment__work_item__title", "comment__work_item__year_plan__task__number"),
    "comment__work_item__year_plan__task__plan",
)
# The same of what is said on an item's page.
OF_COMMENT = (
    *("line", "kind", "text", "unit_name", "answers", "written_at", "withdrawn_at", "written_by__user__full_name"),
)


def parties_of(item: WorkItem) -> tuple[Party, ...]:
    """The units with a line in force on an item, in order, and last the office. Two queries."""
    lines = UnitLine.objects.filter(work_item=item, ended_on__isnull=True).exclude(unit__kind=UnitKind.COORDINATION)
    units = lines.order_by("order", "id").values_list("unit_id", "unit_name", "unit__kind", "part", "pk")
    office = Unit.objects.filter(kind=UnitKind.COORDINATION).order_by("order", "id")
    return (
        *(Party(*row) for row in units),
        *(Party(unit.pk, unit.name, unit.kind) for unit in office),
    )


@dataclass(frozen=True)
class Talk:
    """What of it a reader may see: comments in their order, and each instruction with its addressees."""

    comments: list[Comment] = field(default_factory=list)
    replies: list[InstructionReply] = field(default_factory=list)
    has_more: bool = False

    @property
    def by_instruction(self) -> dict[int, list[InstructionReply]]:
        """The visible addressees of each instruction."""
        found: defaultdict[int, list[InstructionReply]] = defaultdict(list)
        for reply in self.replies:
            found[reply.instruction_id].append(reply)
        return dict(found)


def talk_on_item(item: int) -> "tuple[QuerySet[Comment, int], QuerySet[InstructionReply, int]]":
    """Whether anything was said or instructed on an item, whoever may read it: about most nothing was."""
    told = InstructionReply.objects.filter(instruction__work_item=item)
    return _first(Comment.objects.filter(work_item=item)), _first(told)


class TalkAsked:
    """The questions for what was said on a visible item, the latest ``SHOWN``, to be read with a page's others.

    ``all`` first; then ``besides``, which asks about what was found. ``known`` answers ``talk_on_item``, where that was
    asked before.
    """

    def __init__(self, item: WorkItem, actor: Actor, known: "Waiting | None" = None) -> None:
        is_said, is_told = map(bool, map(list, known)) if known else (True, True)
        said = Comment.objects.visible_to(actor).filter(work_item=item).order_by("-written_at", "-id")[: SHOWN + 1]
        told = InstructionReply.objects.visible_to(actor).filter(instruction__work_item=item)
        said, told = said if is_said else said.none(), told if is_told else told.none()
        self.said = said.select_related("written_by__user").only(*OF_COMMENT)
        self.replies = told.select_related("instruction__entered_by", "unit").order_by("instruction_id", "id")
        self.all: tuple[QuerySet[Any], ...] = (self.said, self.replies)

    @cached_property
    def besides(self) -> "tuple[QuerySet[Mention], QuerySet[InstructionSheet], QuerySet[TalkFile]]":
        """Whom the comments name, what was signed of the instructions, and the files of both."""
        said, told = [row.pk for row in self.said], {row.instruction_id for row in self.replies}
        replies = [row.pk for row in self.replies]
        mentions = Mention.objects.filter(comment__in=said).select_related("unit") if said else Mention.objects.none()
        sheets = InstructionSheet.objects.filter(instruction__in=told) if told else InstructionSheet.objects.none()
        held = TalkFile.objects.filter(Q(comment__in=said) | Q(reply__in=replies)).select_related("blob")
        return mentions, sheets, held if said or replies else held.none()

    def talk(self) -> Talk:
        """What was found, once it was read; each comment knows whom it names, each instruction what was signed."""
        latest, replies = list(self.said), list(self.replies)
        mentions, sheets, files = self.besides
        _hand_out(latest, "mentions", mentions, "comment_id")
        _hand_out(latest, "files", files, "comment_id")
        _hand_out(replies, "files", files, "reply_id")
        _hand_out([reply.instruction for reply in replies], "sheets", sheets, "instruction_id")
        return Talk(latest[:SHOWN][::-1], replies, len(latest) > SHOWN)


def _hand_out(holders: Iterable[Model], name: str, rows: "QuerySet[Any]", key: str) -> None:
    """Gives each holder its rows, as a prefetch would that asks by itself."""
    found: defaultdict[int, list[Model]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    for holder in holders:
        own = rows.none()
        own._result_cache = found[holder.pk]
        own._prefetch_done = True  # type: ignore[attr-defined]
        vars(holder).setdefault("_prefetched_objects_cache", {})[name] = own


@dataclass(frozen=True)
class TalkOnDesk:
    """What waits for somebody: instructions to answer and to close, what others answer too late, questions to answer,
    and one's own that nobody has answered."""

    owed: list[InstructionReply] = field(default_factory=list)
    late: list[InstructionReply] = field(default_factory=list)
    to_close: list[InstructionReply] = field(default_factory=list)
    asked: list[Mention] = field(default_factory=list)
    asking: list[Mention] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.owed or self.late or self.to_close or self.asked or self.asking)


Waiting = tuple[Iterable[int], Iterable[int]]
DeskTalk = tuple["QuerySet[InstructionReply]", "QuerySet[Mention]"]


def talk_waiting(actor: Actor) -> "tuple[QuerySet[InstructionReply, int], QuerySet[Mention, int]]":
    """Whether there is anything to ask for on a desk, for a page that can ask this first: mostly there is nothing."""
    replies, mentions = InstructionReply.objects.filter(_open_for(actor)), Mention.objects.open().filter(_mine(actor))
    if not rights_of(actor.role, Verb.COMMENT):
        replies, mentions = replies.none(), mentions.none()
    return _first(replies), _first(mentions)


def _first(rows: "QuerySet[Any]") -> "QuerySet[Any, int]":
    return rows.order_by().values_list("pk", flat=True)[:1]


def talk_asked(actor: Actor, waiting: "Waiting | None" = None) -> DeskTalk:
    """The two questions of a desk; what is open is few, and counted as it comes. Whoever takes no part is told none."""
    takes_part = bool(rights_of(actor.role, Verb.COMMENT))
    has_replies, has_questions = map(bool, map(list, waiting)) if waiting else (takes_part, takes_part)
    return (
        open_replies(actor)[:MOST] if takes_part and has_replies else InstructionReply.objects.none(),
        open_questions(actor)[:MOST] if takes_part and has_questions else Mention.objects.none(),
    )


def talk_on_desk(actor: Actor, asked: DeskTalk | None = None) -> TalkOnDesk:
    """What waits for whoever takes part, and nothing for others. Two queries, where they were not ``asked`` already."""
    replies, mentions = asked or talk_asked(actor)
    own = [reply for reply in replies if _answers(reply) == actor.unit_id]
    return TalkOnDesk(
        owed=[reply for reply in own if reply.state == InstructionState.AWAITING],
        late=[reply for reply in replies if reply not in own and reply.is_overdue(actor.on)],
        to_close=[reply for reply in replies if reply.state == InstructionState.ANSWERED],
        asked=[mention for mention in mentions if mention.unit_id == actor.unit_id],
        asking=[mention for mention in mentions if mention.unit_id != actor.unit_id],
    )


def _answers(reply: InstructionReply) -> int:
    return reply.line.unit_id if reply.line else reply.unit_id


def open_replies(actor: Actor) -> "QuerySet[InstructionReply]":
    """Answers that one's unit owes; for whoever closes them all that are not closed. The earliest day first."""
    open_ones = InstructionReply.objects.visible_to(actor).filter(_open_for(actor))
    replies: QuerySet[InstructionReply] = open_ones.select_related(f"instruction__{OF_ITEM}", "line").only(*OF_REPLY)
    return replies.order_by("due_on", "id")


def open_questions(actor: Actor) -> "QuerySet[Mention]":
    """Questions to one's unit, and one's unit's own, that nobody has answered. The oldest first."""
    found = Mention.objects.visible_to(actor).open().filter(_mine(actor))
    questions: QuerySet[Mention] = found.select_related(f"comment__{OF_ITEM}").only(*OF_QUESTION)
    return questions.order_by("comment__written_at", "id")


def _open_for(actor: Actor) -> Q:
    """What is open for whoever closes instructions; for others what their unit owes."""
    if rights_of(actor.role, Verb.CLOSE_INSTRUCTION):
        return Q(state__in=OPEN_INSTRUCTION)
    return answered_by(actor.unit_id) & Q(state=InstructionState.AWAITING)


def _mine(actor: Actor) -> Q:
    """Whom a question names, or who asked it: the actor's unit."""
    return Q(unit=actor.unit_id) | Q(comment__unit=actor.unit_id)
