"""Paging by key: a page of a long list costs the same wherever it stands, at any size of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet

from accounts.requests import HouseRequest
from tasks_app.models import counting
from tasks_app.models.counting import EXACT_TO

# As many as a plan has rows: what a unit has of it, and a plan, stand on one page.
ROWS = 30
LONGEST_ID = len(str(2**63 - 1)) - 1
# Outside these years a day cannot be turned into every database's own kind of date.
FIRST_YEAR, LAST_YEAR = 1970, 2200

Row = TypeVar("Row", bound=Model)
Key = tuple[date, int]


@dataclass(frozen=True)
class Order:
    """A total order: one column and then the id, both ascending or both descending."""

    column: str
    parse: Callable[[str], date]
    latest_first: bool = False

    @property
    def forwards(self) -> tuple[str, str]:
        """What to order by to walk on."""
        return (f"-{self.column}", "-id") if self.latest_first else (self.column, "id")

    @property
    def backwards(self) -> tuple[str, str]:
        """What to order by to walk back."""
        return (self.column, "id") if self.latest_first else (f"-{self.column}", "-id")

    def beyond(self, key: Key, *, forwards: bool) -> Q:
        """The rows that come after the key, or before it. The bound on the column is what an index starts at."""
        side = "lt" if forwards == self.latest_first else "gt"
        value, number = key
        bound = Q(**{f"{self.column}__{side}e": value})
        return bound & (Q(**{f"{self.column}__{side}": value}) | Q(**{f"id__{side}": number}))

    def key(self, text: str) -> Key | None:
        """The key that an address names, or None where it names none."""
        value, _, number = text.rpartition(".")
        if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
            return None
        try:
            return self.parse(value), int(number)
        except ValueError:
            return None

    def text(self, row: Any) -> str:
        """How an address names the key of a row."""
        return f"{getattr(row, self.column).isoformat()}.{row.pk}"


def _day(text: str) -> date:
    return _near(date.fromisoformat(text))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a key names its time zone")
    _near(moment)
    return moment


def moment_in(text: str) -> datetime | None:
    """The moment an address names; what is none narrows nothing."""
    try:
        return _moment(text)
    except ValueError:
        return None


def _near(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("no row of ours stands there")
    return day


BY_DEADLINE = Order("deadline", _day)
OLDEST_SUBMISSION_FIRST = Order("submitted_at", _moment)
OLDEST_DUE_FIRST = Order("due_on", _day)
LATEST_FIRST = Order("at", _moment, latest_first=True)
LATEST_DRAFT_FIRST = Order("drafted_at", _moment, latest_first=True)
LATEST_NUMBER_FIRST = Order("numbered_at", _moment, latest_first=True)
MOST_URGENT_FIRST = Order("urgency", _day)
LATEST_UPLOADED_FIRST = Order("uploaded_at", _moment, latest_first=True)
LATEST_SERVED_FIRST = Order("served_on", _day, latest_first=True)


@dataclass(frozen=True)
class Page:
    """One page of rows, with links to its neighbours and the total in words (exact to 1,000)."""

    rows: list[Any]
    total: str
    previous_url: str | None
    next_url: str | None


def page_of(
    rows: "QuerySet[Row]",
    request: HouseRequest,
    *,
    order: Order = BY_DEADLINE,
    counted: str = "项",
    showing: Callable[[Any], "QuerySet[Row]"] = lambda rows: rows,
    total: int | None = None,
) -> Page:
    """The page the request asks for, of rows in a total order. Two queries: the rows, and the total.

    ``showing`` adds to the rows of the page what the page shows of them, and the total is spared it. ``total`` is for
    a page that counted them already.
    ``after`` and ``before`` in the address are keys of the form 2026-11-30.17; anything else shows the first page.
    """
    after, before = order.key(request.GET.get("after", "")), order.key(request.GET.get("before", ""))
    if before:
        earlier = rows.filter(order.beyond(before, forwards=False))
        window = list(showing(earlier).order_by(*order.backwards)[: ROWS + 1])
        shown, has_previous, has_next = window[:ROWS][::-1], len(window) > ROWS, True
    else:
        later = rows.filter(order.beyond(after, forwards=True)) if after else rows
        window = list(showing(later).order_by(*order.forwards)[: ROWS + 1])
        shown, has_previous, has_next = window[:ROWS], after is not None, len(window) > ROWS
    return Page(
        rows=shown,
        total=_total(counting.counted(rows) if total is None else total, counted),
        previous_url=_link(request, "before", order.text(shown[0])) if has_previous and shown else None,
        next_url=_link(request, "after", order.text(shown[-1])) if has_next and shown else None,
    )


def _total(number: int, counted: str) -> str:
    return f"{EXACT_TO} {counted}以上" if number > EXACT_TO else f"共 {number} {counted}"


def _link(request: HouseRequest, direction: str, key: str) -> str:
    kept = [
        (name, value) for name, values in request.GET.lists() if name not in ("after", "before") for value in values
    ]
    return "?" + urlencode([*kept, (direction, key)])
