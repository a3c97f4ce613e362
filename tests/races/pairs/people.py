"""People and units: leaves, posts, appointments, and units that change (机构变动)."""

from typing import Any

from accounts.models import Leave, Post, UnitKind
from tasks_app.actions import appointments, leaves, posts, successions
from tasks_app.actions.posts import PostWish
from tests import factories
from tests.factories import LATER
from tests.races.pairs.pair import (
    Pair,
    Thing,
    Turn,
    clerk,
    director,
    other_director,
    other_reviewer,
    reviewer,
    system_admin,
    versioned,
)
from tests.races.yard import BASIS, IN_JUNE, IN_MAY, Yard

LATE_IN_MAY = factories.moment("2026-05-25")


def _leave(yard: Yard) -> Leave:
    return leaves.take(
        factories.post("liaison", yard.staff.unit), starts_on=IN_MAY, ends_on=IN_JUNE, basis="年休假",
        by=yard.staff.reviewer, at=LATER,
    )  # fmt: skip


def _end_leave(leave: Leave, words: str, **who: Any) -> object:
    return leaves.end(leave, last_day=IN_JUNE.replace(day=1), basis=words, version=leave.version, **who)


def _a_post(yard: Yard) -> Post:
    return factories.post("liaison", yard.staff.unit)


def _end_post(post: Post, words: str, **who: Any) -> object:
    return posts.leave(post, last_day=LATER.date(), basis=words, version=post.version, **who)


def _appointment(yard: Yard) -> Thing:
    unit = yard.house.office.unit
    wish = PostWish(user=factories.person(), unit=unit, role="office_clerk", starts_on=LATER.date(), basis="任职文件")
    return appointments.propose(wish, by=factories.working("security_admin", unit), at=LATER)


def _succession(yard: Yard) -> Thing:
    wish = successions.Wish(
        yard.house.water.unit, "renamed", "市水务和海洋局", UnitKind.DEPARTMENT, LATER.date(), BASIS
    )
    return successions.propose(wish, by=yard.house.office.clerk, at=LATER)


def _confirm(row: Thing, words: str, **who: Any) -> object:
    return successions.confirm(row, on=LATER.date(), basis=words, version=row.version, **who)


PEOPLE = [
    Pair(
        "leave ended twice",
        _leave,
        Turn("end", reviewer, _end_leave, True, LATE_IN_MAY),
        Turn("end", other_reviewer, _end_leave, True, LATE_IN_MAY),
    ),
    Pair("post ended twice", _a_post, Turn("leave", reviewer, _end_post, True), Turn("leave", clerk, _end_post, True)),
    Pair(
        "appointment countersigned × declined",
        _appointment,
        Turn("countersign", system_admin, versioned(appointments.countersign)),
        Turn("decline", system_admin, versioned(appointments.decline), True),
    ),
    Pair(
        "a unit's change confirmed × withdrawn",
        _succession,
        Turn("confirm", director, _confirm, True),
        Turn("withdraw", other_director, versioned(successions.withdraw), True),
    ),
]
