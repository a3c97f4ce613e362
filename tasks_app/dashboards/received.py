"""What papers reached a unit (来文): what it has still to do with, most pressing first, and what is settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When

from accounts.actor import Actor
from tasks_app.domain.paper_states import ServiceState
from tasks_app.models import PaperService
from tasks_app.models.counting import EXACT_TO

SHOWN = 8
# What nobody signed for yet stands before every reply window.
BEFORE_ALL = date(1970, 1, 1)
TO_SIGN = Q(state=ServiceState.SERVED)
TO_ANSWER = Q(state=ServiceState.RECEIVED, reply_by__isnull=False)
# The columns that a row of a list shows.
OF_ROW = ("state", "served_on", "reply_by", "paper__title", "paper__number")


def pressing(actor: Actor) -> "QuerySet[PaperService]":
    """Papers the unit has to sign for or to answer, each with the day (``urgency``) by which they are sorted."""
    open_ones = _of_unit(actor).filter(TO_SIGN | TO_ANSWER)
    urgency = Case(When(TO_SIGN, then=Value(BEFORE_ALL)), default=F("reply_by"), output_field=DateField())
    pressed: QuerySet[PaperService] = open_ones.annotate(urgency=urgency).order_by("urgency", "id")
    return pressed


def settled(actor: Actor) -> "QuerySet[PaperService]":
    """Papers of which the unit has done its part, or that ask for no answer; the latest first."""
    return _of_unit(actor).exclude(TO_SIGN | TO_ANSWER).order_by("-served_on", "-id")


@dataclass(frozen=True)
class OnDesk:
    """The most pressing papers, and how many there are in all."""

    rows: list[PaperService]
    to_sign: int
    to_answer: int


def desk_papers(actor: Actor) -> "QuerySet[PaperService]":
    """The question for what presses the unit: papers are few, so that what is shown is counted as it comes."""
    return pressing(actor)[: EXACT_TO + 1]


def on_desk(papers: Iterable[PaperService]) -> OnDesk:
    """The answer to ``desk_papers``, sorted out."""
    found = list(papers)
    to_sign = sum(service.state == ServiceState.SERVED for service in found)
    return OnDesk(found[:SHOWN], to_sign, to_answer=len(found) - to_sign)


def _of_unit(actor: Actor) -> "QuerySet[PaperService]":
    """The unit's own services, with what a row shows of their papers; and those about what it goes on with by law."""
    mine = Q(line__unit=actor.unit_id) | Q(line__isnull=True, unit=actor.unit_id)
    own: QuerySet[PaperService] = PaperService.objects.visible_to(actor).filter(mine)
    return own.select_related("paper").only(*OF_ROW)
