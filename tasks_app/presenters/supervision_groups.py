"""The lines of a year by unit, heading or light: counts that lead into the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from tasks_app.dashboards.late import Choices, Group, Grouping
from tasks_app.documents.supervision_groups import Table
from tasks_app.domain.lights import LIGHT_WORDS, WORST_FIRST, Light
from tasks_app.forms.supervision import ALL_LIGHTS
from tasks_app.presenters.filters import address

GROUPING_TITLES = {
    Grouping.UNIT: "各单位的承办事项",
    Grouping.HEADING: "各行动的承办事项",
    Grouping.LIGHT: "承办事项的亮灯",
}
FIRST_COLUMN = {Grouping.UNIT: "承办单位", Grouping.HEADING: "行动", Grouping.LIGHT: "亮灯"}


@dataclass(frozen=True)
class Figure:
    """One count; open lines lead into the list."""

    code: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class GroupRow:
    """One group with a figure for each light; a group that *is* a light shows its shape and total instead."""

    label: str
    light: str
    url: str
    figures: tuple[Figure, ...]
    total: int


def group_rows(
    groups: Iterable[Group], grouping: Grouping, place: Mapping[str, object], choices: Choices
) -> list[GroupRow]:
    """The groups with links into the list, which looks into the same year and plan (``place``).

    A heading is said as the filter says it: of several plans, with its plan.
    """
    in_words = _light_row if grouping is Grouping.LIGHT else _group_row
    labels: dict[int | str, str] = dict(choices.headings) if grouping is Grouping.HEADING else {}
    said = (replace(group, label=labels.get(group.key, group.label)) for group in groups)
    return [in_words(group, grouping, place) for group in said]


def group_table(rows: Iterable[GroupRow], grouping: Grouping) -> Table:
    """The same rows for the file that leaves the house."""
    listed = list(rows)
    lights = [figure.label for figure in listed[0].figures] if listed else []
    return Table(
        title=GROUPING_TITLES[grouping],
        headings=(FIRST_COLUMN[grouping], *lights, "合计" if lights else "件数"),
        rows=[(row.label, *(figure.count for figure in row.figures), row.total) for row in listed],
    )


def _light_row(group: Group, grouping: Grouping, place: Mapping[str, object]) -> GroupRow:
    [figure] = (_figure(light, group.counts[light], place) for light in Light if light == group.key)
    return GroupRow(group.label, figure.code, figure.url, (), figure.count)


def _group_row(group: Group, grouping: Grouping, place: Mapping[str, object]) -> GroupRow:
    here = {**place, grouping.value: group.key}
    return GroupRow(
        label=group.label,
        light="",
        url=address(reverse("late"), {**here, "light": ALL_LIGHTS}),
        figures=tuple(_figure(light, group.counts[light], here) for light in WORST_FIRST),
        total=group.counts.total(),
    )


def _figure(light: Light, count: int, here: Mapping[str, object]) -> Figure:
    leads = count and light is not Light.DONE
    return Figure(light, LIGHT_WORDS[light], count, address(reverse("late"), {**here, "light": light}) if leads else "")
