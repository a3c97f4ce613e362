"""A notice that was written before somebody's post ended leaves for who is in post by then, once."""

from datetime import date

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import posts, retractions
from tasks_app.models import Message, Notification, Obligation
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import outbox
from tasks_app.notifications.readdressing import TURNED
from tests import factories
from tests.clock.scene import a_line_at_work, a_proposal, at, sweep_on
from tests.factories import House, clock

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
LAST_DAY = date(2026, 11, 22)
NEXT_DAY = date(2026, 11, 23)


def gather(when: str) -> None:
    outbox.gather(at=at(when), calendar=working_calendar())


def left(actor: Actor, last_day: date = LAST_DAY) -> None:
    posts.leave(actor.own_post, by=clock(), at=at("11-20"), last_day=last_day)


def mailed(rule: str) -> list[str]:
    """Who is told of a rule by a message, one name for each notice."""
    rows = Notification.objects.filter(obligation__rule=rule, message__isnull=False, retracted_at__isnull=True)
    return sorted(rows.values_list("recipient__username", flat=True))


def names(*people: Actor) -> list[str]:
    return sorted(actor.user.username for actor in people if actor.user)


@pytest.fixture
def waiting(house: House) -> House:
    """The liaison's reminder of 20 November (R5 falls due on the 23rd) has not left when the liaison leaves."""
    a_line_at_work(house)
    sweep_on("11-09", "11-20")
    gather("11-20")
    sweep_on("11-23 00:01")
    assert Notification.objects.unsent().get().recipient == house.commerce.liaison.user
    return house


def test_the_successor_hears_and_the_leaver_reads_why_he_does_not(waiting: House) -> None:
    left(waiting.commerce.liaison)
    factories.post(Role.LIAISON, waiting.transport.unit, user=waiting.commerce.liaison.user, starts_on=NEXT_DAY)
    successor = factories.working(Role.LIAISON, waiting.commerce.unit, starts_on=NEXT_DAY)
    gather("11-23")
    assert mailed("R5") == names(successor)
    assert Message.objects.get(recipient=successor.user).subject == "您有 1 件待办"
    old = Notification.objects.get(obligation__rule="R5", recipient=waiting.commerce.liaison.user)
    assert (old.retracted_at, old.retracted_why, old.message) == (at("11-23"), TURNED, None)
    assert not Notification.objects.unsent().exists()


def test_nobody_came_after_him_and_the_reviewer_stands_in_and_is_told_so(waiting: House) -> None:
    left(waiting.commerce.liaison)
    gather("11-23")
    assert mailed("R5") == names(waiting.commerce.reviewer)
    told = Notification.objects.get(obligation__rule="R5", recipient=waiting.commerce.reviewer.user)
    assert "岗位目前无人" in told.asked


def test_nobody_is_left_in_the_unit_and_the_office_hears(waiting: House) -> None:
    left(waiting.commerce.liaison)
    left(waiting.commerce.reviewer)
    gather("11-23")
    assert mailed("R5") == names(waiting.office.clerk, waiting.office.second_clerk)


def test_whoever_is_in_post_to_the_end_of_the_day_still_hears(waiting: House) -> None:
    left(waiting.commerce.liaison, last_day=NEXT_DAY)
    gather("11-23")
    assert mailed("R5") == names(waiting.commerce.liaison)


def test_who_stood_in_makes_way_for_who_came(waiting: House) -> None:
    """Written for the reviewer while there was no liaison, whose digest of the day had left."""
    left(waiting.commerce.liaison)
    gather("11-23")
    Notification.objects.filter(obligation__rule="R5").update(message=None)
    successor = factories.working(Role.LIAISON, waiting.commerce.unit, starts_on=date(2026, 11, 24))
    gather("11-24")
    assert mailed("R5") == names(successor)


def test_who_came_back_hears_what_was_his(waiting: House) -> None:
    left(waiting.commerce.liaison)
    gather("11-23")
    Notification.objects.filter(obligation__rule="R5").update(message=None)
    factories.post(
        Role.LIAISON, waiting.commerce.unit, user=waiting.commerce.liaison.user, starts_on=date(2026, 11, 24)
    )
    gather("11-24")
    assert mailed("R5") == names(waiting.commerce.liaison)


def test_who_was_told_already_is_not_told_again(house: House) -> None:
    """Liaison and reviewer hear of the urge; the liaison leaves before it rings, and the reviewer stands in for him."""
    a_line_at_work(house)
    sweep_on("11-09", "11-23", "11-27", "12-01 00:01")
    left(house.commerce.liaison, last_day=date(2026, 11, 30))
    gather("12-01")
    assert mailed("U1") == names(house.commerce.reviewer)
    assert Notification.objects.filter(obligation__rule="U1").count() == 2


def test_of_what_was_decided_meanwhile_nobody_else_hears(house: House) -> None:
    a_proposal(house)
    left(house.office.clerk, last_day=date(2026, 12, 7))
    left(house.office.second_clerk, last_day=date(2026, 12, 7))
    Obligation.objects.filter(rule="D5").update(state="refused")
    gather("12-08")
    assert mailed("D5") == []
    assert not Notification.objects.unsent().filter(obligation__rule="D5").exists()


def test_what_the_office_takes_back_later_is_taken_back_from_the_successor_too(waiting: House) -> None:
    left(waiting.commerce.liaison)
    gather("11-23")
    row = Obligation.objects.get(rule="R5")
    retractions.retract(row, reason="时限登记有误。", by=waiting.office.director, at=at("11-23 10:00"))
    assert Message.objects.get(notifications__obligation=row).state == "retracted"
