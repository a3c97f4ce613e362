"""Two at once on a request for more time: one decides, the other is told so, and the deadline moves at most once."""

from functools import partial

import pytest

from accounts.models import Role
from tasks_app.actions import extensions
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.models import Extension, StateChange, UnitLine
from tests import factories
from tests.extension_factories import ASKED_AT, DECIDED_AT, WISH, ask
from tests.factories import House, published_calendar
from tests.races.conftest import Two

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 7


@pytest.fixture
def house(transactional_db: None) -> House:
    return factories.house()


def next_wish(line: UnitLine) -> Wish:
    """One working day more."""
    return Wish(published_calendar().plus(line.deadline, 1), WISH.reason, WISH.progress)


def decided(request: Extension) -> str:
    """The one act that happened; the line moved with it or stayed."""
    row = Extension.objects.select_related("line").get(pk=request.pk)
    [act] = StateChange.objects.filter(kind="extension", object_id=row.pk, version=1).values_list("act", flat=True)
    assert (row.line.deadline == row.wished_until) == (act == "grant")
    assert row.line.round == Extension.objects.filter(line=row.line, state="granted").count()
    return str(act)


def test_granting_against_refusing(two: Two, house: House) -> None:
    calendar, first = published_calendar(), factories.actor(house.office.director.own_post, DECIDED_AT)
    second = factories.working(Role.OFFICE_DIRECTOR, house.office.unit)
    line = factories.signed_line(house)
    told = {"calendar": calendar, "at": DECIDED_AT, "version": 0}
    for _ in range(TIMES):
        line.refresh_from_db()
        request = ask(line, by=house.commerce.liaison, at=ASKED_AT, wish=next_wish(line))
        two.winner(
            partial(extensions.grant, request, Grant(request.wished_until), by=first, **told),
            partial(extensions.refuse, request, reason="进度可追回。", by=second, **told),
        )
        assert decided(request) in ("grant", "refuse")


def test_granting_against_taking_back(two: Two, house: House) -> None:
    calendar, director = published_calendar(), factories.actor(house.office.director.own_post, DECIDED_AT)
    line = factories.signed_line(house)
    for _ in range(TIMES):
        line.refresh_from_db()
        request = ask(line, by=house.commerce.liaison, at=ASKED_AT, wish=next_wish(line))
        granted = Grant(request.wished_until)
        two.winner(
            partial(extensions.grant, request, granted, calendar=calendar, by=director, at=DECIDED_AT, version=0),
            partial(extensions.withdraw, request, by=house.commerce.liaison, at=DECIDED_AT, version=0),
        )
        assert decided(request) in ("grant", "withdraw")


def test_two_who_ask_at_once_leave_one_request(two: Two, house: House) -> None:
    others = factories.staff(house.commerce.unit)
    line = factories.signed_line(house)
    for _ in range(TIMES):
        two.winner(
            partial(ask, line, by=house.commerce.liaison, at=ASKED_AT),
            partial(ask, line, by=others.liaison, at=ASKED_AT),
        )
        request = Extension.objects.get(line=line, state="asked")
        extensions.withdraw(request, by=house.commerce.liaison, at=DECIDED_AT)
