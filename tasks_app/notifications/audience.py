"""Who hears (通知对象): the posts of the day, with somebody to fall back on where a post is empty."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from accounts.models import Leave, Post, UnitKind
from tasks_app.domain.access import Role
from tasks_app.domain.policy import Audience

# Who is told instead when nobody holds the post: the unit's reviewer, else the office; never silence.
FALLBACKS: dict[Audience, tuple[Audience, ...]] = {
    Audience.LIAISON: (Audience.UNIT_REVIEWER, Audience.OFFICE_CLERK, Audience.OFFICE_DIRECTOR),
    Audience.UNIT_REVIEWER: (Audience.LIAISON, Audience.OFFICE_CLERK, Audience.OFFICE_DIRECTOR),
    Audience.OFFICE_CLERK: (Audience.OFFICE_DIRECTOR,),
    Audience.OFFICE_DIRECTOR: (Audience.OFFICE_CLERK,),
}
_OF_UNIT = {Audience.LIAISON: Role.LIAISON, Audience.UNIT_REVIEWER: Role.UNIT_REVIEWER}
_OF_OFFICE = {Audience.OFFICE_CLERK: Role.OFFICE_CLERK, Audience.OFFICE_DIRECTOR: Role.OFFICE_DIRECTOR}


@dataclass(frozen=True)
class Hearer:
    """A person who is told; ``stands_in`` when the post that should hear is empty, ``covers`` for somebody on leave."""

    user: int
    stands_in: bool = False
    covers: bool = False


class Hearers:
    """Everybody who can hear on a day, read once for a batch of units (one query)."""

    def __init__(self, units: Iterable[int], on: date) -> None:
        held = Post.objects.in_force(on).of_working_people()
        office_roles = list(_OF_OFFICE.values())
        of_units = held.filter(unit_id__in=set(units), role__in=list(_OF_UNIT.values()))
        of_office = held.filter(role__in=office_roles, unit__kind=UnitKind.COORDINATION)
        self._held: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        self._covering: dict[int, int] = {}
        away = Leave.objects.in_force(on).filter(post=OuterRef("pk"), stand_in__is_active=True)
        with_cover = (of_units | of_office).annotate(cover=Subquery(away.order_by("id").values("stand_in")[:1]))
        for post in with_cover.order_by("id").values("unit_id", "role", "user_id", "cover"):
            unit = None if post["role"] in office_roles else post["unit_id"]
            self._held[unit, post["role"]].append(post["user_id"])
            if post["cover"]:
                self._covering[post["user_id"]] = post["cover"]

    def of(self, audience: Iterable[Audience], unit: int) -> list[Hearer]:
        """The people of these audiences for a unit, each once; empty only if the office itself is empty.

        Whoever is on leave hears all the same, and the stand-in (代班人) beside them.
        """
        people: dict[int, Hearer] = {}
        for one in audience:
            direct = self._in(one, unit)
            stand_ins = next((found for other in FALLBACKS[one] if (found := self._in(other, unit))), [])
            for user in direct or stand_ins:
                people.setdefault(user, Hearer(user, stands_in=not direct))
        for cover in [self._covering[user] for user in people if user in self._covering]:
            people.setdefault(cover, Hearer(cover, covers=True))
        return list(people.values())

    def _in(self, audience: Audience, unit: int) -> list[int]:
        if audience in _OF_UNIT:
            return self._held[unit, _OF_UNIT[audience]]
        return self._held[None, _OF_OFFICE[audience]]
