"""Several questions in one statement: each is answered as JSON beside the others, and becomes the rows it stands for.

A page asks a dozen small things that do not depend on each other, and a statement costs more on its way there and back
than in the database. Nothing is kept: every page asks anew.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# A function of a database takes at most a hundred arguments: the columns of a wide row travel in parts.
WIDTH = 60
ARRAYS = {"postgresql": ("json_agg", "json_build_array"), "sqlite": ("json_group_array", "json_array")}
# What the driver would have made of a value, by the kind of its field. SQLite's knows no more than JSON does.
READ: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": lambda value: Decimal(str(value)),
    "UUIDField": UUID,
    "JSONField": lambda value: json.dumps(value, ensure_ascii=False),
}


def read_together(*wanted: "QuerySet[Any]") -> None:
    """Reads these querysets, by one statement; whoever iterates over them afterwards asks nothing.

    What none() asks costs nothing.
    """
    for rows in wanted:
        if rows.query.is_empty():
            rows._result_cache = []
    asked = [(rows, rows.query.get_compiler(connection.alias)) for rows in wanted if rows._result_cache is None]
    written: list[tuple[QuerySet[Any], SQLCompiler, str, Sequence[Any]]] = []
    for rows, compiler in asked:
        sql, params = "", ()
        with suppress(EmptyResultSet):
            sql, params = compiler.as_sql(with_col_aliases=True)
        if sql:
            written.append((rows, compiler, sql, params))
        else:
            _fill(rows, compiler, [])
    if not written:
        return
    parts = ", ".join(_as_json(compiler, sql) for _, compiler, sql, _ in written)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", [param for *_, params in written for param in params])
        answers = cursor.fetchone()
    for (rows, compiler, *_), answer in zip(written, answers, strict=True):
        _fill(rows, compiler, _rows(compiler, answer))


def _as_json(compiler: SQLCompiler, sql: str) -> str:
    """The rows of a query as one array of arrays, in their order."""
    gather, array = ARRAYS[connection.vendor]
    names = [f"asked.{connection.ops.quote_name(alias)}" for _, _, alias in compiler.select]
    parts = (f"{array}({', '.join(names[at : at + WIDTH])})" for at in range(0, len(names), WIDTH))
    # As text: what a driver does with JSON by itself is not ours to say.
    return f"(SELECT CAST({gather}({array}({', '.join(parts)})) AS text) FROM ({sql}) AS asked)"  # noqa: S608


def _rows(compiler: SQLCompiler, answer: str | None) -> list[list[Any]]:
    readers = _readers(compiler)
    rows = ([value for part in row for value in part] for row in json.loads(answer or "[]"))
    return [[_read(reader, value) for reader, value in zip(readers, row, strict=True)] for row in rows]


def _readers(compiler: SQLCompiler) -> "list[Callable[[Any], Any] | None]":
    if connection.vendor != "postgresql":
        return [None] * len(compiler.select)
    kinds = (column.output_field.get_internal_type() for column, _, _ in compiler.select)
    return [READ.get(kind) for kind in kinds]


def _read(reader: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if reader is None or value is None else reader(value)


def _fill(rows: "QuerySet[Any]", compiler: SQLCompiler, found: list[list[Any]]) -> None:
    """Lets Django make of the answers what it makes of rows of its own asking: models, their relations, values."""
    query = rows.query
    if not compiler.select:
        compiler.setup_query(with_col_aliases=True)
    compiler.execute_sql = lambda *_, **__: [found]  # type: ignore[method-assign,assignment]
    query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
    len(rows)
    del query.get_compiler
