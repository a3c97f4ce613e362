"""A paper's way: drafted on late lines, checked, signed, numbered, stamped, sent; and every sentence that stops it."""

from collections.abc import Iterator

import pytest

from tasks_app.actions import paper_numbers, paper_services, papers
from tasks_app.actions.paper_services import Said
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import PaperState, ServiceState
from tasks_app.domain.refusals import NotAllowed
from tests import factories, paper_factories
from tests.conftest import Standing
from tests.factories import House, moment, published_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    with standing(paper_factories.late_house) as built:
        yield built


def test_a_letter_is_answered_in_time_and_closed(house: House) -> None:
    service = paper_factories.received(house)
    assert service.paper.number == "珠碳办〔2026〕1号"
    assert service.reply_by is not None
    assert f"{service.reply_by:%Y-%m-%d}" == "2026-12-17"
    liaison = factories.actor(house.commerce.liaison.own_post, moment("2026-12-15"))
    service = paper_services.reply(service, Said("已落实整改，计划12月底完成。"), by=liaison, at=moment("2026-12-15"))
    assert service.state == ServiceState.REPLIED
    director = factories.actor(house.office.director.own_post, moment("2026-12-16"))
    service = paper_services.close(service, by=director, at=moment("2026-12-16"))
    assert service.state == ServiceState.CLOSED


@pytest.mark.parametrize("kind", [PaperKind.DISPATCH_NOTICE, PaperKind.MEMO, PaperKind.SUPERVISION_LETTER])
def test_other_kinds_come_as_far_as_their_number(house: House, kind: str) -> None:
    paper = paper_factories.paper_in(PaperState.NUMBERED, house, kind)
    assert paper.number.endswith("〔2026〕1号")
    assert paper.context is not None
    assert len(paper.context_sha256) == 64


def test_whoever_signed_does_not_answer_the_objection(house: House) -> None:
    service = paper_factories.received(house)
    at = moment("2026-12-11")
    liaison, director = (factories.actor(one.own_post, at) for one in (house.commerce.liaison, house.office.director))
    service = paper_services.object_to(service, Said("该事项因上级方案未出台而延后。"), by=liaison, at=at)
    with pytest.raises(NotAllowed):
        paper_services.uphold(service, answer="维持。", calendar=published_calendar(), by=director, at=at)
    clerk = factories.actor(house.office.second_clerk.own_post, at)
    service = paper_services.lift(service, answer="情况属实。", by=clerk, at=at)
    assert service.state == ServiceState.CLOSED


def test_a_number_typed_in_before_is_passed_over(house: House) -> None:
    typed = paper_factories.paper_in(PaperState.SIGNED, house)
    clerk = factories.actor(house.office.clerk.own_post, paper_factories.ISSUED_AT)
    paper_numbers.number(typed, external="珠碳办〔2026〕1号", by=clerk, at=paper_factories.ISSUED_AT)
    numbers = [
        paper_factories.paper_in(PaperState.NUMBERED, house, lines=[line]).number
        for line in (house.line(house.commerce, 2), house.line(house.transport))
    ]
    assert numbers == ["珠碳办〔2026〕2号", "珠碳办〔2026〕3号"]


def test_nobody_checks_what_they_drafted(house: House) -> None:
    paper = paper_factories.paper_in(PaperState.CHECKING, house)
    with pytest.raises(NotAllowed):
        papers.check(paper, by=house.office.clerk, at=paper_factories.CHECKED_AT)
