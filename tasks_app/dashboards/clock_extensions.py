"""What the clock knows of requests for more time (延期申请): what waits for the office, and when a ladder rested."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from tasks_app.domain.facts import Span
from tasks_app.models import Extension, LineCase
from tasks_app.models.among import Ids

UNREAD = ("reason", "progress", "words")
Requests = Mapping[int, Sequence[Extension]]


def extensions_of(lines: Ids) -> Requests:
    """The requests about these lines, the oldest first, by line. One query."""
    found: defaultdict[int, list[Extension]] = defaultdict(list)
    for request in Extension.objects.filter(line__in=lines).defer(*UNREAD).order_by("asked_at", "id"):
        found[request.line_id].append(request)
    return found


def rests_of(requests: Iterable[Extension]) -> tuple[Span, ...]:
    """The days on which the ladder stood still: while a request that came in time was not decided."""
    return tuple(
        Span(timezone.localdate(one.asked_at), timezone.localdate(one.decided_at) if one.decided_at else None)
        for one in requests
        if one.in_time
    )


def last_moved(requests: Iterable[Extension]) -> date | None:
    """The day the deadline was moved last: a letter that was sent before it is about another deadline."""
    days = [timezone.localdate(one.decided_at) for one in requests if one.opened_round is not None and one.decided_at]
    return max(days, default=None)


def rounds_before(round_: int, moved: Iterable[Extension | LineCase]) -> tuple[int, ...]:
    """The rounds that extensions and resumptions alone separate from this one: only the deadline became another."""
    opened = {one.opened_round for one in moved}
    earlier = []
    while round_ in opened:
        round_ -= 1
        earlier.append(round_)
    return tuple(earlier)
