"""Posts that two administrators give (任职申请与会签): nothing holds before the second one has agreed."""

from datetime import date
from itertools import permutations

import pytest

from accounts.actor import Actor
from accounts.models import Appointment, Post, Role
from tasks_app.actions import appointments, posts
from tasks_app.actions.posts import PostWish
from tasks_app.domain.access import ADMIN_ROLES
from tasks_app.domain.posts import COUNTERSIGNED
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.models import StateChange
from tests import factories
from tests.factories import LATER, House

pytestmark = pytest.mark.django_db
TODAY = LATER.date()


@pytest.fixture
def security(house: House) -> Actor:
    return factories.working(Role.SECURITY_ADMIN, house.office.unit)


@pytest.fixture
def system(house: House) -> Actor:
    return factories.working(Role.SYSTEM_ADMIN, house.office.unit)


def wish(house: House, role: str = Role.OFFICE_CLERK, **more: object) -> PostWish:
    scoped = {"ends_on": date(2026, 12, 31), "scope_year": 2026} if role == Role.AUDITOR else {}
    told = {
        "user": factories.person(),
        "unit": house.office.unit,
        "role": role,
        "starts_on": TODAY,
        "basis": "任职文件",
    }
    return PostWish(**told | scoped | more)  # type: ignore[arg-type]


def ask(house: House, by: Actor, role: str = Role.OFFICE_CLERK) -> Appointment:
    return appointments.propose(wish(house, role), by=by, at=LATER)


@pytest.mark.parametrize("role", sorted(COUNTERSIGNED))
def test_it_holds_when_it_is_countersigned_and_not_before(
    house: House, security: Actor, system: Actor, role: str
) -> None:
    asked = ask(house, security, role)
    assert Actor.of(asked.user, TODAY).post is None
    done = appointments.countersign(asked, by=system, at=LATER, version=0)
    assert (done.state, done.decided_by, Actor.of(asked.user, TODAY).post) == ("granted", system.post, done.post)
    acts = StateChange.objects.filter(kind="appointment", object_id=asked.pk).order_by("id")
    assert [(step.act, step.user) for step in acts] == [("propose", security.user), ("countersign", system.user)]
    assert done.history.count() == 2


def test_nobody_else_asks_or_countersigns(house: House, security: Actor, system: Actor) -> None:
    asked = ask(house, security)
    office = house.office
    for by in (office.clerk, office.director, office.leader, house.commerce.reviewer, security):
        with pytest.raises(NotAllowed):
            appointments.countersign(asked, by=by, at=LATER)
        with pytest.raises(NotAllowed):
            appointments.decline(asked, reason="不同意", by=by, at=LATER)
    for by in (office.clerk, office.director, house.commerce.reviewer, system):
        with pytest.raises(NotAllowed):
            ask(house, by)
        with pytest.raises(NotAllowed):
            appointments.withdraw(asked, by=by, at=LATER)


def test_alone_the_first_one_gives_nothing(house: House, security: Actor) -> None:
    for role in sorted(COUNTERSIGNED):
        with pytest.raises(NotAllowed, match="会签后生效"):
            posts.give(wish(house, role), by=security, at=LATER)


@pytest.mark.parametrize(("first", "second"), [*permutations(ADMIN_ROLES, 2)])
def test_the_three_never_meet_in_one_person_however_it_is_asked(
    house: House, security: Actor, system: Actor, first: str, second: str
) -> None:
    """Both may be asked for; what was agreed in between counts when the second one is countersigned."""
    one, other = wish(house, first), wish(house, second)
    asked = [
        appointments.propose(PostWish(**{**vars(row), "user": one.user}), by=security, at=LATER) for row in (one, other)
    ]
    appointments.countersign(asked[0], by=system, at=LATER)
    with pytest.raises(Invalid, match="不得由同一人担任"):
        appointments.countersign(asked[1], by=system, at=LATER)
    assert Post.objects.filter(user=one.user).count() == 1


def test_declined_or_withdrawn_nothing_holds_and_it_can_be_asked_again(
    house: House, security: Actor, system: Actor
) -> None:
    asked = ask(house, security)
    with pytest.raises(Invalid, match="已在等待会签"):
        appointments.propose(PostWish(asked.user, asked.unit, asked.role, TODAY, basis="文"), by=security, at=LATER)
    with pytest.raises(Invalid):
        appointments.decline(asked, reason=" ", by=system, at=LATER)
    declined = appointments.decline(asked, reason="编制未批复", by=system, at=LATER)
    assert (declined.state, declined.reason, declined.post) == ("declined", "编制未批复", None)
    again = appointments.propose(PostWish(asked.user, asked.unit, asked.role, TODAY, basis="文"), by=security, at=LATER)
    appointments.withdraw(again, by=security, at=LATER)
    assert Actor.of(asked.user, TODAY).post is None
    for act in (appointments.countersign, appointments.withdraw):
        with pytest.raises(NotNow):
            act(again, by=system if act is appointments.countersign else security, at=LATER)


def test_a_stale_page_decides_nothing(house: House, security: Actor, system: Actor) -> None:
    with pytest.raises(Stale):
        appointments.countersign(ask(house, security), by=system, at=LATER, version=3)


def test_a_clerk_outside_the_office_is_refused(house: House, security: Actor) -> None:
    with pytest.raises(Invalid, match="只能在领导小组办公室"):
        appointments.propose(wish(house, unit=house.water.unit), by=security, at=LATER)
