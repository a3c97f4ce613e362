"""The table as everyone knows it from the paper: kinds, merged headings, rows, units in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tasks_app.dashboards.plan_table import PlanRow
from tasks_app.domain.lights import LIGHT_WORDS, WORST_FIRST
from tasks_app.models import Heading
from tasks_app.presenters.filters import Chip, chips

ALL = ("", "全部")


@dataclass(frozen=True)
class HeadingRows:
    """A merged cell of the first column and the rows beside it."""

    name: str
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True)
class KindPart:
    """行动, 政策保障 or 组织实施 with its headings."""

    label: str
    headings: tuple[HeadingRows, ...]


@dataclass(frozen=True)
class PlanPage:
    """What the page of the table shows."""

    parts: tuple[KindPart, ...]
    count: int
    kind_chips: tuple[Chip, ...]
    light_chips: tuple[Chip, ...]
    is_filtered: bool


def plan_page(
    rows: Iterable[PlanRow], *, path: str, words: str, kind: str, light: str, plan: int | None = None
) -> PlanPage:
    """The rows, narrowed to a kind of heading and a light; unknown ones narrow nothing.

    ``plan`` is the id that the links name; None where the plan stands alone.
    """
    known = tuple(rows)
    kind = kind if kind in Heading.Kind.values else ""
    light = light if light in LIGHT_WORDS else ""
    shown = tuple(row for row in known if kind in ("", row.task.heading.kind) and (not light or light in row.lights))
    lit = {code for row in known for code in row.lights}
    now = {"q": words, "kind": kind, "light": light, "plan": plan}
    return PlanPage(
        parts=_parts(shown),
        count=len(shown),
        kind_chips=chips(path, now, "kind", (ALL, *Heading.Kind.choices)),
        light_chips=chips(path, now, "light", (ALL, *_light_choices(lit))) if lit else (),
        is_filtered=bool(words or kind or light),
    )


def _parts(rows: tuple[PlanRow, ...]) -> tuple[KindPart, ...]:
    return tuple(
        KindPart(Heading.Kind(kind).label, _headings(tuple(of_kind)))
        for kind, of_kind in groupby(rows, key=lambda row: row.task.heading.kind)
    )


def _headings(rows: tuple[PlanRow, ...]) -> tuple[HeadingRows, ...]:
    return tuple(
        HeadingRows(name, tuple(of_heading))
        for name, of_heading in groupby(rows, key=lambda row: row.task.heading.name)
    )


def _light_choices(lit: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code.value, LIGHT_WORDS[code]) for code in WORST_FIRST if code in lit)
