"""The units of the house (单位名录) as they stand on a day: names, aliases, host, who reports, what is proposed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from accounts.models import Alias, Post, Role, Unit, UnitGroup, UnitName, UnitSuccession

REPORTERS = (Role.LIAISON, Role.UNIT_REVIEWER)
LATEST = 50


@dataclass(frozen=True)
class KeptUnit:
    """A unit with what is known of it. ``ended_on`` is the last day of its last name where it goes on under none;
    ``place`` says of which place (辖区) it is where another unit bears its name.
    """

    unit: Unit
    former: tuple[UnitName, ...]
    aliases: tuple[Alias, ...]
    reporters: tuple[Post, ...]
    proposed: tuple[UnitSuccession, ...]
    ended_on: date | None
    place: str = ""


@dataclass(frozen=True)
class Entry:
    """One change of a unit or a group: when, by whom in which capacity, what and on what ground."""

    at: datetime
    who: str
    what: str


def units_on(day: date) -> tuple[KeptUnit, ...]:
    """All units in their order. Five queries, at any number."""
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.in_force(day).filter(role__in=REPORTERS).select_related("user").order_by("role", "id"):
        posts[post.unit_id].append(post)
    units = [kept_unit(unit, day, posts[unit.pk]) for unit in with_names()]
    bearers = Counter(one.unit.name for one in units)
    return tuple(replace(one, place=one.unit.jurisdiction) if bearers[one.unit.name] > 1 else one for one in units)


def with_names() -> Any:
    """Units with their host, names, aliases and what is proposed of them."""
    proposed = UnitSuccession.objects.filter(state=UnitSuccession.State.PROPOSED)
    return Unit.objects.select_related("hosted_by").prefetch_related(
        Prefetch("names", UnitName.objects.order_by("starts_on", "id")),
        Prefetch("aliases", Alias.objects.order_by("starts_on", "id")),
        Prefetch("successions", proposed.order_by("id"), to_attr="proposed"),
    )


def kept_unit(unit: Unit, day: date, posts: Iterable[Post]) -> KeptUnit:
    """A unit that comes :func:`with_names`, as it stands on the day; a name of before is a former one."""
    names = list(unit.names.all())
    last = names[-1] if names else None
    return KeptUnit(
        unit=unit,
        former=tuple(name for name in names if name.text != unit.name),
        aliases=tuple(alias for alias in unit.aliases.all() if alias.ends_on is None or alias.ends_on >= day),
        reporters=tuple(posts),
        proposed=tuple(unit.proposed),  # type: ignore[attr-defined]
        ended_on=last.ends_on if last else None,
    )


def history_of(row: Unit | UnitGroup) -> tuple[Entry, ...]:
    """What was changed about a unit or a group, the latest first. One query."""
    kept = row.history.select_related("history_user").order_by("-history_date", "-history_id")[:LATEST]
    return tuple(_entry(one) for one in kept)


def _entry(one: Any) -> Entry:
    what, _, capacity = (one.history_change_reason or "").partition("｜")
    return Entry(at=one.history_date, who=capacity or str(one.history_user or ""), what=what)
