"""The queue of the office: oldest first, and for each report whether one may decide it oneself."""

import pytest

from accounts.models import Role
from tasks_app.actions import calendars, reports
from tasks_app.domain.access import Verb
from tasks_app.models import ProgressReport
from tasks_app.permissions import checks
from tasks_app.permissions.reviewing import Verdict, office_circle, verdicts
from tests import factories
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

QUEUE = "/review/"
MONDAY = moment("2026-04-20 10:00")


@pytest.fixture
def waiting(house: House) -> House:
    """Three reports wait: of a department, of the office's host, and one the clerk recorded for a unit."""
    factories.report_in("submitted", house)
    factories.report_in("submitted", house, unit_staff=house.host, number=2)
    factories.recorded_report(house, unit_staff=house.transport)
    return house


def test_oldest_comes_first_with_the_days_it_waited(waiting: House) -> None:
    calendars.seed_year(2026, by=factories.clock(), at=MONDAY)
    later = factories.periodic_draft(
        factories.signed_line(waiting, number=2), waiting.commerce, waiting.period(), at=moment("2026-04-16")
    )
    factories.advance(later, "submitted", waiting, waiting.commerce, at=moment("2026-04-16"))
    page = words(Walker(waiting.office.clerk, at=MONDAY).get(QUEUE))
    assert "共4件" in page
    assert page.index("2026-04-10") < page.index("2026-04-16")
    assert "第一季度6个工作日可以审核" in page
    assert "第一季度逾期报送2个工作日" in page


def test_conflict_and_own_words_are_said_beforehand(waiting: House) -> None:
    page = words(Walker(waiting.office.clerk, at=MONDAY).get(QUEUE))
    assert "须由领导小组领导审定" in page
    assert "代录" in page
    assert "由您代录，须由他人审核" in page
    assert "由您代录" not in words(Walker(waiting.office.second_clerk, at=MONDAY).get(QUEUE))


def test_leader_sees_only_what_a_leader_must_decide(waiting: House) -> None:
    page = words(Walker(waiting.office.leader, at=MONDAY).get(QUEUE))
    assert "共1件" in page
    assert "市发展改革局" in page
    assert "可以审核" in page


def test_reviewed_reports_leave_the_queue(waiting: House) -> None:
    report = ProgressReport.objects.get(line__unit=waiting.commerce.unit)
    reports.accept(report, by=waiting.office.clerk, at=MONDAY)
    assert "共2件" in words(Walker(waiting.office.clerk, at=MONDAY).get(QUEUE))


@pytest.mark.parametrize("who", ["clerk", "second_clerk", "director", "leader"])
def test_verdict_is_what_the_kernel_of_rights_says(waiting: House, who: str) -> None:
    actor = getattr(waiting.office, who)
    waits = list(ProgressReport.objects.waiting_for_office().select_related("line__unit", "author"))
    said = verdicts(actor, waits, office_circle())
    assert [verdict is Verdict.MAY for verdict in said] == [
        checks.can(actor, Verb.REVIEW_REPORT, report) for report in waits
    ]


def test_second_post_in_a_unit_is_a_conflict(waiting: House) -> None:
    factories.post(Role.LIAISON, waiting.commerce.unit, user=waiting.office.second_clerk.user)
    page = words(Walker(waiting.office.second_clerk, at=MONDAY).get(QUEUE))
    assert "按回避要求，须由他人审核" in page


def test_queue_is_the_offices(waiting: House) -> None:
    outsiders = [waiting.commerce.reviewer, factories.working(Role.AUDIT_ADMIN, waiting.office.unit)]
    for person in outsiders:
        assert Walker(person, at=MONDAY).get(QUEUE).status_code == 403


@pytest.mark.parametrize("garbage", [*GARBAGE, "2026-04-10T09:00:00.1", "0001-01-01T00:00:00+08:00.1"])
def test_garbage_in_the_address_breaks_nothing(waiting: House, garbage: str) -> None:
    for name in ("after", "before", "page", "sort"):
        assert Walker(waiting.office.clerk, at=MONDAY).get(QUEUE, **{name: garbage}).status_code == 200


def test_queue_costs_few_statements(waiting: House, django_assert_max_num_queries) -> None:
    for person in (waiting.office.clerk, waiting.office.leader):
        walker = Walker(person, at=MONDAY)
        walker.get(QUEUE)
        with django_assert_max_num_queries(14):
            walker.get(QUEUE)
