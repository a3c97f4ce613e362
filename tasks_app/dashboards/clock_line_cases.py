"""What the clock knows of cases about lines (事项变更): what waits for whom, and when a ladder rested for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from tasks_app.domain.facts import Anchor, Span
from tasks_app.domain.line_case_states import ANSWERED, CaseKind, CaseState
from tasks_app.domain.line_states import LineState
from tasks_app.domain.office_waits import Wait
from tasks_app.models import LineCase
from tasks_app.models.among import Ids

UNREAD = ("reason", "words", "ground")
Cases = Mapping[int, Sequence[LineCase]]


def line_cases_of(lines: Ids) -> Cases:
    """The cases about these lines, the oldest first, by line. One query."""
    found: defaultdict[int, list[LineCase]] = defaultdict(list)
    for case in LineCase.objects.filter(line__in=lines).defer(*UNREAD).order_by("asked_at", "id"):
        found[case.line_id].append(case)
    return found


def rests_of_cases(cases: Iterable[LineCase]) -> tuple[Span, ...]:
    """The days on which the ladder stood still while a case waited that rests it; a suspension is another pause."""
    return tuple(
        Span(timezone.localdate(one.asked_at), timezone.localdate(one.decided_at) if one.decided_at else None)
        for one in cases
        if one.rests
    )


def last_resumed(cases: Iterable[LineCase]) -> date | None:
    """The day a line was taken up again last, with another deadline."""
    return max((timezone.localdate(one.ended_at) for one in cases if one.new_deadline and one.ended_at), default=None)


def days_of_case(case: LineCase, state: str) -> dict[Anchor, date]:
    """The days of a case that rules may count from; ``state`` is its line's. Nothing is told of what was taken back."""
    if case.is_open:
        return {Anchor.RAISED: timezone.localdate(case.asked_at)}
    days = {}
    if case.state in ANSWERED and case.decided_at:
        days[Anchor.DECIDED] = timezone.localdate(case.decided_at)
    if case.new_deadline and case.ended_at:
        days[Anchor.RESUMED] = timezone.localdate(case.ended_at)
    if wait_of_case(case, state) and case.until:
        days[Anchor.RESUME_BY] = case.until
    return days


def wait_of_case(case: LineCase, state: str) -> Wait | None:
    """What a case waits for with the office: an answer, or on its day the line to be taken up again."""
    if case.is_open:
        return Wait.RAISED
    is_suspending = case.kind == CaseKind.SUSPENSION and case.state == CaseState.GRANTED
    return Wait.TO_RESUME if is_suspending and state == LineState.SUSPENDED else None
