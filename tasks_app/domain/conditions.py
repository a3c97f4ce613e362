"""The closed table of conditions a rule may name: small predicates over frozen facts, never expressions."""

from collections.abc import Callable

from tasks_app.domain.facts import Anchor, Facts
from tasks_app.domain.line_states import WITH_UNIT, LineState
from tasks_app.domain.office_waits import WAITS
from tasks_app.domain.paper_states import ServiceState
from tasks_app.domain.reading_clock import Asked
from tasks_app.domain.report_states import UNFINISHED

Condition = Callable[[Facts], bool]
LETTER_RAN_OUT = "letter_ran_out"


def _unsigned(facts: Facts) -> bool:
    return facts.state == LineState.PENDING_SIGNATURE


def _with_unit(facts: Facts) -> bool:
    return facts.state in WITH_UNIT


def _not_reported(facts: Facts) -> bool:
    return facts.state in WITH_UNIT and not facts.is_reported


def _to_redo(facts: Facts) -> bool:
    return facts.report_state in UNFINISHED and facts.state in WITH_UNIT


def _letter_ran_out(facts: Facts) -> bool:
    return facts.state in WITH_UNIT and LETTER_RAN_OUT in facts.holds_from


def _unreceived(facts: Facts) -> bool:
    return facts.service_state == ServiceState.SERVED


def _unanswered(facts: Facts) -> bool:
    return facts.service_state == ServiceState.RECEIVED


def _to_keep(facts: Facts) -> bool:
    return facts.is_commitment_open


def _unreported(facts: Facts) -> bool:
    return facts.state == Asked.OF_UNIT and not facts.is_reported


def _no_reporter(facts: Facts) -> bool:
    return facts.state == Asked.OF_NOBODY and not facts.is_reported


def _has_answer(facts: Facts) -> bool:
    return Anchor.DECIDED in facts.anchors


def _is_resumed(facts: Facts) -> bool:
    return Anchor.RESUMED in facts.anchors


def _waiting_for(wait: str) -> Condition:
    return lambda facts: facts.waits == wait


CONDITIONS: dict[str, tuple[str, Condition]] = {
    "unsigned": ("尚未签收", _unsigned),
    "with_unit": ("尚未报送办结", _with_unit),
    "not_reported": ("本期尚未报送", _not_reported),
    "to_redo": ("退回件尚未重新报送", _to_redo),
    LETTER_RAN_OUT: ("公文已送达且答复期满仍未办结", _letter_ran_out),
    "unreceived": ("公文尚未签收", _unreceived),
    "unanswered": ("公文尚未答复", _unanswered),
    "to_keep": ("整改承诺尚未完成", _to_keep),
    "unreported": ("目标数据尚未填报", _unreported),
    "no_reporter": ("目标尚无填报单位，数据无人填报", _no_reporter),
    "answered": ("异议、暂缓或撤项已有处理结果", _has_answer),
    "resumed": ("事项已恢复办理", _is_resumed),
    **{str(wait): (awaited.words, _waiting_for(wait)) for wait, awaited in WAITS.items()},
}
