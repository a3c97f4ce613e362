"""Requests for more time (延期申请) as tests need them, made by the real actions."""

from datetime import date, datetime
from typing import Any

from accounts.actor import Actor
from tasks_app.actions import extensions
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.domain.line_states import LineState
from tasks_app.models import Extension, UnitLine
from tests import factories
from tests.factories import House, Staff, moment, published_calendar

ASKED_AT, DECIDED_AT = moment("2026-11-20 10:00"), moment("2026-11-24 10:00")
IN_TEN_DAYS = date(2026, 12, 14)
WISH = Wish(IN_TEN_DAYS, "设备交货推迟两周。", "基础施工已完成，设备待安装。")


def asked(house: House, people: Staff | None = None, number: int = 1, **wanted: Any) -> Extension:
    """A request of the liaison about a line, which is signed here where it is not yet."""
    unit = people or house.commerce
    line = house.line(unit, number)
    if line.state == LineState.PENDING_SIGNATURE:
        factories.signed_line(house, unit, number)
    return ask(line, **{"by": unit.liaison} | wanted)


def ask(line: UnitLine, *, by: Actor, at: datetime = ASKED_AT, wish: Wish = WISH, **rest: Any) -> Extension:
    """A request until the tenth working day after the deadline of most tests."""
    return extensions.ask(line, wish, calendar=published_calendar(), by=by, at=at, **rest)


def grant(
    request: Extension, *, by: Actor, until: date | None = IN_TEN_DAYS, at: datetime = DECIDED_AT, **rest: Any
) -> Extension:
    """Granted as it was asked."""
    granted = Grant(until, rest.pop("words", "同意。"), rest.pop("sheet", None))
    return extensions.grant(request, granted, calendar=published_calendar(), by=by, at=at, **rest)


def refuse(request: Extension, *, by: Actor, reason: str = "进度可追回。", at: datetime = DECIDED_AT) -> Extension:
    """Refused with a reason."""
    return extensions.refuse(request, reason=reason, calendar=published_calendar(), by=by, at=at)
