"""Judging many subjects on one day by one policy: those that are alike in all that counts are judged once.

A year hands out hundreds of lines on one day with one deadline; what hangs on them shares its days as well.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter

from tasks_app.domain.facts import Facts
from tasks_app.domain.ladder import Verdict, due
from tasks_app.domain.policy import Policy
from tasks_app.domain.working_days import Calendar

# Who a subject is and which round it is in say where a verdict is written down; no rule looks at them.
WHOSE = frozenset({"key", "round"})
MAPPINGS = ("anchors", "decided", "holds_from")
_maps = attrgetter(*MAPPINGS)
_rest = attrgetter(*(one.name for one in fields(Facts) if one.name not in {*WHOSE, *MAPPINGS}))


def likeness(facts: Facts) -> Hashable:
    """All that a verdict can depend on."""
    return _rest(facts), *(tuple(one.items()) for one in _maps(facts))


@dataclass(frozen=True)
class Judge:
    """``due`` for one policy, calendar and day."""

    policy: Policy
    calendar: Calendar
    today: date
    _known: dict[Hashable, Verdict] = field(default_factory=dict, init=False, repr=False)

    def verdict_on(self, facts: Facts) -> Verdict:
        """What ``due`` says of this subject."""
        alike = likeness(facts)
        verdict = self._known.get(alike)
        if verdict is None:
            verdict = self._known[alike] = due(facts, self.policy, self.calendar, self.today)
        return verdict
