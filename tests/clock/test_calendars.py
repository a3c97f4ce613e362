"""The calendar the office keeps: seeded where it is published, marked where it is not, moved without sending again."""

from datetime import date

import pytest

from tasks_app.actions import calendars
from tasks_app.domain.refusals import Invalid, NotAllowed, Stale
from tasks_app.models import CalendarDay, CalendarYear, UnitLine
from tasks_app.models.calendar import working_calendar
from tests.clock.scene import at, day_of, sweep_on
from tests.factories import House, clock

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("11-24")
MAKE_UP_DAYS = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def test_2026_is_seeded_with_its_make_up_days(house: House) -> None:
    year = CalendarYear.objects.get(year=2026)
    assert (year.state, year.days.count()) == ("official", 365)
    days = [date.fromisoformat(f"2026-{day}") for day in MAKE_UP_DAYS]
    assert set(CalendarDay.objects.filter(day__in=days).values_list("is_workday", flat=True)) == {True}
    assert working_calendar().is_published(2026)


def test_a_year_that_is_not_published_is_marked_and_assumed(house: House) -> None:
    year = calendars.seed_year(2027, by=clock(), at=NOW)
    assert (year.state, year.days.count()) == ("assumed", 0)
    assert not working_calendar().is_published(2027)
    assert not working_calendar().is_workday(date(2027, 1, 1))
    assert working_calendar().is_workday(date(2027, 1, 4))


def test_seeding_again_leaves_what_the_office_edited(house: House) -> None:
    calendars.edit_day(date(2026, 11, 28), works=True, name="补班", by=house.office.clerk, at=NOW)
    calendars.seed_year(2026, by=clock(), at=NOW)
    assert working_calendar().is_workday(date(2026, 11, 28))


def test_publishing_writes_the_whole_year_and_asks_the_clock_again(house: House) -> None:
    sweep_on("11-20")
    assert day_of(NOW) not in set(UnitLine.objects.values_list("next_step_on", flat=True))
    rest = {date(2027, 1, 4): (False, "元旦")}
    year = calendars.publish_year(2027, rest, basis="国办发明电〔2026〕7号", by=house.office.clerk, at=NOW)
    assert (year.state, year.days.count()) == ("official", 365)
    assert not working_calendar().is_workday(date(2027, 1, 4))
    assert working_calendar().is_workday(date(2027, 1, 1))  # the office's list is the whole truth
    assert set(UnitLine.objects.values_list("next_step_on", flat=True)) == {day_of(NOW)}


def test_a_published_year_can_be_corrected(house: House) -> None:
    for works in (False, True):
        days = {date(2027, 2, 6): (works, "春节")}
        calendars.publish_year(2027, days, basis="通知", by=house.office.clerk, at=NOW)
        assert working_calendar().is_workday(date(2027, 2, 6)) == works
    assert CalendarDay.objects.filter(year__year=2027).count() == 365


def test_every_wrong_day_is_named(house: House) -> None:
    days = {date(2026, 12, 31): (False, ""), date(2028, 1, 1): (False, "")}
    with pytest.raises(Invalid) as refused:
        calendars.publish_year(2027, days, basis=" ", by=house.office.clerk, at=NOW)
    assert set(refused.value.faults) == {"2026-12-31", "2028-01-01", "basis"}
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_only_the_office_keeps_it_and_not_on_an_old_page(house: House) -> None:
    with pytest.raises(NotAllowed):
        calendars.publish_year(2027, {}, basis="通知", by=house.commerce.liaison, at=NOW)
    calendars.publish_year(2027, {}, basis="通知", by=house.office.clerk, at=NOW, version=0)
    with pytest.raises(Stale):
        calendars.publish_year(2027, {}, basis="通知", by=house.office.clerk, at=NOW, version=0)


def test_asking_for_the_calendar_again_costs_one_small_query(
    house: House, django_assert_num_queries: "pytest.FixtureRequest"
) -> None:
    working_calendar()
    with django_assert_num_queries(1):  # type: ignore[operator]
        working_calendar()
