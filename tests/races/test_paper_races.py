"""Two at once on a received paper: exactly one wins, the other is told so in a sentence, nothing is doubled."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.actor import Actor
from tasks_app.actions import paper_drafts, paper_services, papers
from tasks_app.actions.paper_services import Said
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Paper, PaperService, StateChange
from tests import factories, paper_factories
from tests.factories import House, Staff, moment, published_calendar
from tests.races.conftest import Two

pytestmark = pytest.mark.django_db(transaction=True)

AT = moment("2026-12-11")
TIMES = 7
Click = Callable[[PaperService], Callable[[], object]]


@pytest.fixture
def house(transactional_db: None) -> House:
    """The late house, with a second pair of people in 市商务局."""
    return paper_factories.late_house()


@pytest.fixture
def others(house: House) -> Staff:
    return factories.staff(house.commerce.unit)


def served(house: House) -> PaperService:
    """One more paper that reached 市商务局."""
    paper = paper_factories.drafted(house, PaperKind.DISPATCH_NOTICE)
    return paper_factories.service_of(paper_factories.advance(paper, PaperState.ISSUED, house))


def clicks(act: Callable[..., Any], by: Actor, **words: Any) -> Click:
    """The click of a person on the page that shows a service as it is."""
    actor = factories.actor(by.own_post, AT)
    return lambda service: partial(act, service, **words, by=actor, at=AT, version=service.version)


def says(act: Callable[..., Any], by: Actor, text: str) -> Click:
    """The same with words."""
    actor = factories.actor(by.own_post, AT)
    return lambda service: partial(act, service, Said(text), by=actor, at=AT, version=service.version)


def race(two: Two, service: PaperService, first: Click, second: Click) -> str:
    """The one act that happened; the service moved by one step."""
    before = service.version
    two.winner(first(service), second(service))
    row = PaperService.objects.get(pk=service.pk)
    assert row.version == before + 1
    [act] = StateChange.objects.filter(kind="service", object_id=row.pk, version=row.version).values_list(
        "act", flat=True
    )
    return str(act)


def test_two_liaisons_sign(two: Two, house: House, others: Staff) -> None:
    calendar = published_calendar()
    first, second = (
        clicks(paper_services.receive, by, calendar=calendar) for by in (house.commerce.liaison, others.liaison)
    )
    for _ in range(TIMES):
        assert race(two, served(house), first, second) == "receive"


def test_answer_against_closing(two: Two, house: House) -> None:
    answer = says(paper_services.reply, house.commerce.liaison, "已办理。")
    closing = clicks(paper_services.close, house.office.clerk)
    sign = clicks(paper_services.receive, house.commerce.liaison, calendar=published_calendar())
    for _ in range(TIMES):
        service = served(house)
        sign(service)()
        service = PaperService.objects.get(pk=service.pk)
        act = race(two, service, answer, closing)
        assert (PaperService.objects.get(pk=service.pk).reply == "已办理。") == (act == "reply")


def test_upholding_against_lifting(two: Two, house: House) -> None:
    calendar = published_calendar()
    uphold = clicks(paper_services.uphold, house.office.clerk, answer="维持。", calendar=calendar)
    lift = clicks(paper_services.lift, house.office.second_clerk, answer="采纳。")
    objecting = says(paper_services.object_to, house.commerce.liaison, "有不同意见。")
    for _ in range(TIMES):
        service = served(house)
        objecting(service)()
        service = PaperService.objects.get(pk=service.pk)
        act = race(two, service, uphold, lift)
        assert PaperService.objects.get(pk=service.pk).answer == {"uphold": "维持。", "lift": "采纳。"}[act]


def test_two_letters_about_one_line(two: Two, house: House) -> None:
    clerk, second = (
        factories.actor(one.own_post, paper_factories.DRAFTED_AT)
        for one in (house.office.clerk, house.office.second_clerk)
    )
    for _ in range(TIMES):
        one, other = (paper_factories.drafted(house) for _ in range(2))
        outcome = two.race(
            partial(paper_drafts.submit, one, by=clerk, at=paper_factories.DRAFTED_AT),
            partial(paper_drafts.submit, other, by=second, at=paper_factories.DRAFTED_AT),
        )
        assert outcome.count(None) == 1
        won = Paper.objects.get(state=PaperState.CHECKING)
        papers.void(won, reason="只看谁先送核。", by=house.office.director, at=paper_factories.DRAFTED_AT)
