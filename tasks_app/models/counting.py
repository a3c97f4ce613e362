"""Counts that a page shows: exact to a thousand, so that they cost the same however many rows there are."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

EXACT_TO = 1000


def in_words(count: int) -> str:
    """A count for a page: 1000+ stands for all beyond."""
    return f"{EXACT_TO}+" if count > EXACT_TO else str(count)


def counted(rows: "QuerySet[Any]") -> int:
    """How many rows there are; one more than ``EXACT_TO`` stands for all beyond."""
    return _up_to_one_more(rows).count()


class Counted(Subquery):
    """The same as an expression, so that several counts are one statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__(_up_to_one_more(rows))


def _up_to_one_more(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.order_by().values("pk")[: EXACT_TO + 1]
