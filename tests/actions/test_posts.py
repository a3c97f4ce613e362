"""People come to posts and leave them; the three administrators never meet in one person (三员分立)."""

from datetime import date
from itertools import permutations

import pytest

from accounts.actor import Actor
from accounts.models import Post, Role, Unit, UnitRoleGroup, User
from tasks_app.actions import posts
from tasks_app.domain.access import ADMIN_ROLES
from tasks_app.domain.refusals import Invalid, NotAllowed
from tests import factories
from tests.factories import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

TODAY, TOMORROW, NEXT_YEAR = date(2026, 4, 13), date(2026, 4, 14), date(2027, 1, 1)


@pytest.fixture
def unit() -> Unit:
    return factories.unit()


@pytest.fixture
def keeper(unit: Unit) -> Actor:
    return factories.working(Role.SECURITY_ADMIN, unit)


def appoint(user: User, unit: Unit, role: str, by: Actor, **more: object) -> Post:
    return posts.appoint(user, unit, role, **{"by": by, "at": LATER, "starts_on": TODAY} | more)  # type: ignore[arg-type]


def test_a_post_has_its_person_and_reason(unit: Unit, keeper: Actor) -> None:
    held = appoint(factories.person(), unit, Role.LIAISON, keeper)
    assert (held.history.get().history_user, held.history.get().history_date) == (keeper.user, LATER)
    assert held.history.get().history_change_reason == f"任职｜{keeper.label}"
    assert UnitRoleGroup.objects.filter(unit=unit, role=Role.LIAISON).count() == 1


def test_the_group_gets_no_members_the_post_is_the_membership(unit: Unit, keeper: Actor) -> None:
    held = appoint(factories.person(), unit, Role.LIAISON, keeper)
    assert not held.user.groups.exists()


def test_only_those_who_keep_people_appoint(unit: Unit) -> None:
    office = factories.office()
    for by in (office.clerk, office.director, office.leader, factories.working(Role.AUDIT_ADMIN, unit)):
        with pytest.raises(NotAllowed, match="只有安全管理员可以调整任职"):
            appoint(factories.person(), unit, Role.LIAISON, by)
        with pytest.raises(NotAllowed):
            posts.leave(office.clerk.post, by=by, at=LATER, last_day=TODAY)


class TestThreeAdministrators:
    """No two of them in one person, nor one of them and any business, on any day."""

    @pytest.mark.parametrize(("first", "second"), [*permutations(ADMIN_ROLES, 2)])
    def test_two_of_them(self, unit: Unit, keeper: Actor, first: str, second: str) -> None:
        user = factories.person()
        appoint(user, unit, first, keeper)
        with pytest.raises(Invalid, match="不得由同一人担任"):
            appoint(user, unit, second, keeper)

    @pytest.mark.parametrize("roles", [(Role.LIAISON, Role.AUDIT_ADMIN), (Role.AUDIT_ADMIN, Role.LIAISON)])
    def test_one_of_them_and_business(self, unit: Unit, keeper: Actor, roles: tuple[str, str]) -> None:
        user = factories.person()
        appoint(user, unit, roles[0], keeper)
        with pytest.raises(Invalid, match="不得兼办业务"):
            appoint(user, unit, roles[1], keeper)

    def test_also_on_a_day_to_come(self, unit: Unit, keeper: Actor) -> None:
        user = factories.person()
        appoint(user, unit, Role.LIAISON, keeper, starts_on=NEXT_YEAR)
        with pytest.raises(Invalid, match="不得"):
            appoint(user, unit, Role.AUDIT_ADMIN, keeper)

    def test_one_after_the_other_is_no_conflict(self, unit: Unit, keeper: Actor) -> None:
        user = factories.person()
        appoint(user, unit, Role.LIAISON, keeper, ends_on=TODAY)
        assert appoint(user, unit, Role.AUDIT_ADMIN, keeper, starts_on=TOMORROW).pk

    def test_several_business_posts_are_usual(self, unit: Unit, keeper: Actor) -> None:
        user = factories.person()
        appoint(user, unit, Role.LIAISON, keeper)
        assert appoint(user, unit, Role.UNIT_REVIEWER, keeper).pk


