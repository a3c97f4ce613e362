"""A line goes to another unit while somebody still acts on it: given away (转办), or taken over by law (机构变动承接).

Whoever was faster acted on a line of their own; whoever comes later has no right to it any more (403), or no time.
"""

from collections.abc import Callable
from typing import Any

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.actions import extensions, line_case_decisions, lines, passing_on, reports
from tasks_app.actions.line_successors import Heir
from tasks_app.models import ProgressReport, UnitLine
from tests import extension_factories, factories
from tests.factories import REPORTED_AT, SIGNED_AT, Staff
from tests.races.pairs.cases import TURN_DOWN, UPHOLD, WITHDRAW_CASE, ask_for_time, grant, objected
from tests.races.pairs.pair import (
    CALENDAR,
    GIVEN_AWAY,
    STALE,
    Ends,
    Pair,
    Thing,
    Turn,
    director,
    other_liaison,
    second_clerk,
    versioned,
)
from tests.races.pairs.reports import ACCEPT, CLOSING, DRAFT, OFFICE, PERIODIC, UNIT
from tests.races.yard import Yard


# --- given away by the office (转办) ----------------------------------------------------------------------------------
def _give_away(case: Thing, words: str, **who: Any) -> object:
    heir = Heir(case.named_unit)
    return line_case_decisions.uphold(case, heir=heir, reason=words, calendar=CALENDAR, version=case.version, **who)


def _named(yard: Yard) -> Thing:
    """An objection that names whose part it is."""
    return objected(yard, named=yard.house.water.unit)


GIVE_AWAY = Turn("uphold", second_clerk, _give_away, True)
SIGN_OF_CASE = Turn("sign", other_liaison, lambda case, **who: lines.sign(case.line, **who))


# --- taken over by law (机构变动承接) ---------------------------------------------------------------------------------
def _left(act: Callable[[UnitLine, Staff, Yard], Thing], *, is_signed: bool = True) -> Callable[[Yard], Thing]:
    """A unit that went and left two lines; what is done to one of them is the scene."""

    def stand(yard: Yard) -> Thing:
        staff, line = yard.leaving()
        if is_signed:
            line = lines.sign(line, by=staff.liaison, at=SIGNED_AT)
        thing = act(line, staff, yard)
        yard.goes(staff.unit)
        return thing

    return stand


def _report(state: str, kind: str = PERIODIC) -> Callable[[Yard], Thing]:
    def stand(line: UnitLine, staff: Staff, yard: Yard) -> Thing:
        if kind == CLOSING:
            draft = factories.closing_draft(line, staff)
        else:
            draft = factories.periodic_draft(line, staff, yard.house.period())
        factories.advance(draft, state, yard.house, staff)
        return ProgressReport.objects.get(pk=draft.pk)

    return _left(stand)


def _unit_of(thing: Thing) -> Unit:
    unit: Unit = (thing if isinstance(thing, UnitLine) else thing.line).unit
    return unit


def _pass_on(thing: Thing, **who: Any) -> object:
    unit = _unit_of(thing)
    return passing_on.pass_on(unit, {}, version=unit.version, **who)


def _gone(act: str, do: Callable[..., object], *, is_reviewer: bool = False, has_words: bool = False) -> Turn:
    """A turn of somebody of the unit that went: in post as before, until somebody ends the post."""

    def who(yard: Yard, thing: Thing) -> Actor:
        staff = yard.people[_unit_of(thing).pk]
        return staff.reviewer if is_reviewer else staff.liaison

    return Turn(act, who, do, has_words)


PASS_ON = Turn("hand_over", second_clerk, _pass_on)
GONE_SEND = _gone("send", versioned(reports.send))
GONE_WITHDRAW = _gone("withdraw", versioned(reports.withdraw))
GONE_RETURN = _gone("return", versioned(reports.return_to_author), is_reviewer=True, has_words=True)
GRANT = Turn("grant", director, grant, True)
GONE_SIGN = _gone("sign", versioned(lines.sign))
GONE_ASK = _gone("ask", ask_for_time, has_words=True)
GONE_TAKE_BACK = _gone("withdraw", versioned(extensions.withdraw))
UNSIGNED, AT_WORK = (_left(lambda line, *_: line, is_signed=is_signed) for is_signed in (False, True))
ASKED = _left(lambda line, staff, _yard: extension_factories.ask(line, by=staff.liaison, at=REPORTED_AT))


def _passed_on(
    name: str,
    stand: Callable[[Yard], Thing],
    turn: Turn,
    ends: Ends = Ends.EITHER,
    told: frozenset[int] = STALE,
) -> Pair:
    """A closing that waits stays with the unit that went, so that both are done; and the office keeps its rights."""
    return Pair(f"passed on × {name}", stand, PASS_ON, turn, ends, weight=2, told=told, leaves=True)


HEIRS = [
    Pair("given away × signed", _named, GIVE_AWAY, SIGN_OF_CASE, told=GIVEN_AWAY, leads=True),
    Pair("given away × turned down", _named, GIVE_AWAY, TURN_DOWN, leads=True),
    Pair("given away × given to nobody", _named, GIVE_AWAY, UPHOLD, leads=True),
    Pair("given away × withdrawn", _named, GIVE_AWAY, WITHDRAW_CASE, told=GIVEN_AWAY, leads=True),
    _passed_on("signed", UNSIGNED, GONE_SIGN, told=GIVEN_AWAY),
    _passed_on("report sent", _report(DRAFT), GONE_SEND, told=GIVEN_AWAY),
    _passed_on("report accepted", _report(OFFICE), ACCEPT),
    _passed_on("closing sent", _report(DRAFT, CLOSING), GONE_SEND, told=GIVEN_AWAY),
    _passed_on("closing withdrawn", _report(OFFICE, CLOSING), GONE_WITHDRAW, Ends.BOTH),
    _passed_on("closing returned", _report(UNIT, CLOSING), GONE_RETURN, Ends.BOTH),
    _passed_on("closing accepted", _report(OFFICE, CLOSING), ACCEPT, Ends.BOTH),
    _passed_on("more time asked", AT_WORK, GONE_ASK, told=GIVEN_AWAY),
    _passed_on("more time granted", ASKED, GRANT),
    _passed_on("request withdrawn", ASKED, GONE_TAKE_BACK, told=GIVEN_AWAY),
]
