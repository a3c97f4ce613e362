"""What may be done with a line now, by whoever looks at it."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.actor import Actor
from tasks_app.dashboards.item import LineOnItem
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.models import Extension, LineCase
from tasks_app.presenters.acts import Now, Typed, with_typed
from tasks_app.presenters.lines import standing_of
from tasks_app.presenters.office_line import office_now
from tasks_app.presenters.own_line import own_now

REVIEWERS = (*OFFICE_ROLES, Role.GROUP_LEADER)


def now_of(
    entry: LineOnItem,
    year: CycleToday,
    actor: Actor,
    typed: Typed | None = None,
    requests: Sequence[Extension] = (),
    cases: Sequence[LineCase] = (),
) -> Now:
    """What this person does with this line now; an act that was refused keeps what was ``typed``."""
    if entry.is_own:
        return own_now(entry, year, actor, requests, cases)
    if actor.role not in REVIEWERS:
        return Now(standing_of(entry.line, is_own=False))
    now = office_now(entry, year, actor, requests, cases)
    return replace(now, acts=with_typed(now.acts, typed))
