"""Lines (承办事项): signed for, handed to a section, reminded of, taken off the list and opened again."""

from typing import Any

from tasks_app.actions import handing_over, line_sheets, lines, office_reminders, responsibilities
from tasks_app.actions.lines import Handler
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Responsibility
from tests.factories import LATER
from tests.races.pairs.pair import (
    Ends,
    Pair,
    Thing,
    Turn,
    clerk,
    director,
    liaison,
    other_director,
    other_liaison,
    reviewer,
    second_clerk,
    signed,
    versioned,
)
from tests.races.pairs.reports import BULK, CLOSING, DRAFT, OFFICE, SEND, report
from tests.races.yard import Yard


def unsigned(yard: Yard) -> Thing:
    """A line that nobody signed for."""
    return yard.line(is_signed=False)


def at_work(yard: Yard) -> Thing:
    """A line on which the unit works."""
    return yard.line()


def _hand_over(line: Thing, words: str, **who: Any) -> object:
    return handing_over.hand_over(line, Handler(words, "王某", "8888"), version=line.version, **who)


def _sign_on_behalf(line: Thing, words: str, **who: Any) -> object:
    return lines.sign_on_behalf(line, source=words, version=line.version, **who)


def _completed(yard: Yard) -> Thing:
    return yard.report(ReportState.ACCEPTED, CLOSING).line


def _signed_off(yard: Yard) -> Thing:
    return lines.sign_off(_completed(yard), by=yard.directors[0], at=LATER)


def _remind(line: Thing, **who: Any) -> object:
    return office_reminders.remind({line.pk: line.version}, **who)


def _confirm_lead(place: int) -> Any:
    """The director confirms that the unit in this place leads; the page bears one version of all parts."""

    def do(line: Thing, words: str, **who: Any) -> object:
        task = line.work_item.year_plan.task
        held = list(Responsibility.objects.filter(task=task, ends_on__isnull=True).order_by("order"))
        return responsibilities.confirm_lead(task, held[place].pk, basis_note=words, version=len(held), **who)

    return do


SIGN = Turn("sign", liaison, versioned(lines.sign))
REMIND = Turn("office_remind", second_clerk, _remind)
REMIND_OF = Turn("office_remind", second_clerk, lambda report, **who: _remind(report.line, **who))
SIGN_OFF = Turn("sign_off", director, versioned(lines.sign_off))
REOPEN = Turn("reopen", other_director, versioned(lines.reopen), True)
HAND_OVER = Turn("hand_over", other_liaison, _hand_over, True)

LINES = [
    Pair("sign × sign", unsigned, SIGN, Turn("sign", reviewer, versioned(lines.sign))),
    Pair("sign × signed by phone", unsigned, SIGN, Turn("sign_on_behalf", clerk, _sign_on_behalf, True)),
    Pair("sign × handed to a section", unsigned, SIGN, HAND_OVER),
    Pair("handed to two sections", at_work, Turn("hand_over", liaison, _hand_over, True), HAND_OVER),
    Pair("reminded by two", at_work, Turn("office_remind", clerk, _remind), Turn("office_remind", director, _remind)),
    Pair("reminded × signed", unsigned, REMIND, SIGN, Ends.EITHER),
    Pair("reminded × closing sent", report(DRAFT, CLOSING), REMIND_OF, SEND, Ends.EITHER),
    Pair("reminded × bulk accept", report(OFFICE), REMIND_OF, BULK, Ends.EITHER),
    Pair("sign off × sign off", _completed, SIGN_OFF, Turn("sign_off", other_director, versioned(lines.sign_off))),
    Pair("sign off × reopen", _completed, SIGN_OFF, REOPEN),
    Pair(
        "sign off × sign off on paper",
        _completed,
        SIGN_OFF,
        Turn("sign_off_on_paper", clerk, signed(line_sheets.sign_off_on_paper), True),
    ),
    Pair("reopen × reopen", _signed_off, Turn("reopen", director, versioned(lines.reopen), True), REOPEN),
    Pair(
        "two leads confirmed",
        lambda yard: yard.line(leads=True),
        Turn("confirm_lead", director, _confirm_lead(0), True),
        Turn("confirm_lead", other_director, _confirm_lead(1), True),
        leads=True,
    ),
]
