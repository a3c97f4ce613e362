"""Rows appended by the hundred (批量追加): one statement, in which the table's unique keys decide who was first."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

# A row by the names of its columns.
Row = dict[str, Any]
# The WHERE is for SQLite, which would take ON for the beginning of a join.
INSERT = (
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows} WHERE true ON CONFLICT DO NOTHING RETURNING {own}"
)
# How each database reads rows from JSON: the one by the types of the table itself, the other name by name.
READ_BY_TYPE = "json_populate_recordset(NULL::{table}, %s) AS new"
READ_BY_NAME = "(SELECT {values} FROM json_each(%s)) AS new"


def append(model: type[Model], rows: Sequence[Row], key: Sequence[str]) -> list[Row]:
    """Stores new rows of an append-only model; returns, with their ``id``, those whose unique ``key`` was still free.

    What a row does not name takes its field's default. This is ``bulk_create`` with ``ignore_conflicts`` at a fraction
    of its price: the rows travel as one JSON text, where Django makes a model of each and prepares value by value; and
    the statement tells which rows are new.
    """
    if not rows:
        return []
    defaults = _defaults(model)
    text = json.dumps([defaults | row for row in rows], ensure_ascii=False, default=_as_text)
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, key), [text])
        ids = {tuple(found): pk for pk, *found in cursor.fetchall()}
    key_of = itemgetter(*key)
    return [row | {"id": pk} for row in rows if (pk := ids.get(key_of(row)))]


def _defaults(model: type[Model]) -> Row:
    """What stands where a row says nothing; both databases take a name that is missing for NULL."""
    defaults = {field.attname: field.get_default() for field in _fields(model)}
    return {name: value for name, value in defaults.items() if value is not None}


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _statement(model: type[Model], key: Sequence[str]) -> str:
    names = [field.attname for field in _fields(model)]
    table = f'"{model._meta.db_table}"'
    values = ", ".join(f"""json_extract(value, '$."{name}"') AS "{name}\"""" for name in names)
    source = READ_BY_TYPE if connection.vendor == "postgresql" else READ_BY_NAME
    rows = source.format(table=table, values=values)
    return INSERT.format(table=table, columns=_quoted(names), rows=rows, own=_quoted(("id", *key)))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@lru_cache(maxsize=1000)
def _as_text(value: object) -> str:
    """A value that JSON does not know, as both databases read it. The rows of a batch share their days and moments."""
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    raise TypeError(f"{type(value).__name__} is no value of an append-only row")
