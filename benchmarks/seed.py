"""Seeds work items by COPY: copies of those the office issued, each line with a story of its own.

Relation rows are what ``permissions.grants`` would make of the lines; tests/benchmarks compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, cycle, islice
from random import Random

from django.contrib.auth.models import Permission
from django.db.models import Model

from benchmarks.cast import Cast
from benchmarks.copying import Row, copy_rows, follow_keys, unchecked
from benchmarks.rows import CHANGE, LINE, REPORT, Place, Writer
from benchmarks.stories import deadline, story
from tasks_app.domain.access import Relation
from tasks_app.domain.parts import item_relation
from tasks_app.domain.year_states import Rhythm, item_state
from tasks_app.models import Cycle, ProgressReport, StateChange, UnitLine, UnitLineRelation, WorkItem, WorkItemRelation
from tasks_app.permissions.grants import groups_of

BATCH = 2_000
SAME_EVERY_TIME = 39
ITEM = ("id", "year_plan_id", "order", "title", "deliverable", "planned_deadline", "rhythm", "state", "version")
RELATION = ("content_object_id", "group_id", "permission_id")


def seed(year: Cycle, items: int) -> None:
    """Adds copies until the year has this many items."""
    patterns = WorkItem.objects.filter(year_plan__cycle=year).prefetch_related("lines").order_by("id")
    seeder = Seeder(year)
    missing = items - len(patterns)
    chosen = islice(cycle(patterns), missing)
    with unchecked():
        while batch := list(islice(chosen, BATCH)):
            seeder.copy(batch)
    follow_keys(WorkItem, UnitLine, ProgressReport)


class Seeder:
    """Makes and copies batches of items; keys follow those in use."""

    def __init__(self, year: Cycle) -> None:
        self._chance = Random(SAME_EVERY_TIME)  # noqa: S311  (the same items in every run)
        self._orders: defaultdict[int, Iterator[int]] = defaultdict(lambda: count(2))
        self._items, self._lines = _keys_after(WorkItem), _keys_after(UnitLine)
        quarters = year.periods.filter(rhythm=Rhythm.QUARTERLY)
        self._writer = Writer(Cast(), quarters.latest("order"), _keys_after(ProgressReport))
        units = set(UnitLine.objects.filter(cycle=year).values_list("unit_id", flat=True))
        self._groups = groups_of(units)
        self._permissions = dict(
            Permission.objects.filter(codename__in=[relation.value for relation in Relation]).values_list(
                "codename", "pk"
            )
        )

    def copy(self, patterns: Iterable[WorkItem]) -> None:
        """Stores one copy of each of these items, with everything that hangs on it."""
        made: list[Place] = []
        items = [self._item(pattern, next(self._items), made) for pattern in patterns]
        copy_rows(WorkItem, ITEM, items)
        copy_rows(UnitLine, LINE, _emptied(self._writer.lines))
        copy_rows(ProgressReport, REPORT, _emptied(self._writer.reports))
        copy_rows(StateChange, CHANGE, _emptied(self._writer.changes))
        copy_rows(WorkItemRelation, RELATION, self._on_items(made))
        copy_rows(UnitLineRelation, RELATION, self._on_lines(made))

    def _item(self, pattern: WorkItem, number: int, made: list[Place]) -> Row:
        due, states = deadline(self._chance), []
        for line in pattern.lines.all():
            place, told = Place(line, number, next(self._lines)), story(due, self._chance)
            self._writer.tell(place, due, told)
            states.append(told.state)
            made.append(place)
        return (
            *(
                number,
                pattern.year_plan_id,
                next(self._orders[pattern.pk]),
                f"{pattern.title}（第{number}项）",
                pattern.deliverable,
            ),
            *(due, pattern.rhythm, item_state(states).value, 1),
        )

    def _on_items(self, made: Iterable[Place]) -> Iterator[Row]:
        for place in made:
            relation = self._permissions[item_relation(place.pattern.part)]
            for group in self._groups[place.pattern.unit_id]:
                yield place.item, group, relation

    def _on_lines(self, made: Iterable[Place]) -> Iterator[Row]:
        own = self._permissions[Relation.OWN]
        for place in made:
            for group in self._groups[place.pattern.unit_id]:
                yield place.line, group, own


def _emptied(rows: list[Row]) -> list[Row]:
    """The rows, taken out of the list that gathered them."""
    taken = rows.copy()
    rows.clear()
    return taken


def _keys_after(model: type[Model]) -> Iterator[int]:
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return count((last or 0) + 1)
