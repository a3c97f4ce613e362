"""What was said on an item, what leaders instructed, and what of it waits on whose desk (留言与批示)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.instruction_states import OPEN_INSTRUCTION, InstructionState
from tasks_app.domain.talking import Party
from tasks_app.models import Comment, InstructionReply, Mention, UnitLine, WorkItem

SHOWN = 100
MOST = 200
OF_ITEM = "work_item__year_plan__task"


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


def talk_of(item: WorkItem, actor: Actor) -> Talk:
    """What was said on a visible item, the latest ``SHOWN``. Two queries, and one for each that finds something."""
    said = Comment.objects.visible_to(actor).filter(work_item=item).select_related("written_by__user", "line")
    latest = list(said.prefetch_related("mentions").order_by("-written_at", "-id")[: SHOWN + 1])
    told = InstructionReply.objects.visible_to(actor).filter(instruction__work_item=item)
    replies = told.select_related("instruction", "replied_by__user", "unit").prefetch_related("instruction__sheets")
    return Talk(latest[:SHOWN][::-1], list(replies.order_by("instruction_id", "id")), len(latest) > SHOWN)


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


def talk_on_desk(actor: Actor) -> TalkOnDesk:
    """Two queries for whoever takes part, none for others. What is open is few: it is counted as it comes."""
    if not rights_of(actor.role, Verb.COMMENT):
        return TalkOnDesk()
    replies, mentions = list(open_replies(actor)[:MOST]), list(open_questions(actor)[:MOST])
    own = [reply for reply in replies if reply.unit_id == actor.unit_id]
    return TalkOnDesk(
        owed=[reply for reply in own if reply.state == InstructionState.AWAITING],
        late=[reply for reply in replies if reply not in own and reply.is_overdue(actor.on)],
        to_close=[reply for reply in replies if reply.state == InstructionState.ANSWERED],
        asked=[mention for mention in mentions if mention.unit_id == actor.unit_id],
        asking=[mention for mention in mentions if mention.unit_id != actor.unit_id],
    )


def open_replies(actor: Actor) -> "QuerySet[InstructionReply]":
    """Answers that one's unit owes; for whoever closes them all that are not closed. The earliest day first."""
    open_ones = InstructionReply.objects.visible_to(actor).filter(state__in=OPEN_INSTRUCTION)
    if not rights_of(actor.role, Verb.CLOSE_INSTRUCTION):
        open_ones = open_ones.filter(unit=actor.unit_id, state=InstructionState.AWAITING)
    replies: QuerySet[InstructionReply] = open_ones.select_related(f"instruction__{OF_ITEM}").order_by("due_on", "id")
    return replies


def open_questions(actor: Actor) -> "QuerySet[Mention]":
    """Questions to one's unit, and one's unit's own, that nobody has answered. The oldest first."""
    mine = Q(unit=actor.unit_id) | Q(comment__unit=actor.unit_id)
    found = Mention.objects.visible_to(actor).open().filter(mine)
    questions: QuerySet[Mention] = found.select_related(f"comment__{OF_ITEM}").order_by("comment__written_at", "id")
    return questions
