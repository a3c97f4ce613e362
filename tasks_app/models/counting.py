"""Counts that a page shows: exact to a thousand, so that they cost the same however many rows there are."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

EXACT_TO = 1000


def in_words(count: int) -> str:
    """A count for a page: 1000+ stands for all beyond."""
    return f"{EXACT_TO}+" if count > EXACT_TO else str(count)


def counted(rows: "QuerySet[Any]") -> int:
    """How many rows there are; one more than ``EXACT_TO`` stands for all beyond."""
    return _up_to_one_more(rows).count()


def counted_together(rows: "Mapping[str, QuerySet[Any]]") -> dict[str, int]:
    """Several such counts by name, in one statement.

    Each is written as SQL on its own: a query of queries is resolved twice, which costs a page more than the counting.
    """
    parts: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, wanted in rows.items():
        with suppress(EmptyResultSet):
            parts[name] = _up_to_one_more(wanted).query.sql_with_params()
    if not parts:
        return dict.fromkeys(rows, 0)
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in parts.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [param for _, params in parts.values() for param in params])
        found = cursor.fetchone()
    return dict.fromkeys(rows, 0) | dict(zip(parts, found, strict=True))


class Counted(Subquery):
    """One such count as an expression, within another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__(_up_to_one_more(rows))


def _up_to_one_more(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.order_by().values("pk")[: EXACT_TO + 1]
