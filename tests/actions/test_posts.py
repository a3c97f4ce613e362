"""People come to posts and leave them; the three administrators never meet in one person (三员分立)."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from accounts.actor import Actor
from accounts.models import Post, Role, Unit, UnitRoleGroup, User
from tasks_app.actions import posts
from tasks_app.domain.access import ADMIN_ROLES
from tasks_app.domain.posts import COUNTERSIGNED
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tests import factories
from tests.factories import LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

BASIS = "市商务局来函"
YESTERDAY, TODAY, TOMORROW, NEXT_YEAR = date(2026, 4, 12), date(2026, 4, 13), date(2026, 4, 14), date(2027, 1, 1)


@pytest.fixture
def unit() -> Unit:
    return factories.unit()


@pytest.fixture
def keeper(unit: Unit) -> Actor:
    return factories.working(Role.SECURITY_ADMIN, unit)


def appoint(user: User, unit: Unit, role: str, by: Actor, **more: object) -> Post:
    """By the keeper; what takes two administrators (tests/actions/test_appointments.py) is set up by the clock."""
    by = factories.clock() if role in COUNTERSIGNED else by
    told = {"by": by, "at": LATER, "starts_on": TODAY, "basis": BASIS}
    return posts.appoint(user, unit, role, **told | more)  # type: ignore[arg-type]


def test_a_post_has_its_person_and_reason(unit: Unit, keeper: Actor) -> None:
    held = appoint(factories.person(), unit, Role.LIAISON, keeper)
    assert (held.history.get().history_user, held.history.get().history_date) == (keeper.user, LATER)
    assert held.history.get().history_change_reason == f"任职，依据：{BASIS}｜{keeper.label}"
    assert UnitRoleGroup.objects.filter(unit=unit, role=Role.LIAISON).count() == 1


def test_the_group_gets_no_members_the_post_is_the_membership(unit: Unit, keeper: Actor) -> None:
    held = appoint(factories.person(), unit, Role.LIAISON, keeper)
    assert not held.user.groups.exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.LIAISON, {"reviewer", "clerk", "director", "security_admin"}),
        (Role.UNIT_REVIEWER, {"clerk", "director", "security_admin"}),
    ],
)
def test_who_gives_and_takes_which_post(house: House, role: str, may: set[str]) -> None:
    commerce, office = house.commerce, house.office
    people = {
        "liaison": commerce.liaison,
        "reviewer": commerce.reviewer,
        "other_reviewer": house.transport.reviewer,
        "clerk": office.clerk,
        "director": office.director,
        "leader": office.leader,
        **{role: factories.working(role, factories.unit()) for role in ADMIN_ROLES},
    }
    done = set()
    for name, by in people.items():
        told = {"by": by, "at": LATER, "basis": BASIS}
        try:
            held = posts.appoint(factories.person(), commerce.unit, role, starts_on=TODAY, **told)
            posts.leave(held, last_day=TODAY, **told)
            done.add(name)
        except NotAllowed:
            with pytest.raises(NotAllowed):
                posts.leave(factories.post(role, commerce.unit), last_day=TODAY, **told)
    assert done == may


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
        left = posts.leave(held, by=keeper, at=LATER, last_day=TODAY, basis=BASIS)
        assert left.holds(TODAY)
        assert not left.holds(TOMORROW)
        assert Actor.of(held.user, TODAY).post == held
        assert Actor.of(held.user, TOMORROW).post is None
        assert left.history.first().history_change_reason == f"离任，依据：{BASIS}｜{keeper.label}"

    @pytest.mark.parametrize("last_day", [YESTERDAY, TODAY - timedelta(days=300)])
    def test_one_given_by_mistake_is_taken_away_at_once(self, unit: Unit, keeper: Actor, last_day: date) -> None:
        held = appoint(factories.person(), unit, Role.LIAISON, keeper)
        left = posts.leave(held, by=keeper, at=LATER, last_day=last_day, basis=BASIS)
        assert (left.ends_on, left.holds(TODAY)) == (TODAY, False)
        assert Actor.of(held.user, TODAY).post is None
        assert appoint(held.user, unit, Role.LIAISON, keeper).holds(TODAY)

    def test_what_is_over_is_not_ended_again(self, unit: Unit, keeper: Actor) -> None:
        held = appoint(factories.person(), unit, Role.LIAISON, keeper)
        told = {"by": keeper, "at": LATER, "last_day": YESTERDAY, "basis": BASIS}
        posts.leave(held, **told)
        with pytest.raises(NotNow, match="已于 2026-04-13 结束"):
            posts.leave(held, **told)

    def test_a_stale_page_ends_nothing(self, unit: Unit, keeper: Actor) -> None:
        held = appoint(factories.person(), unit, Role.LIAISON, keeper)
        with pytest.raises(Stale):
            posts.leave(held, by=keeper, at=LATER, last_day=TODAY, basis=BASIS, version=7)

    def test_one_that_never_held_ends_on_its_first_day(self, unit: Unit, keeper: Actor) -> None:
        held = appoint(factories.person(), unit, Role.LIAISON, keeper, starts_on=TOMORROW)
        assert posts.leave(held, by=keeper, at=LATER, last_day=TODAY, basis=BASIS).ends_on == TOMORROW


class TestSucceed:
    """接任: the one ends the day before the other begins, and whoever moved begins elsewhere."""

    def test_both_never_hold_it_on_one_day(self, house: House) -> None:
        commerce = house.commerce
        old, told = commerce.liaison.own_post, {"by": commerce.reviewer, "at": LATER, "basis": BASIS}
        new = posts.succeed(old, factories.person("接任人"), starts_on=TODAY, **told)
        old.refresh_from_db()
        assert (old.ends_on, new.starts_on, new.unit, new.role) == (YESTERDAY, TODAY, commerce.unit, Role.LIAISON)
        assert Actor.of(old.user, TODAY).post is None

    def test_nobody_succeeds_themselves(self, house: House) -> None:
        old = house.commerce.liaison.own_post
        with pytest.raises(Invalid, match="不必重复任职"):
            posts.succeed(old, old.user, starts_on=TODAY, by=house.office.clerk, at=LATER, basis=BASIS)

    def test_whoever_moves_ends_here_and_begins_there(self, house: House) -> None:
        told = {"by": house.office.clerk, "at": LATER, "basis": BASIS}
        old = house.commerce.liaison.own_post
        posts.leave(old, last_day=YESTERDAY, **told)
        new = posts.appoint(old.user, house.water.unit, Role.LIAISON, starts_on=TODAY, **told)
        assert Actor.of(old.user, TODAY).posts == (new,)


class TestActingAndDelegated:
    """代理、委托: for whom, until when, on what ground; the page and every step say so."""

    @pytest.mark.parametrize(("kind", "word"), [("acting", "（代理周某）"), ("delegated", "（受周某委托）")])
    def test_the_label_says_for_whom(self, house: House, kind: str, word: str) -> None:
        absent = factories.person("周某")
        told = {"by": house.office.clerk, "at": LATER, "basis": BASIS, "starts_on": TODAY, "ends_on": TOMORROW}
        held = posts.appoint(
            factories.person(), house.commerce.unit, Role.UNIT_REVIEWER, kind=kind, acting_for=absent, **told
        )
        assert held.label == f"市商务局 · 单位审核人{word}"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"kind": "acting"}, "acting_for"),
            ({"kind": "acting", "ends_on": None}, "acting_for"),
            ({"kind": "nonsense"}, "kind"),
            ({"basis": " "}, "basis"),
        ],
    )
    def test_what_is_missing_is_named(self, house: House, more: dict[str, object], field: str) -> None:
        told = {"by": house.office.clerk, "at": LATER, "basis": BASIS, "starts_on": TODAY, "ends_on": TOMORROW}
        with pytest.raises(Invalid) as refused:
            posts.appoint(factories.person(), house.commerce.unit, Role.LIAISON, **{**told, **more})
        assert field in refused.value.faults

    def test_without_an_end_or_for_oneself(self, house: House) -> None:
        somebody = factories.person()
        told = {"by": house.office.clerk, "at": LATER, "basis": BASIS, "starts_on": TODAY, "acting_for": somebody}
        with pytest.raises(Invalid, match="到哪一天为止"):
            posts.appoint(factories.person(), house.commerce.unit, Role.LIAISON, **told)
        with pytest.raises(Invalid, match="不能代理本人"):
            posts.appoint(somebody, house.commerce.unit, Role.LIAISON, ends_on=TOMORROW, **told)


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
