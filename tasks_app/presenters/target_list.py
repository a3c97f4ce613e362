"""The list of targets (目标指标): indicators by measure, one row for each target, narrowed by state, unit and plan."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from tasks_app.dashboards.targets import TargetToday
from tasks_app.domain.target_words import Wording
from tasks_app.domain.targets import STATE_WORDS, WORST_STATES, TargetState
from tasks_app.models import Target
from tasks_app.presenters.filters import Chip, address
from tasks_app.presenters.target_words import StateWords, promise_words, state_words, year_words

ROWS = 100
PART_ONE = "总体目标"
NOBODY = "未定"
# A choice besides the states: what the office has to see to.
UNASSIGNED = "unassigned"


@dataclass(frozen=True)
class TargetRow:
    """A target in the list; ``name`` is empty where the row above names the same indicator."""

    pk: int
    name: str
    whole_name: str
    year: str
    promise: str
    is_strived: bool
    unit: str
    state: StateWords | None
    url: str


@dataclass(frozen=True)
class MeasureRows:
    """A measure with its targets."""

    name: str
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True)
class TargetList:
    """What the page shows; ``next_url`` and ``previous_url`` are keyset links."""

    groups: tuple[MeasureRows, ...]
    chips: tuple[Chip, ...]
    plan_chips: tuple[Chip, ...]
    units: tuple[tuple[int, str, bool], ...]
    total: str
    next_url: str | None
    previous_url: str | None
    is_filtered: bool
    knows_states: bool


def target_list(rows: Sequence[TargetToday], asked: Mapping[str, str]) -> TargetList:
    """The rows that the address asks for; words nobody knows narrow nothing."""
    path = reverse("targets")
    words = {name: asked.get(name, "") for name in ("state", "unit", "plan")}
    plans = {row.target.plan_id: row.target.plan.number for row in rows}
    if words["plan"] not in map(str, plans):
        words["plan"] = ""
    of_plan = [row for row in rows if words["plan"] in ("", str(row.target.plan_id))]
    units = {row.target.reporting_unit_id: row.target.reporting_unit for row in of_plan if row.target.reporting_unit}
    if words["unit"] not in map(str, units):
        words["unit"] = ""
    of_unit = [row for row in of_plan if words["unit"] in ("", str(row.target.reporting_unit_id))]
    counts = Counter(code for row in of_unit for code in _codes(row))
    if words["state"] not in counts:
        words["state"] = ""
    shown = [row for row in of_unit if not words["state"] or words["state"] in _codes(row)]
    page, previous_url, next_url = _page(shown, asked, path, words)
    return TargetList(
        groups=tuple(_groups(page)),
        chips=_chips(path, words, counts, len(of_unit)),
        plan_chips=_plan_chips(path, words, plans) if len(plans) > 1 else (),
        units=tuple((pk or 0, unit.name, str(pk) == words["unit"]) for pk, unit in units.items() if unit),
        total=f"共 {len(shown)} 个目标",
        next_url=next_url,
        previous_url=previous_url,
        is_filtered=any(words.values()),
        knows_states=any(row.standing for row in rows),
    )


def _codes(row: TargetToday) -> tuple[str, ...]:
    """The choices a row belongs to."""
    nobody = (UNASSIGNED,) if row.target.reporting_unit_id is None else ()
    return ((row.standing.state.value,) if row.standing else ()) + nobody


def _chips(path: str, words: Mapping[str, str], counts: Mapping[str, int], total: int) -> tuple[Chip, ...]:
    labels = [(state.value, STATE_WORDS[TargetState(state)]) for state in WORST_STATES]
    choices = [("", "全部", total), *((code, label, counts[code]) for code, label in labels if code in counts)]
    if UNASSIGNED in counts:
        choices.append((UNASSIGNED, "填报单位未定", counts[UNASSIGNED]))
    return tuple(
        Chip(label, address(path, {**words, "state": code}), code == words["state"], count)
        for code, label, count in choices
    )


def _plan_chips(path: str, words: Mapping[str, str], plans: Mapping[int, str]) -> tuple[Chip, ...]:
    choices = [("", "全部"), *((str(pk), number) for pk, number in plans.items())]
    return tuple(Chip(label, address(path, {**words, "plan": code}), code == words["plan"]) for code, label in choices)


def _page(
    rows: list[TargetToday], asked: Mapping[str, str], path: str, words: Mapping[str, str]
) -> tuple[list[TargetToday], str | None, str | None]:
    """A page by the key of its last row (plan and order), so that rows that come or go move nobody's place."""
    keys = [_key(row.target) for row in rows]
    after = asked.get("after", "")
    start = keys.index(after) + 1 if after in keys else 0
    page = rows[start : start + ROWS]
    more = len(rows) > start + ROWS
    back = keys[start - ROWS - 1] if start > ROWS else ""
    return (
        page,
        address(path, {**words, "after": back}) if start else None,
        address(path, {**words, "after": _key(page[-1].target)}) if more and page else None,
    )


def _key(target: Target) -> str:
    return f"{target.plan_id}.{target.order}"


def _groups(rows: Iterable[TargetToday]) -> Iterable[MeasureRows]:
    for name, of_measure in groupby(rows, key=lambda row: measure_name(row.target)):
        yield MeasureRows(name, target_rows(of_measure))


def target_rows(rows: Iterable[TargetToday]) -> tuple[TargetRow, ...]:
    """These targets as rows, an indicator named once."""
    found: list[TargetRow] = []
    for row in rows:
        target = row.target
        is_same = bool(found) and found[-1].whole_name == target.name
        found.append(
            TargetRow(
                pk=target.pk,
                name="" if is_same else target.name,
                whole_name=target.name,
                year=year_words(target),
                promise=promise_words(target),
                is_strived=target.wording == Wording.STRIVE,
                unit=target.reporting_unit.name if target.reporting_unit else NOBODY,
                state=state_words(row.standing, target),
                url=reverse("target", args=[target.pk]),
            )
        )
    return tuple(found)


def measure_name(target: Target) -> str:
    """The measure a target stands in; the overall targets of part one stand in none."""
    return f"{target.measure.number}　{target.measure.title}" if target.measure else PART_ONE
