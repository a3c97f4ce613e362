"""Cases of a line (事项变更) as tests need them, made by the real actions."""

from datetime import date, datetime
from typing import Any

from accounts.actor import Actor
from tasks_app.actions import line_case_decisions, line_cases
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.actions.line_cases import Raised
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.line_states import LineState
from tasks_app.models import LineCase, UnitLine
from tests import factories
from tests.factories import House, Staff, moment, published_calendar

RAISED_AT, ANSWERED_AT = moment("2026-11-20 10:00"), moment("2026-11-24 10:00")
UNTIL = date(2026, 12, 21)
WHY = "用地尚未批复，暂不具备施工条件。"
GROUND = "市领导小组会议纪要〔2026〕3号"


def raised(
    house: House, kind: str = CaseKind.SUSPENSION, people: Staff | None = None, number: int = 1, **wanted: Any
) -> LineCase:
    """A case of the liaison about a line, which is signed here where the kind asks for it."""
    unit = people or house.commerce
    line = house.line(unit, number)
    if line.state == LineState.PENDING_SIGNATURE and kind != CaseKind.OBJECTION:
        line = factories.signed_line(house, unit, number)
    return ask(line, kind, **{"by": unit.liaison} | wanted)


def ask(line: UnitLine, kind: str, *, by: Actor, at: datetime = RAISED_AT, **words: Any) -> LineCase:
    """Asked for with a reason; of a suspension until four weeks later."""
    version = words.pop("version", None)
    until = {"until": UNTIL} if kind == CaseKind.SUSPENSION else {}
    return line_cases.ask(line, Raised(kind, **{"reason": WHY, **until, **words}), by=by, at=at, version=version)


def granted(case: LineCase, *, by: Actor, at: datetime = ANSWERED_AT, **more: Any) -> LineCase:
    """Granted as it was asked, on a ground where one is needed."""
    ground = GROUND if case.kind == CaseKind.CANCELLATION else ""
    wanted = more.pop("granted", Granted(case.until, ground, "同意。"))
    return line_case_decisions.grant(case, wanted, calendar=published_calendar(), by=by, at=at, **more)


def upheld(case: LineCase, *, by: Actor, at: datetime = ANSWERED_AT, **more: Any) -> LineCase:
    """The objection holds."""
    return line_case_decisions.uphold(
        case, **{"reason": "职责不在该单位。"} | more, calendar=published_calendar(), by=by, at=at
    )


def resumed(case: LineCase, *, by: Actor, at: datetime) -> LineCase:
    """Taken up again."""
    return line_cases.resume(case, calendar=published_calendar(), by=by, at=at)
