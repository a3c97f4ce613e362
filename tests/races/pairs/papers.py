"""Formal papers (公文) and the mandates they rest on, from the draft to what its addressee does with it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tasks_app.actions import mandates, paper_drafts, paper_issue, paper_numbers, paper_services, papers
from tasks_app.actions.paper_services import Said
from tasks_app.domain.paper_states import PaperState
from tests import factories, paper_factories
from tests.factories import moment
from tests.races.pairs.pair import (
    CALENDAR,
    Pair,
    Thing,
    Turn,
    clerk,
    dated,
    director,
    liaison,
    other_director,
    other_liaison,
    second_clerk,
    versioned,
)
from tests.races.yard import Yard

CHECKED_AT, SIGNED_AT, ISSUED_AT = paper_factories.CHECKED_AT, paper_factories.SIGNED_AT, paper_factories.ISSUED_AT
RECEIVED_AT = paper_factories.RECEIVED_AT
REPLIED_AT = moment("2026-12-11")


def _paper(state: str) -> Callable[[Yard], Thing]:
    """A paper about one line in this state."""

    def stand(yard: Yard) -> Thing:
        paper = paper_factories.drafted(yard.house, lines=[yard.line()])
        return paper_factories.advance(paper, state, yard.house)

    return stand


def _served(yard: Yard) -> Thing:
    return paper_factories.service_of(_paper(PaperState.ISSUED)(yard))


def _received(yard: Yard) -> Thing:
    return paper_services.receive(_served(yard), calendar=CALENDAR, by=yard.staff.liaison, at=RECEIVED_AT)


def _enter_receipt(service: Thing, words: str, **who: Any) -> object:
    day = RECEIVED_AT.date()
    return paper_services.receive_on_behalf(
        service, on=day, source=words, calendar=CALENDAR, version=service.version, **who
    )


def _said(act: Callable[..., object]) -> Callable[..., object]:
    def do(service: Thing, words: str, **who: Any) -> object:
        return act(service, Said(words), version=service.version, **who)

    return do


def _mandate(*, is_confirmed: bool) -> Callable[[Yard], Thing]:
    return lambda yard: paper_factories.mandate(yard.house, is_confirmed=is_confirmed)


END = versioned(partial(mandates.end, last_day=factories.REPORTED_AT.date()))
NUMBER, VOID = versioned(paper_numbers.number), versioned(papers.void)
CHECK = Turn("check", second_clerk, versioned(papers.check), False, CHECKED_AT)

PAPERS = [
    Pair(
        "mandate confirmed twice",
        _mandate(is_confirmed=False),
        Turn("", director, versioned(mandates.confirm)),
        Turn("", other_director, versioned(mandates.confirm)),
    ),
    Pair("mandate ended twice", _mandate(is_confirmed=True), Turn("", director, END), Turn("", other_director, END)),
    Pair(
        "paper checked × returned",
        _paper(PaperState.CHECKING),
        CHECK,
        Turn("return_checked", director, versioned(papers.return_checked), True, CHECKED_AT),
    ),
    Pair(
        "paper checked × recalled",
        _paper(PaperState.CHECKING),
        CHECK,
        Turn("recall", clerk, versioned(paper_drafts.recall), False, CHECKED_AT),
    ),
    Pair(
        "paper signed × sent back",
        _paper(PaperState.PRESENTED),
        Turn("sign", director, versioned(papers.sign), False, SIGNED_AT),
        Turn("send_back", other_director, versioned(papers.send_back), True, SIGNED_AT),
    ),
    Pair(
        "paper numbered twice",
        _paper(PaperState.SIGNED),
        Turn("number", clerk, NUMBER, False, ISSUED_AT),
        Turn("number", second_clerk, NUMBER, False, ISSUED_AT),
    ),
    Pair(
        "paper numbered × voided",
        _paper(PaperState.SIGNED),
        Turn("number", clerk, NUMBER, False, ISSUED_AT),
        Turn("void", director, VOID, True, ISSUED_AT),
    ),
    Pair(
        "paper issued × voided",
        _paper(PaperState.SEALED),
        Turn("issue", clerk, versioned(paper_issue.issue), False, ISSUED_AT),
        Turn("void", director, VOID, True, ISSUED_AT),
    ),
    Pair(
        "letter signed for × entered by the office",
        _served,
        Turn("receive", liaison, dated(paper_services.receive), False, RECEIVED_AT),
        Turn("receive_on_behalf", clerk, _enter_receipt, True, RECEIVED_AT),
    ),
    Pair(
        "letter answered × objected to",
        _received,
        Turn("reply", liaison, _said(paper_services.reply), True, REPLIED_AT),
        Turn("object", other_liaison, _said(paper_services.object_to), True, REPLIED_AT),
    ),
    Pair(
        "letter answered × closed",
        _received,
        Turn("reply", liaison, _said(paper_services.reply), True, REPLIED_AT),
        Turn("close", clerk, versioned(paper_services.close), False, REPLIED_AT),
    ),
]
