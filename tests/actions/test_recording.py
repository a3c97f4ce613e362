"""History sees every write, also in bulk and also by the clock: who, when and why."""

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import calendars, recording, traces
from tasks_app.models import CalendarDay, CalendarYear, Denial, Download, Look
from tests.factories import JURISDICTION, LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

RULE = Actor.clock("日历", "3", on=LATER.date())


def units(count: int) -> list[Unit]:
    return [
        Unit(name=f"第{number}局", kind="department", jurisdiction=JURISDICTION, order=number)
        for number in range(count)
    ]


@pytest.mark.parametrize("way", ["one", "many", "changed"])
def test_the_clock_s_writes_name_the_rule(way: str) -> None:
    rows = units(2)
    if way == "one":
        recording.save(rows[0], by=RULE, at=LATER, why="建立单位")
    else:
        recording.create_many(rows, by=RULE, at=LATER, why="建立单位")
    if way == "changed":
        rows[0].order = 99
        recording.update_many(rows, ["order"], by=RULE, at=LATER, why="调整顺序")
    written = Unit.objects.get(name="第0局").history.first()
    assert (written.history_user, written.history_date) == (None, LATER)
    assert written.history_change_reason == f"{'调整顺序' if way == 'changed' else '建立单位'}｜系统时钟（日历 3）"
    assert written.history_type == ("~" if way == "changed" else "+")


def test_a_person_s_bulk_writes_name_the_person(house: House) -> None:
    by = house.office.clerk
    [row] = recording.create_many(units(1), by=by, at=LATER, why="建立单位")
    assert row.pk
    written = Unit.objects.get(pk=row.pk).history.get()
    assert (written.history_user, written.history_change_reason) == (by.user, f"建立单位｜{by.label}")


def test_a_reason_may_be_long(house: House) -> None:
    why = "情况说明" * 500
    row = recording.save(units(1)[0], by=house.office.clerk, at=LATER, why=why)
    assert row.history.get().history_change_reason.startswith(why)


def test_nothing_to_write_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert recording.create_many([], by=RULE, at=LATER, why="无") == []
        recording.update_many([], ["order"], by=RULE, at=LATER, why="无")


def test_more_rows_than_one_batch_all_have_their_history() -> None:
    recording.create_many(units(recording.BATCH + 1), by=RULE, at=LATER, why="建立单位")
    assert Unit.objects.filter(name__regex=r"^第\d+局$").count() == recording.BATCH + 1
    assert Unit.history.filter(name__regex=r"^第\d+局$").count() == recording.BATCH + 1


class TestCalendar:
    """The calendar of working days, as published or marked as not yet."""

    def test_a_published_year_has_its_days_with_history(self) -> None:
        row = calendars.seed_year(2026, by=RULE, at=LATER)
        assert (row.state, row.days.count()) == (CalendarYear.State.OFFICIAL, 365)
        saturday = CalendarDay.objects.get(day="2026-10-10")
        assert saturday.is_workday
        assert saturday.history.get().history_change_reason.endswith("系统时钟（日历 3）")

    def test_a_year_that_is_not_published_is_marked(self) -> None:
        row = calendars.seed_year(2031, by=RULE, at=LATER)
        assert (row.state, row.days.count(), str(row)) == (CalendarYear.State.ASSUMED, 0, "2031年（未公布）")

    def test_what_the_office_edited_is_left(self) -> None:
        calendars.seed_year(2026, by=RULE, at=LATER)
        CalendarDay.objects.filter(day="2026-10-10").update(is_workday=False)
        calendars.seed_year(2026, by=RULE, at=LATER)
        assert not CalendarDay.objects.get(day="2026-10-10").is_workday


class TestTraces:
    """Refusals, downloads and looks are kept with the post of that moment."""

    def test_who_was_refused_what(self, house: House) -> None:
        traces.note_denial(house.water.liaison, method="POST", path="/x/", sentence="无权。" * 300, at=LATER)
        denial = Denial.objects.get()
        assert (denial.user, denial.post_label, denial.method, len(denial.sentence)) == (
            house.water.liaison.user,
            "市水务局 · 联络员",
            "POST",
            500,
        )

    def test_a_stranger_is_nobody(self) -> None:
        traces.note_denial(None, method="POST", path="/" + "x" * 900, sentence="请先登录。", at=LATER)
        assert (Denial.objects.get().user, len(Denial.objects.get().path)) == (None, 500)

    def test_downloads_and_looks(self, house: House) -> None:
        traces.note_download(house.office.clerk, path="/files/1/", what="佐证材料.pdf", at=LATER)
        traces.note_look(house.office.clerk, path="/plan/", at=LATER)
        assert Download.objects.get().what == "佐证材料.pdf"
        assert Look.objects.get().path == "/plan/"