class TestFaults:
    """What the database would refuse without a word is refused in words."""

    def test_the_same_post_twice(self, unit: Unit, keeper: Actor) -> None:
        user = factories.person()
        appoint(user, unit, Role.LIAISON, keeper)
        with pytest.raises(Invalid, match="不必重复任职"):
            appoint(user, unit, Role.LIAISON, keeper)

    def test_an_end_before_the_start(self, unit: Unit, keeper: Actor) -> None:
        with pytest.raises(Invalid) as refused:
            appoint(factories.person(), unit, Role.LIAISON, keeper, starts_on=TOMORROW, ends_on=TODAY)
        assert list(refused.value.faults) == ["ends_on"]

    @pytest.mark.parametrize("more", [{}, {"ends_on": NEXT_YEAR}, {"scope_year": 2026}])
    def test_an_auditor_without_end_or_scope(self, unit: Unit, keeper: Actor, more: dict[str, object]) -> None:
        with pytest.raises(Invalid) as refused:
            appoint(factories.person(), unit, Role.AUDITOR, keeper, **more)
        assert list(refused.value.faults) == ["scope_year"]


class TestLeave:
    """A post ends after its last day."""

    def test_it_holds_to_the_end_of_the_day(self, unit: Unit, keeper: Actor) -> None:
        held = appoint(factories.person(), unit, Role.LIAISON, keeper)
        left = posts.leave(held, by=keeper, at=LATER, last_day=TODAY)
        assert left.holds(TODAY)
        assert not left.holds(TOMORROW)
        assert Actor.of(held.user, TODAY).post == held
        assert Actor.of(held.user, TOMORROW).post is None
        assert left.history.first().history_change_reason == f"离任｜{keeper.label}"

    def test_one_that_never_held_ends_on_its_first_day(self, unit: Unit, keeper: Actor) -> None:
        held = appoint(factories.person(), unit, Role.LIAISON, keeper, starts_on=TOMORROW)
        assert posts.leave(held, by=keeper, at=LATER, last_day=TODAY).ends_on == TOMORROW


class TestActor:
    """In whose name something is done."""

    def test_a_person_wears_one_post_and_holds_them_all(self, unit: Unit, keeper: Actor) -> None:
        user = factories.person("王晓")
        first = appoint(user, unit, Role.LIAISON, keeper)
        second = appoint(user, unit, Role.UNIT_REVIEWER, keeper)
        assert Actor.of(user, TODAY).post == first
        wearing = Actor.of(user, TODAY, wearing=second.pk)
        assert (wearing.role, wearing.posts) == (Role.UNIT_REVIEWER, (first, second))
        assert wearing.label == f"王晓（{unit.name} · 单位审核人）"

    def test_somebody_else_s_post_cannot_be_worn(self, unit: Unit, keeper: Actor) -> None:
        own = appoint(factories.person(), unit, Role.LIAISON, keeper)
        foreign = appoint(factories.person(), unit, Role.LIAISON, keeper)
        assert Actor.of(own.user, TODAY, wearing=foreign.pk).post == own

    def test_who_was_switched_off_wears_nothing(self, unit: Unit, keeper: Actor) -> None:
        held = appoint(factories.person(), unit, Role.OFFICE_CLERK, keeper)
        held.user.is_active = False
        held.user.save()
        assert Actor.in_post(held, TODAY).role == ""

    def test_the_clock_is_nobody(self) -> None:
        clock = Actor.clock("催办", "3", on=TODAY)
        assert (clock.is_clock, clock.role, clock.unit_id, clock.user) == (True, "", None, None)
        assert (clock.name, clock.label) == ("系统时钟", "系统时钟（催办 3）")
