"""Leave (休假): who may enter it, who may stand in, and that the stand-in hears beside whoever is away."""

from datetime import date

import pytest

from accounts.actor import Actor
from accounts.models import Leave, Role
from tasks_app.actions import leaves
from tasks_app.domain.policy import Audience
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.notifications.audience import Hearer, Hearers
from tests import factories
from tests.factories import LATER, House

pytestmark = pytest.mark.django_db
FIRST, LAST, AFTER = date(2026, 4, 20), date(2026, 4, 24), date(2026, 4, 25)
BASIS = "请假单"


def take(house: House, by: Actor | None = None, **more: object) -> Leave:
    told = {"starts_on": FIRST, "ends_on": LAST, "basis": BASIS, "at": LATER, "by": by or house.commerce.liaison}
    return leaves.take(house.commerce.liaison.own_post, **told | more)  # type: ignore[arg-type]


def hearing(house: House, on: date) -> list[Hearer]:
    return Hearers({house.commerce.unit.pk}, on).of([Audience.LIAISON], house.commerce.unit.pk)


def test_who_may_enter_it(house: House) -> None:
    commerce, office = house.commerce, house.office
    may = (commerce.liaison, commerce.reviewer, office.clerk, office.director)
    for by in may:
        row = take(house, by)
        leaves.end(row, last_day=date(2026, 4, 1), basis=BASIS, by=by, at=LATER)
    for by in (house.transport.reviewer, office.leader, house.water.liaison):
        with pytest.raises(NotAllowed):
            take(house, by)
    assert Leave.objects.count() == 0
    assert Leave.history.filter(history_type="-").count() == len(may)


def test_the_stand_in_hears_too_and_only_then(house: House) -> None:
    reviewer, liaison = house.commerce.reviewer.user, house.commerce.liaison.user
    assert reviewer
    assert liaison
    take(house, stand_in=reviewer)
    alone, both = [Hearer(liaison.pk)], [Hearer(liaison.pk), Hearer(reviewer.pk, covers=True)]
    days = (date(2026, 4, 19), FIRST, LAST, AFTER)
    assert [hearing(house, day) for day in days] == [alone, both, both, alone]


def test_whoever_is_away_still_logs_in(house: House) -> None:
    take(house)
    user = house.commerce.liaison.user
    assert user
    assert Actor.of(user, FIRST).post == house.commerce.liaison.post


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("commerce.liaison", "不能是休假人员本人"),
        ("transport.liaison", "须在同一单位担任同类职务"),
        ("office.clerk", "须在同一单位担任同类职务"),
    ],
)
def test_who_cannot_stand_in(house: House, name: str, said: str) -> None:
    unit, who = name.split(".")
    with pytest.raises(Invalid, match=said):
        take(house, stand_in=getattr(getattr(house, unit), who).user)


def test_whoever_leaves_or_is_away_meanwhile_cannot_stand_in(house: House) -> None:
    commerce = house.commerce.unit
    leaving = factories.post(Role.LIAISON, commerce, ends_on=date(2026, 4, 22))
    with pytest.raises(Invalid, match="同类职务"):
        take(house, stand_in=leaving.user)
    away = factories.post(Role.LIAISON, commerce)
    told = {"by": house.office.clerk, "at": LATER, "basis": BASIS}
    leaves.take(away, starts_on=LAST, ends_on=AFTER, **told)
    with pytest.raises(Invalid, match="在此期间也休假"):
        take(house, stand_in=away.user)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"basis": ""}, "basis"),
        ({"ends_on": date(2026, 4, 19)}, "ends_on"),
        ({"starts_on": date(2020, 1, 1)}, "ends_on"),
    ],
    ids=["no ground", "backwards", "before the post"],
)
def test_what_does_not_hold_is_named(house: House, more: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(house, **more)
    assert list(refused.value.faults) == [field]


def test_twice_at_once_is_refused_and_it_ends_earlier(house: House) -> None:
    row = take(house)
    with pytest.raises(Invalid, match="已登记休假"):
        take(house, starts_on=LAST, ends_on=AFTER)
    told = {"basis": BASIS, "by": house.commerce.liaison, "at": LATER}
    leaves.end(row, last_day=date(2026, 4, 21), **told)
    row.refresh_from_db()
    assert (row.ends_on, row.version) == (date(2026, 4, 21), 1)
    with pytest.raises(NotNow, match="已经结束"):
        leaves.end(row, last_day=date(2026, 4, 21), **told)
