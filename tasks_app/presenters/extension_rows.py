"""Requests for more time (延期申请) as a line and a list show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from tasks_app.dashboards.line_today import CycleToday
from tasks_app.domain.extension_states import Bounds, ExtensionState
from tasks_app.domain.line_states import AT_WORK
from tasks_app.models import Extension, LineCase, UnitLine
from tasks_app.presenters.links import Step, extension_url

LATE = "逾期后提出"


@dataclass(frozen=True)
class RequestRow:
    """A request in a list: until when, where it stands, and whether it came too late."""

    url: str
    until: date
    state_code: str
    state_label: str
    asked_at: datetime
    late: str
    on_behalf: str


def row_of_request(request: Extension) -> RequestRow:
    """A row under the line it is about."""
    return RequestRow(
        url=extension_url(request),
        until=request.granted_until or request.wished_until,
        state_code=request.state,
        state_label=request.get_state_display(),
        asked_at=request.asked_at,
        late="" if request.in_time else LATE,
        on_behalf=f"{request.on_behalf_source}代录" if request.on_behalf_source else "",
    )


def moved_words(line: UnitLine, requests: Sequence[Extension], cases: Sequence[LineCase] = ()) -> str:
    """How often the deadline slipped, by an extension or a resumption: 原定 2026-11-30，已延期 2 次."""
    slips = sum(request.state == ExtensionState.GRANTED for request in requests)
    slips += sum(case.new_deadline is not None for case in cases)
    return f"原定 {line.original_deadline:%Y-%m-%d}，已延期 {slips} 次。" if slips else ""


def more_time(line: UnitLine, year: CycleToday, requests: Sequence[Extension], verb: str) -> tuple[Step, ...]:
    """Where more time is asked for, while the line is at work, no request waits and the year has a later day."""
    if line.state not in AT_WORK:
        return ()
    waiting = next((request for request in requests if request.is_open), None)
    if waiting:
        return (Step("查看延期申请", extension_url(waiting)),)
    if not Bounds(line.deadline, year.today, year.last).is_open:
        return ()
    page = "extension_new" if verb == "申请延期" else "extension_on_behalf"
    return (Step(verb, reverse(page, args=[line.pk])),)
