"""Who hears: the posts of the day, somebody in their place where a post is empty, and each person once."""

from datetime import date, timedelta

import pytest

from accounts.models import Post, Role, User
from tasks_app.actions import posts
from tasks_app.domain.policy import Audience
from tasks_app.models import Notification, Obligation
from tasks_app.notifications.audience import Hearers
from tests import factories
from tests.clock.scene import a_late_line, a_line_at_work, at, sweep_on, told
from tests.factories import House, Staff, clock

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
ON = date(2026, 11, 9)


def hearers(house: House, *audience: Audience, of: Staff | None = None, on: date = ON) -> dict[str, bool]:
    """User names, and whether each stands in for somebody."""
    unit = (of or house.commerce).unit
    found = Hearers({unit.pk}, on).of(audience, unit.pk)
    names = dict(User.objects.values_list("pk", "username"))
    return {names[hearer.user]: hearer.stands_in for hearer in found}


def leaves(post: Post, last_day: date = ON - timedelta(days=1)) -> None:
    posts.leave(post, by=clock(), at=at("11-01"), last_day=last_day)


def name(actor: factories.Actor) -> str:
    assert actor.user
    return actor.user.username


def test_the_liaison_hears_and_from_the_urge_on_the_reviewer(house: House) -> None:
    line = a_late_line(house)
    assert told("R5", line) == {name(house.commerce.liaison)}
    assert told("U1", line) == {name(house.commerce.liaison), name(house.commerce.reviewer)}


def test_a_proposal_is_heard_by_every_clerk_and_the_director_by_his_rules(house: House) -> None:
    line = a_late_line(house)
    sweep_on("12-07", "12-10")
    assert told("D5", line) == {name(house.office.clerk), name(house.office.second_clerk)}
    assert told("OP3", line) == {name(house.office.director)}


@pytest.mark.parametrize(
    ("empty", "heard"),
    [
        ((Role.LIAISON,), {"reviewer"}),
        ((Role.LIAISON, Role.UNIT_REVIEWER), {"clerk", "second_clerk"}),
        ((Role.LIAISON, Role.UNIT_REVIEWER, Role.OFFICE_CLERK), {"director"}),
        ((Role.LIAISON, Role.UNIT_REVIEWER, Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR), set()),
    ],
)
def test_an_empty_post_never_means_silence(house: House, empty: tuple[str, ...], heard: set[str]) -> None:
    people = {"reviewer": house.commerce.reviewer, "clerk": house.office.clerk}
    people |= {"second_clerk": house.office.second_clerk, "director": house.office.director}
    for post in Post.objects.filter(role__in=empty, unit__in=[house.commerce.unit, house.office.unit]):
        leaves(post)
    assert hearers(house, Audience.LIAISON) == {name(people[who]): True for who in heard}


@pytest.mark.parametrize(
    ("audience", "empty", "heard"),
    [
        (Audience.UNIT_REVIEWER, Role.UNIT_REVIEWER, "liaison"),
        (Audience.OFFICE_CLERK, Role.OFFICE_CLERK, "director"),
        (Audience.OFFICE_DIRECTOR, Role.OFFICE_DIRECTOR, "clerk"),
    ],
)
def test_somebody_beside_stands_in(house: House, audience: Audience, empty: str, heard: str) -> None:
    for post in Post.objects.filter(role=empty, unit__in=[house.commerce.unit, house.office.unit]):
        leaves(post)
    people = {"liaison": house.commerce.liaison, "director": house.office.director, "clerk": house.office.clerk}
    assert hearers(house, audience)[name(people[heard])] is True


def test_who_stands_in_is_told_so(house: House) -> None:
    line = a_line_at_work(house)
    leaves(house.commerce.liaison.own_post)
    sweep_on("11-09")
    notice = Notification.objects.get(obligation__of_line=line, obligation__rule="R15")
    assert notice.recipient == house.commerce.reviewer.user
    assert "（市商务局相应岗位目前无人，请代为处理或督促补充人员）" in notice.asked


def test_a_post_begins_and_ends_with_its_days(house: House) -> None:
    successor = factories.post(Role.LIAISON, house.commerce.unit, starts_on=ON)
    leaves(house.commerce.liaison.own_post)
    assert hearers(house, Audience.LIAISON, on=ON - timedelta(days=1)) == {name(house.commerce.liaison): False}
    assert hearers(house, Audience.LIAISON) == {successor.user.username: False}


def test_an_acting_head_hears(house: House) -> None:
    reviewer = house.commerce.reviewer
    leaves(reviewer.own_post)
    acting = factories.post(
        Role.UNIT_REVIEWER, house.commerce.unit, starts_on=ON, ends_on=date(2026, 12, 31), acting_for=reviewer.user
    )
    assert hearers(house, Audience.UNIT_REVIEWER) == {acting.user.username: False}


def test_somebody_who_was_switched_off_hears_nothing(house: House) -> None:
    User.objects.filter(pk=house.commerce.liaison.own_post.user_id).update(is_active=False)
    assert hearers(house, Audience.LIAISON) == {name(house.commerce.reviewer): True}


def test_two_liaisons_both_hear_and_two_posts_of_one_person_are_one_notice(house: House) -> None:
    second = factories.post(Role.LIAISON, house.commerce.unit)
    factories.post(Role.UNIT_REVIEWER, house.commerce.unit, user=second.user)
    found = hearers(house, Audience.LIAISON, Audience.UNIT_REVIEWER)
    assert len(found) == 3
    line = a_late_line(house)
    row = Obligation.objects.get(of_line=line, rule="U1")
    assert Notification.objects.filter(obligation=row, recipient=second.user).count() == 1


def test_the_people_of_another_unit_hear_nothing(house: House) -> None:
    a_late_line(house)
    others = {house.water.liaison.user, house.transport.liaison.user, house.host.reviewer.user}
    assert not Notification.objects.filter(recipient__in=others, at__gte=at("11-09")).exists()


def test_the_whole_batch_is_read_in_one_query(house: House, django_assert_num_queries: object) -> None:
    units = {staff.unit.pk for staff in (house.commerce, house.transport, house.host)}
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = Hearers(units, ON)
        for unit in units:
            found.of(tuple(Audience), unit)
