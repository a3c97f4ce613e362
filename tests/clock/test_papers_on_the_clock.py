"""What the clock does about papers: asks to sign, to answer, to keep promises; rests while an objection is open.

Each day ends with the hourly proof, which reads the rows by itself and finds nothing missing.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tasks_app.actions import interviews, lines, paper_services, policies
from tasks_app.actions.interview_meetings import Meeting
from tasks_app.actions.interviews import Promise
from tasks_app.actions.paper_services import Said
from tasks_app.actions.sweeps import sweep
from tasks_app.dashboards.clock_check import missing
from tasks_app.dashboards.paper_evidence import letters_run_out
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Interview, Notification, Obligation, PaperService, UnitLine
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, published_calendar

pytestmark = pytest.mark.django_db


def house_on_the_clock() -> House:
    """Late lines of 30 November, a mandate, 代字, and the default policy."""
    built = paper_factories.late_house()
    policies.seed_default(by=factories.clock(), at=factories.ISSUED_AT)
    return built


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(house_on_the_clock) as built:
        yield built


def days_until(last: str, first: str) -> list[str]:
    """Sweeps every day; what fired about papers and promises, as ``day code``."""
    day, found = moment(first), []
    while day <= moment(last):
        outcome = sweep(at=day)
        about = ("service:", "commitment:")
        found += [f"{day:%m-%d} {rule}" for subject, rule, _ in outcome.fired if subject.startswith(about)]
        assert missing(day + timedelta(minutes=1)) == []
        day += timedelta(days=1)
    return found


def rungs(line: int) -> list[str]:
    """The codes that fired on the ladder of a line after its deadline."""
    rows = Obligation.objects.filter(line=line, state="fired", anchor="deadline", due_on__gt="2026-11-30")
    return list(rows.order_by("id").values_list("rule", flat=True))


def test_a_letter_nobody_signs_is_asked_for_and_then_the_office_hears(house: House) -> None:
    paper_factories.paper_in(PaperState.ISSUED, house)
    assert days_until("2026-12-17", "2026-12-09") == ["12-09 V0", "12-11 V2", "12-15 V4"]
    told = Notification.objects.filter(obligation__rule="V4").values_list("recipient", flat=True)
    assert set(told) == {house.office.clerk.user.pk, house.office.second_clerk.user.pk}


def test_after_days_of_downtime_the_unit_is_told_of_its_letter_beside_the_office(house: House) -> None:
    service = paper_factories.service_of(paper_factories.paper_in(PaperState.ISSUED, house))
    assert days_until("2026-12-16", "2026-12-16") == ["12-16 V2", "12-16 V4"]
    heard = Notification.objects.filter(obligation__service=service).values_list("recipient", flat=True)
    assert house.commerce.liaison.user.pk in heard
    assert house.office.clerk.user.pk in heard


def test_a_letter_nobody_answers_is_asked_for_and_proposes_the_interview(house: House) -> None:
    service = paper_factories.received(house)
    line = service.line_id
    assert days_until("2027-01-15", "2026-12-10") == ["12-16 A1", "12-18 AU1", "12-21 A2"]
    assert rungs(line) == ["U1", "D5", "I20"]
    proposed = Obligation.objects.get(rule="I20", line=line)
    assert proposed.due_on > service.reply_by


def test_without_a_letter_no_interview_is_proposed(house: House) -> None:
    days_until("2027-01-15", "2026-12-01")
    assert rungs(house.line(house.commerce).pk) == ["U1", "D5"]


def test_a_letter_of_an_earlier_round_calls_to_no_interview(house: House) -> None:
    line = UnitLine.objects.get(pk=paper_factories.received(house).line_id)
    closing = factories.closing_draft(line, house.commerce, at=moment("2026-12-14"))
    factories.advance(closing, ReportState.ACCEPTED, house, house.commerce, at=moment("2026-12-14"))
    at = moment("2027-01-04 10:00")
    director = factories.actor(house.office.director.own_post, at)
    lines.reopen(line, reason="没有完成。", by=director, at=at)
    days_until("2027-02-10", "2027-01-05")
    line.refresh_from_db()
    assert rungs(line.pk) == ["U1", "D5"]
    assert letters_run_out([line], moment("2027-02-10").date()) == set()


def test_the_ladder_rests_while_an_objection_is_open_and_the_office_is_chased(house: House) -> None:
    service = paper_factories.received(house)
    at = moment("2026-12-11 10:00")
    liaison = factories.actor(house.commerce.liaison.own_post, at)
    paper_services.object_to(service, Said("上级方案尚未出台。"), by=liaison, at=at)
    assert days_until("2027-01-15", "2026-12-12") == ["12-12 OB0", "12-18 OB5"]
    assert "I20" not in rungs(service.line_id)
    clerk = factories.actor(house.office.second_clerk.own_post, moment("2027-01-18"))
    service = PaperService.objects.get(pk=service.pk)
    paper_services.uphold(
        service, answer="维持。", calendar=published_calendar(2026, 2027), by=clerk, at=moment("2027-01-18")
    )
    assert days_until("2027-01-27", "2027-01-19") == ["01-22 A1", "01-26 AU1", "01-27 A2"]


def test_promises_of_an_interview_are_followed_up(house: House) -> None:
    case = held_interview(house)
    clerk = factories.actor(house.office.clerk.own_post, moment("2027-02-01 12:00"))
    promise = Promise("完成充电设施建设方案。", moment("2027-03-05").date())
    interviews.commit(case, [promise], by=clerk, at=moment("2027-02-01 12:00"))
    assert [one for one in days_until("2027-03-10", "2027-02-20") if " C" in one] == [
        "02-26 C5",
        "03-08 CU1",
        "03-10 C3",
    ]


def held_interview(house: House) -> Interview:
    """An interview that was held on 1 February, after a letter whose window passed."""
    paper_factories.received(house)
    at = moment("2026-12-21")
    notice = paper_factories.drafted(house, PaperKind.INTERVIEW_NOTICE, at=at)
    notice = paper_factories.advance(notice, PaperState.ISSUED, house, at=at)
    meeting = Meeting(moment("2027-02-01 09:30"), "市政府二号楼会议室", notice.presider, "市商务局分管负责同志")
    clerk = factories.actor(house.office.clerk.own_post, moment("2027-02-01 11:00"))
    return interviews.hold(notice.interview, meeting, by=clerk, at=moment("2027-02-01 11:00"))
