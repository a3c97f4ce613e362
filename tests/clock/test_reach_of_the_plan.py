"""Every unit of the shipped plan hears in its own words: the plan is imported, issued and swept through a year."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import Role, Unit
from tasks_app.actions import calendars, cycles, plans, policies, sweeps
from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.models import Message, Notification, Outgoing, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import outbox
from tests import factories
from tests.clock.scene import at
from tests.conftest import Standing
from tests.factories import clock, published_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("year")]
ASKED = ("party", "mass", "central", "company", "coordination")
PLAN = settings.BASE_DIR / "fixtures" / "plans" / "zhuhai_carbon_peak_2023.txt"
HEARD_ON = (
    *("03-12", "04-10", "04-16", "11-09", "11-30", "12-01", "12-07", "12-10", "12-22"),
    *("12-30", "01-21", "01-27"),
)


def a_year_of_the_plan() -> None:
    """Issued in March, never answered by anybody, swept on the days on which something falls due."""
    plans.import_reading(plans.read(PLAN.read_bytes(), name=PLAN.name), by=clock(), at=at("02-01"))
    calendars.seed_year(2026, by=clock(), at=at("02-01"))
    policies.seed_default(by=clock(), at=at("02-01"))
    Outgoing.objects.create(pk=1, brake_at=10_000)
    office = Unit.objects.get(kind="coordination")
    clerk, director = (factories.working(role, office) for role in (Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR))
    for unit in Unit.objects.exclude(pk=office.pk):
        factories.staff(unit)
    cycle = cycles.open_year(2026, by=clerk, at=factories.ISSUED_AT, calendar=published_calendar())
    cycles.draft_items(cycle, by=clerk, at=factories.ISSUED_AT)
    cycles.issue(cycle, by=director, at=factories.ISSUED_AT)
    for day in HEARD_ON:
        sweeps.sweep(at=at(day))
        outbox.gather(at=at(day), calendar=working_calendar())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the database takes the year's notices for a handful, and joins them one by one


@pytest.fixture(scope="module")
def year(standing: Standing) -> Iterator[None]:
    with standing(a_year_of_the_plan):
        yield


def test_every_unit_of_the_plan_was_told_something_on_every_rung() -> None:
    kinds = set(UnitLine.objects.values_list("unit__kind", flat=True))
    assert {"department", "district", "party", "central", "company", "coordination"} <= kinds
    for kind in kinds:
        rules = Notification.objects.filter(obligation__of_line__unit__kind=kind)
        assert {"S6", "R15", "U1", "D5"} <= set(rules.values_list("obligation__rule", flat=True)), kind


def without_quotes(notice: Notification) -> str:
    """What the clock itself says: the item's title is the plan's own wording."""
    said = notice.title + notice.asked + notice.because
    return said.replace(notice.obligation.of_line.work_item.title, "")


def test_the_units_that_are_only_asked_read_no_guarded_word() -> None:
    notices = Notification.objects.filter(obligation__of_line__unit__kind__in=ASKED)
    for notice in notices.select_related("obligation__of_line__work_item"):
        assert not [word for word in GUARDED_WORDS if word in without_quotes(notice)], notice.title


def test_districts_are_not_urged() -> None:
    notices = Notification.objects.filter(obligation__of_line__unit__kind="district")
    for notice in notices.select_related("obligation__of_line__work_item"):
        said = without_quotes(notice)
        assert "催办" not in said
        assert said.count("约谈") == said.count("约谈（由市领导主持）")


def test_departments_read_the_plain_words() -> None:
    urges = Notification.objects.filter(obligation__rule="U1", obligation__of_line__unit__kind="department")
    assert all(notice.title.startswith("催办：") for notice in urges)


def test_no_message_names_a_unit_a_matter_or_a_rung() -> None:
    titles = set(UnitLine.objects.values_list("work_item__title", flat=True))
    names = set(Unit.objects.values_list("name", flat=True))
    assert Message.objects.exists()
    for message in Message.objects.all():
        said = message.subject + message.body
        assert not [word for word in (*GUARDED_WORDS, *titles, *names) if word in said]
