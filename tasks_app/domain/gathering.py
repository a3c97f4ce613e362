"""Which supporting lines are in (主办汇总): 已报送, 未报送, 逾期 or 已办结, for a period and for closing.

A silent unit is late itself. Nothing here says anything of the lead: whether that is late follows from its own
report alone (``domain.lights``, ``actions.handing_in``).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from tasks_app.domain.line_states import DONE, WITH_UNIT


class Presence(TextChoices):
    """Where a supporting line stands for its lead."""

    IN = "in", "已报送"
    SILENT = "silent", "未报送"
    LATE = "late", "逾期"
    DONE = "done", "已办结"


@dataclass(frozen=True)
class Standing:
    """A presence, and since when: the day of the report, or the day from which it is late."""

    presence: Presence
    since: date | None = None


def for_period(state: str, handed_in_on: date | None, due_on: date, today: date) -> Standing:
    """A line for a period. Whoever closed owes no report; a report is in, however late it came."""
    if handed_in_on is not None:
        return Standing(Presence.IN, handed_in_on)
    if state in DONE:
        return Standing(Presence.DONE)
    return Standing(Presence.LATE, due_on) if due_on < today else Standing(Presence.SILENT)


def for_closing(state: str, submitted_on: date | None, deadline: date, today: date) -> Standing:
    """A line for closing."""
    if state in DONE:
        return Standing(Presence.DONE, submitted_on)
    if not is_silent(state):
        return Standing(Presence.IN, submitted_on)
    return Standing(Presence.LATE, deadline) if deadline < today else Standing(Presence.SILENT)


def is_silent(state: str) -> bool:
    """Whether a supporting line has neither asked for closing nor been completed, so that its lead asks without it."""
    return state in WITH_UNIT
