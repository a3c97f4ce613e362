"""What is measured: a page, who opens it, the bars it is held to, and the floor beneath it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import uuid4

from django.urls import reverse

from benchmarks import floors
from benchmarks.scene import Scene


class Kind(StrEnum):
    """Which bars hold: see ``benchmarks.bars``."""

    FRAME = "frame"
    LIST = "list"
    DESK = "desk"
    PAGE = "page"
    ACT = "act"


class Answer(Protocol):
    """What the test client brings back."""

    status_code: int
    content: bytes


@dataclass(frozen=True)
class Page:
    """``frame`` names the bare view of the same person; ``floor`` is the raw SQL of the same rows."""

    name: str
    kind: Kind
    visit: Callable[[Scene], Answer]
    floor: Callable[[Scene], None]
    frame: str


def bare_for_office(scene: Scene) -> Answer:
    """The frame alone, for the clerk."""
    return scene.clerk.get(reverse("bare"))


def bare_for_director(scene: Scene) -> Answer:
    """The frame alone, for the office's director."""
    return scene.director.get(reverse("bare"))


def bare_for_leader(scene: Scene) -> Answer:
    """The frame alone, for a group leader."""
    return scene.leader.get(reverse("bare"))


def bare_for_head(scene: Scene) -> Answer:
    """The frame alone, for the unit's reviewer."""
    return scene.reviewer.get(reverse("bare"))


def bare_for_unit(scene: Scene) -> Answer:
    """The frame alone, for the unit's liaison."""
    return scene.liaison.get(reverse("bare"))


def late(scene: Scene) -> Answer:
    """What is late in all units."""
    return scene.clerk.get(reverse("late"))


def late_of_unit(scene: Scene) -> Answer:
    """What is late in one unit."""
    return scene.clerk.get(reverse("late"), {"unit": scene.unit})


def late_of_unit_and_heading(scene: Scene) -> Answer:
    """What is late in one unit under one heading."""
    return scene.clerk.get(reverse("late"), {"unit": scene.unit, "heading": scene.heading})


def desk_of_unit(scene: Scene) -> Answer:
    """The liaison's first page: the unit's open lines."""
    return scene.liaison.get(reverse("desk"))


def desk_of_head(scene: Scene) -> Answer:
    """The reviewer's first page: the same, and the reports that wait."""
    return scene.reviewer.get(reverse("desk"))


def late_on_desk(scene: Scene) -> Answer:
    """The unit's own late lines."""
    return scene.liaison.get(reverse("desk"), {"want": "late"})


def desk_of_office(scene: Scene) -> Answer:
    """The clerk's first page: what waits and what is late."""
    return scene.clerk.get(reverse("desk"))


def desk_of_director(scene: Scene) -> Answer:
    """The director's first page."""
    return scene.director.get(reverse("desk"))


def desk_of_leader(scene: Scene) -> Answer:
    """A group leader's first page: what the office may not judge itself, and what is late."""
    return scene.leader.get(reverse("desk"))


def item_for_office(scene: Scene) -> Answer:
    """An item with 6 lines and 20 steps, all readable."""
    return scene.clerk.get(reverse("item", args=[scene.item]))


def item_for_unit(scene: Scene) -> Answer:
    """The same item for the unit that leads it."""
    return scene.liaison.get(reverse("item", args=[scene.item]))


def long_item_for_office(scene: Scene) -> Answer:
    """An item with 15 lines and 200 steps, all readable."""
    return scene.clerk.get(reverse("item", args=[scene.long_item]))


def long_item_for_unit(scene: Scene) -> Answer:
    """The same item for a unit that handles it."""
    return scene.liaison.get(reverse("item", args=[scene.long_item]))


def acceptance(scene: Scene) -> Answer:
    """The clerk accepts the next report that waits."""
    report = next(scene.reports)
    form = {"form_key": str(uuid4()), "version": report.version}
    return scene.clerk.post(reverse("report_accept", args=[report.pk]), form)


OFFICE, DIRECTOR, LEADER = "bare view, office", "bare view, director", "bare view, leader"
UNIT, HEAD = "bare view, unit", "bare view, unit's reviewer"

PAGES = (
    Page(OFFICE, Kind.FRAME, bare_for_office, floors.nothing, OFFICE),
    Page("late list, all units", Kind.LIST, late, floors.late, OFFICE),
    Page("late list, one unit", Kind.LIST, late_of_unit, floors.late_of_unit, OFFICE),
    Page("late list, unit and heading", Kind.LIST, late_of_unit_and_heading, floors.late_of_unit_and_heading, OFFICE),
    Page("desk, office", Kind.DESK, desk_of_office, floors.late, OFFICE),
    Page("item, office", Kind.PAGE, item_for_office, floors.item, OFFICE),
    Page("item, 15 units, office", Kind.PAGE, long_item_for_office, floors.long_item, OFFICE),
    Page("report accepted", Kind.ACT, acceptance, floors.acceptance, OFFICE),
    Page(DIRECTOR, Kind.FRAME, bare_for_director, floors.nothing, DIRECTOR),
    Page("desk, director", Kind.DESK, desk_of_director, floors.late, DIRECTOR),
    Page(LEADER, Kind.FRAME, bare_for_leader, floors.nothing, LEADER),
    Page("desk, leader", Kind.DESK, desk_of_leader, floors.late, LEADER),
    Page(UNIT, Kind.FRAME, bare_for_unit, floors.nothing, UNIT),
    Page("desk, unit", Kind.DESK, desk_of_unit, floors.open_of_unit, UNIT),
    Page("desk, what is late", Kind.DESK, late_on_desk, floors.late_of_unit, UNIT),
    Page("item, unit", Kind.PAGE, item_for_unit, floors.item, UNIT),
    Page("item, 15 units, unit", Kind.PAGE, long_item_for_unit, floors.long_item, UNIT),
    Page(HEAD, Kind.FRAME, bare_for_head, floors.nothing, HEAD),
    Page("desk, unit's reviewer", Kind.DESK, desk_of_head, floors.open_of_unit, HEAD),
)
