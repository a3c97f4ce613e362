"""The closed table of conditions a rule may name: small predicates over frozen facts, never expressions."""

from collections.abc import Callable

from tasks_app.domain.facts import Facts
from tasks_app.domain.line_states import WITH_UNIT, LineState
from tasks_app.domain.report_states import UNFINISHED, ReportState

Condition = Callable[[Facts], bool]


def _unsigned(facts: Facts) -> bool:
    return facts.state == LineState.PENDING_SIGNATURE


def _with_unit(facts: Facts) -> bool:
    return facts.state in WITH_UNIT


def _not_reported(facts: Facts) -> bool:
    return facts.state in WITH_UNIT and not facts.is_reported


def _with_office(facts: Facts) -> bool:
    return facts.report_state == ReportState.SUBMITTED


def _to_redo(facts: Facts) -> bool:
    return facts.report_state in UNFINISHED and facts.state in WITH_UNIT


def _undecided(facts: Facts) -> bool:
    return facts.is_proposal_open


def _letter_ran_out(facts: Facts) -> bool:
    return facts.state in WITH_UNIT and facts.letter_window_is_over


CONDITIONS: dict[str, tuple[str, Condition]] = {
    "unsigned": ("尚未签收", _unsigned),
    "with_unit": ("尚未报送办结", _with_unit),
    "not_reported": ("本期尚未报送", _not_reported),
    "with_office": ("报送件尚未审核", _with_office),
    "to_redo": ("退回件尚未重新报送", _to_redo),
    "undecided": ("建议尚未处理", _undecided),
    "letter_ran_out": ("公文已送达且答复期满仍未办结", _letter_ran_out),
}
