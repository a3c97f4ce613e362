"""Paging by key: a page of a long list costs the same wherever it stands, at any size of the list."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

ROWS = 50
COUNTED_TO = 1000

Row = TypeVar("Row", bound=Model)
Key = tuple[date, int]


@dataclass(frozen=True)
class Page:
    """One page of rows, with links to its neighbours and the total in words (exact to 1,000)."""

    rows: list[Any]
    total: str
    previous_url: str | None
    next_url: str | None


def page_of(rows: "QuerySet[Row]", request: HttpRequest, *, counted: str = "项") -> Page:
    """The page the request asks for, of rows ordered by (deadline, id). Two queries: the rows, and the total.

    ``after`` and ``before`` in the address are keys of the form 2026-11-30.17; anything else shows the first page.
    """
    after, before = _key(request.GET.get("after", "")), _key(request.GET.get("before", ""))
    if before:
        window = list(rows.filter(_earlier(before)).order_by("-deadline", "-id")[: ROWS + 1])
        shown, has_previous, has_next = window[:ROWS][::-1], len(window) > ROWS, True
    else:
        later = rows.filter(_later(after)) if after else rows
        window = list(later.order_by("deadline", "id")[: ROWS + 1])
        shown, has_previous, has_next = window[:ROWS], after is not None, len(window) > ROWS
    return Page(
        rows=shown,
        total=_total(rows, counted),
        previous_url=_link(request, "before", shown[0]) if has_previous and shown else None,
        next_url=_link(request, "after", shown[-1]) if has_next and shown else None,
    )


def _total(rows: "QuerySet[Row]", counted: str) -> str:
    number = rows.order_by()[: COUNTED_TO + 1].count()
    return f"{COUNTED_TO} {counted}以上" if number > COUNTED_TO else f"共 {number} {counted}"


def _key(text: str) -> Key | None:
    day, _, number = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _later(key: Key) -> Q:
    return Q(deadline__gt=key[0]) | Q(deadline=key[0], id__gt=key[1])


def _earlier(key: Key) -> Q:
    return Q(deadline__lt=key[0]) | Q(deadline=key[0], id__lt=key[1])


def _link(request: HttpRequest, direction: str, row: Any) -> str:
    kept = [
        (name, value) for name, values in request.GET.lists() if name not in ("after", "before") for value in values
    ]
    return "?" + urlencode([*kept, (direction, f"{row.deadline:%Y-%m-%d}.{row.pk}")])
