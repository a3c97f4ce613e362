"""More time (延期) and what may happen to a line besides reporting (事项变更), also beside a closing."""

from collections.abc import Callable
from typing import Any

from accounts.models import Unit
from tasks_app.actions import extensions, line_case_decisions, line_cases, lines
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.actions.line_cases import Raised
from tasks_app.domain.line_case_states import CaseKind
from tests import extension_factories, factories, line_case_factories
from tests.factories import REPORTED_AT
from tests.races.pairs.lines import SIGN, at_work, unsigned
from tests.races.pairs.pair import (
    CALENDAR,
    GIVEN_AWAY,
    Ends,
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
from tests.races.pairs.reports import CLOSING, DRAFT, SEND
from tests.races.yard import IN_MAY, Yard

ASKED_AT, DECIDED_AT = extension_factories.ASKED_AT, extension_factories.DECIDED_AT


# --- acts ------------------------------------------------------------------------------------------------------------
def ask_for_time(line: Thing, words: str, **who: Any) -> object:
    """Ten working days more."""
    wish = Wish(extension_factories.IN_TEN_DAYS, words, "基础施工已完成。")
    return extensions.ask(line, wish, calendar=CALENDAR, version=line.version, **who)


def grant(request: Thing, words: str, **who: Any) -> object:
    """As it was asked."""
    granted = Grant(request.wished_until, words)
    return extensions.grant(request, granted, calendar=CALENDAR, version=request.version, **who)


def _grant_on_paper(request: Thing, words: str, **who: Any) -> object:
    granted = Grant(request.wished_until, sheet=factories.sheet(DECIDED_AT, words=words))
    return extensions.grant_on_paper(request, granted, calendar=CALENDAR, version=request.version, **who)


def _ask(kind: str) -> Callable[..., object]:
    until = IN_MAY if kind == CaseKind.SUSPENSION else None

    def do(line: Thing, words: str, **who: Any) -> object:
        return line_cases.ask(line, Raised(kind, words, until), version=line.version, **who)

    return do


def grant_case(case: Thing, words: str, **who: Any) -> object:
    """A suspension or cancellation, granted as it was asked."""
    granted = Granted(case.until, line_case_factories.GROUND, words)
    return line_case_decisions.grant(case, granted, calendar=CALENDAR, version=case.version, **who)


def of_line(act: Callable[..., object], name: str) -> Callable[..., object]:
    """An act on the open request or case of a report's line."""

    def do(report: Thing, *words: str, **who: Any) -> object:
        return act(getattr(report.line, name).get(), *words, **who)

    return do


OBJECT, SUSPEND, CANCEL = _ask(CaseKind.OBJECTION), _ask(CaseKind.SUSPENSION), _ask(CaseKind.CANCELLATION)


# --- scenes ----------------------------------------------------------------------------------------------------------
def _asked(yard: Yard) -> Thing:
    return extension_factories.ask(yard.line(), by=yard.staff.liaison)


def objected(yard: Yard, *, named: Unit | None = None) -> Thing:
    """An objection about a line of two on its item: without it the item is not left to nobody."""
    raised = Raised(CaseKind.OBJECTION, "不属本单位职责。", named_unit=named)
    line = yard.line(is_signed=False, leads=True)
    return line_cases.ask(line, raised, by=yard.staff.liaison, at=REPORTED_AT)


def _suspension(yard: Yard) -> Thing:
    return SUSPEND(yard.line(), "条件尚不具备。", by=yard.staff.liaison, at=REPORTED_AT)


def _suspended(yard: Yard) -> Thing:
    return grant_case(_suspension(yard), "同意。", by=yard.directors[0], at=REPORTED_AT)


def _closing_while(act: Callable[..., object], words: str = "条件尚不具备。") -> Callable[[Yard], Thing]:
    """The draft of a closing while a request waits: once it is sent the request is over."""

    def stand(yard: Yard) -> Thing:
        draft = yard.report(DRAFT, CLOSING)
        act(draft.line, words, by=yard.staff.liaison, at=REPORTED_AT)
        return draft

    return stand


def _both_asked(yard: Yard) -> Thing:
    """More time and a suspension about one line; the thing is the request for more time."""
    line = yard.line()
    SUSPEND(line, "条件尚不具备。", by=yard.staff.liaison, at=REPORTED_AT)
    return extension_factories.ask(line, by=yard.staff.liaison, at=REPORTED_AT)


GRANT_CASE = Turn("grant", director, grant_case, True)
TURN_DOWN = Turn("turn_down", second_clerk, versioned(line_case_decisions.turn_down), True)
UPHOLD = Turn("uphold", clerk, dated(line_case_decisions.uphold), True)
GRANT = Turn("grant", director, grant, True, DECIDED_AT)
REFUSE = Turn("refuse", other_director, dated(extensions.refuse), True, DECIDED_AT)
TAKE_BACK = Turn("withdraw", liaison, versioned(extensions.withdraw), False, DECIDED_AT)
WITHDRAW_CASE = Turn("withdraw", liaison, versioned(line_cases.withdraw))
GRANT_OF_LINE = Turn("grant", director, of_line(grant, "extensions"), True)
CASE_OF_LINE = Turn("grant", director, of_line(grant_case, "cases"), True)
CASE_BESIDE = Turn("grant", other_director, lambda request, *words, **who: grant_case(
    request.line.cases.get(), *words, **who
), True)  # fmt: skip

CASES = [
    Pair(
        "more time asked by two",
        at_work,
        Turn("ask", liaison, ask_for_time, True, ASKED_AT),
        Turn("ask", other_liaison, ask_for_time, True, ASKED_AT),
    ),
    Pair(
        "more time × suspension asked",
        at_work,
        Turn("ask", liaison, ask_for_time, True),
        Turn("ask", other_liaison, SUSPEND, True),
        Ends.BOTH,
    ),
    Pair("extension grant × refuse", _asked, GRANT, REFUSE),
    Pair("extension grant × withdraw", _asked, GRANT, TAKE_BACK),
    Pair("extension refuse × withdraw", _asked, REFUSE, TAKE_BACK),
    Pair(
        "extension grant × grant on paper",
        _asked,
        GRANT,
        Turn("grant_on_paper", clerk, _grant_on_paper, True, DECIDED_AT),
    ),
    Pair("closing sent × extension granted", _closing_while(ask_for_time), SEND, GRANT_OF_LINE, Ends.EITHER),
    Pair("closing sent × suspended", _closing_while(SUSPEND), SEND, CASE_OF_LINE),
    Pair("closing sent × cancelled", _closing_while(CANCEL), SEND, CASE_OF_LINE),
    Pair(
        "extension × suspension granted",
        _both_asked,
        Turn("grant", director, grant, True),
        CASE_BESIDE,
        Ends.EITHER,
    ),
    Pair(
        "suspension asked by two",
        at_work,
        Turn("ask", liaison, SUSPEND, True),
        Turn("ask", other_liaison, SUSPEND, True),
    ),
    Pair(
        "case grant × refuse",
        _suspension,
        GRANT_CASE,
        Turn("refuse", other_director, versioned(line_case_decisions.refuse), True),
    ),
    Pair("case grant × withdraw", _suspension, GRANT_CASE, WITHDRAW_CASE),
    Pair(
        "taken up again by two",
        _suspended,
        Turn("resume", clerk, dated(line_cases.resume)),
        Turn("resume", second_clerk, dated(line_cases.resume)),
    ),
    Pair("sign × object", unsigned, SIGN, Turn("ask", other_liaison, OBJECT, True), Ends.EITHER),
    Pair("objection turned down × withdrawn", objected, TURN_DOWN, WITHDRAW_CASE, leads=True),
    Pair("objection upheld × turned down", objected, UPHOLD, TURN_DOWN, leads=True),
    Pair("objection upheld × withdrawn", objected, UPHOLD, WITHDRAW_CASE, told=GIVEN_AWAY, leads=True),
    Pair(
        "objection upheld × signed",
        objected,
        UPHOLD,
        Turn("sign", other_liaison, lambda case, **who: lines.sign(case.line, **who)),
        told=GIVEN_AWAY,
        leads=True,
    ),
]
