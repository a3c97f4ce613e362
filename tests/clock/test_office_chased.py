"""Nobody pays for the office's delay, and the office itself is chased: replies, rectifications, papers at a step.

Each day ends with the hourly proof, which reads the rows by itself and finds nothing missing.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts.actor import Actor
from tasks_app.actions import interviews, paper_drafts, paper_services, papers, policies
from tasks_app.actions.paper_services import Said
from tasks_app.actions.sweeps import sweep
from tasks_app.dashboards.clock_check import missing
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import InterviewState, PaperState
from tasks_app.models import Notification, Obligation, Paper, UnitLine
from tests import factories, interview_factories, paper_factories
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


def chased(first: str, last: str, *codes: str) -> list[str]:
    """Sweeps every day; of these rules, what fired, as ``day code``."""
    day, found = moment(first), []
    while day <= moment(last):
        outcome = sweep(at=day)
        found += [f"{day:%m-%d} {rule}" for _, rule, _ in outcome.fired if rule[:2] in codes]
        assert missing(day + timedelta(minutes=1)) == [], day
        day += timedelta(days=1)
    return found


def told(code: str) -> set[str]:
    """Who heard of a rule."""
    return set(Notification.objects.filter(obligation__rule=code).values_list("recipient__full_name", flat=True))


def names(*people: Actor) -> set[str]:
    return {person.name for person in people}


def test_a_reply_nobody_closes_reaches_the_clerk_and_then_the_director(house: House) -> None:
    service = paper_factories.received(house)
    liaison = factories.actor(house.commerce.liaison.own_post, moment("2026-12-11"))
    paper_services.reply(service, Said("已完成选址，年底前开工。"), by=liaison, at=moment("2026-12-11"))
    assert chased("2026-12-11", "2026-12-25", "RP") == ["12-16 RP3", "12-18 RP5"]
    office = house.office
    assert told("RP3") == names(office.clerk, office.second_clerk)
    assert told("RP5") == names(office.director)
    notice = Notification.objects.get(obligation__rule="RP5")
    assert (notice.address, notice.urgent) == (f"/papers/received/{service.pk}/", True)


def test_whoever_asks_again_is_chased_anew_for_the_next_reply(house: House) -> None:
    service = paper_factories.received(house)
    liaison = factories.actor(house.commerce.liaison.own_post, moment("2026-12-11"))
    paper_services.reply(service, Said("正在办理。"), by=liaison, at=moment("2026-12-11"))
    assert chased("2026-12-11", "2026-12-16", "RP") == ["12-16 RP3"]
    clerk = factories.actor(house.office.clerk.own_post, moment("2026-12-17"))
    calendar = published_calendar(2026, 2027)
    service = paper_services.ask_again(
        service, reason="请写明完成时间。", calendar=calendar, by=clerk, at=moment("2026-12-17")
    )
    assert chased("2026-12-17", "2026-12-18", "RP") == []
    service = paper_services.reply(service, Said("年底前开工。"), by=liaison, at=moment("2026-12-18 15:00"))
    assert chased("2026-12-19", "2026-12-23", "RP") == ["12-23 RP3"]
    paper_services.close(service, by=clerk, at=moment("2026-12-24"))
    assert chased("2026-12-24", "2026-12-31", "RP") == []


def test_a_rectification_nobody_checks_is_followed_up(house: House) -> None:
    case = interview_factories.case_in(InterviewState.CHECKING, house)
    assert chased("2026-12-29", "2027-01-12", "IC") == ["01-04 IC3", "01-06 IC5"]
    row = Obligation.objects.get(rule="IC3")
    assert (row.subject, row.interview, row.anchor_on) == (f"interview:{case.pk}", case, case.rectified_on)
    assert Notification.objects.filter(obligation=row)[0].address == f"/interviews/{case.pk}/"
    director = factories.actor(house.office.director.own_post, moment("2027-01-13"))
    interviews.send_back(case, reason="承诺事项未全部完成。", by=director, at=moment("2027-01-13"))
    assert chased("2027-01-13", "2027-01-22", "IC") == []


def test_a_draft_left_lying_and_a_draft_sent_back_are_chased_by_rounds(house: House) -> None:
    paper = paper_factories.drafted(house)
    assert chased("2026-12-08", "2026-12-16", "PD", "PC", "PS") == ["12-11 PD3", "12-15 PD5"]
    clerk, second = (
        factories.actor(one.own_post, moment("2026-12-16 15:00"))
        for one in (house.office.clerk, house.office.second_clerk)
    )
    paper = paper_drafts.submit(paper, by=clerk, at=moment("2026-12-16 15:00"))
    assert chased("2026-12-17", "2026-12-21", "PD", "PC") == ["12-21 PC3"]
    papers.return_checked(paper, reason="请核对数字。", by=second, at=moment("2026-12-21 15:00"))
    assert chased("2026-12-22", "2026-12-28", "PD", "PC") == ["12-24 PD3", "12-28 PD5"]
    rounds = Obligation.objects.filter(rule="PD3", paper=paper).order_by("id").values_list("subject", "round")
    assert list(rounds) == [(f"paper:{paper.pk}", 0), (f"paper:{paper.pk}", 1)]


def test_an_approver_who_does_not_decide_is_chased_and_then_the_clerks_too(house: House) -> None:
    """A signature may also come on paper: after five days whoever could register the sheet hears as well."""
    paper = paper_factories.paper_in(PaperState.PRESENTED, house)
    assert chased("2026-12-08", "2026-12-21", "PS", "PA") == ["12-11 PS3", "12-15 PS5"]
    office = house.office
    assert told("PS3") == names(office.director)
    assert told("PS5") == names(office.director, office.clerk, office.second_clerk)
    director = factories.actor(office.director.own_post, moment("2026-12-22"))
    papers.sign(paper, by=director, at=moment("2026-12-22"))
    assert chased("2026-12-22", "2026-12-29", "PS", "PI") == ["12-25 PI3", "12-29 PI5"]


def test_a_leader_is_not_written_to_the_clerk_carries_the_paper_up(house: House) -> None:
    paper = interview_factories.drafted_notice(house)
    at, office = interview_factories.DRAFTED_AT, house.office
    clerk, second = (factories.actor(one.own_post, at) for one in (office.clerk, office.second_clerk))
    papers.check(paper_drafts.submit(paper, by=clerk, at=at), by=second, at=at)
    assert chased("2026-12-21", "2026-12-29", "PS", "PA") == ["12-24 PA3", "12-28 PA5"]
    assert told("PA3") == names(office.clerk, office.second_clerk)
    assert office.leader.name not in told("PA3") | told("PA5")


def test_a_paper_without_grounds_is_found_through_a_line_of_its_addressee(house: House) -> None:
    paper = paper_factories.drafted(house, PaperKind.DISPATCH_NOTICE, units=[house.commerce.unit])
    assert paper.line == house.line(house.commerce)
    assert chased("2026-12-08", "2026-12-15", "PD") == ["12-11 PD3", "12-15 PD5"]


def test_what_is_void_or_issued_is_chased_no_more(house: House) -> None:
    issued = paper_factories.paper_in(PaperState.ISSUED, house)
    draft = paper_factories.drafted(house, PaperKind.MEMO)
    director = factories.actor(house.office.director.own_post, moment("2026-12-09"))
    papers.void(draft, reason="不再需要。", by=director, at=moment("2026-12-09"))
    assert chased("2026-12-09", "2026-12-25", "PD", "PC", "PA", "PS", "PI") == []
    assert Paper.objects.get(pk=issued.pk).state == PaperState.ISSUED


def test_the_look_ahead_follows_the_step(house: House) -> None:
    """The line is looked at on the day the step falls due, not on the day of the ladder alone."""
    paper = paper_factories.drafted(house, at=moment("2026-12-08"))
    sweep(at=moment("2026-12-08 18:00"))
    assert paper.line_id is not None
    assert UnitLine.objects.get(pk=paper.line_id).next_step_on == moment("2026-12-11").date()
