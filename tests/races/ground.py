"""The ground every race starts from: what two acts wrote is read off the rows themselves, and taken back.

PostgreSQL only. A row's ``xmin`` names the transaction that wrote it, so whatever came after a mark is what the race
left: in every table, whether or not anybody thought of it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

Row = dict[str, Any]
SNAPSHOT = "race_ground"
KEYS = ("id", "history_id")  # of a row, and of its history
MARK = "SELECT pg_current_xact_id()::text::bigint % 4294967296"


@dataclass(frozen=True)
class Traces:
    """What a race wrote, by table: each row as it stands afterwards."""

    rows: dict[str, list[Row]]
    text: str = ""

    def of(self, model: type) -> list[Row]:
        """The rows of a model that were written."""
        return self.rows.get(model._meta.db_table, [])  # type: ignore[attr-defined]

    def say(self, words: str) -> bool:
        """Whether these words stand in any row that was written."""
        return words in self.text


class Ground:
    """The database as it stood when the scenes were set up."""

    def __init__(self) -> None:
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.pk.column in KEYS]
        self.keys = {model._meta.db_table: model._meta.pk.column for model in models if not model._meta.proxy}
        self.tables = sorted(self.keys)
        self.histories = {
            model._meta.db_table: model.history.model._meta.db_table for model in models if hasattr(model, "history")
        }
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {SNAPSHOT} CASCADE; CREATE SCHEMA {SNAPSHOT}")
            for table in self.tables:
                cursor.execute(f'CREATE TABLE {SNAPSHOT}."{table}" AS TABLE "{table}"')
            each = [
                f"SELECT '{table}', to_jsonb(t)::text FROM \"{table}\" t WHERE xmin::text::bigint > $1"  # noqa: S608
                for table in self.tables
            ]
            # Prepared: to plan it takes longer than to run it.
            cursor.execute(f"PREPARE race_traces (bigint) AS {' UNION ALL '.join(each)}")
            cursor.execute(MARK)
            [self.mark] = cursor.fetchone()

    def traces(self) -> Traces:
        """What was written since. One query over all tables."""
        found: dict[str, list[Row]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(f"EXECUTE race_traces ({self.mark})")
            written = cursor.fetchall()
        for table, row in written:
            found[table].append(json.loads(row))
        return Traces(dict(found), "\n".join(row for _, row in written))

    def restore(self, traces: Traces) -> None:
        """Takes it all back, rows that were taken away included; history is no exception here. One round trip."""
        statements = ["BEGIN", "SET LOCAL session_replication_role = replica", *self._undone(traces), "COMMIT", MARK]
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements))
            while cursor.cursor.nextset():
                pass
            [self.mark] = cursor.fetchone()

    def _undone(self, traces: Traces) -> Iterator[str]:
        for table in self.tables:
            key = self.keys[table]
            written = [row[key] for row in traces.rows.get(table, ())]
            if written:
                yield f'DELETE FROM "{table}" WHERE {key} IN ({_listed(written)})'  # noqa: S608
            if key != "id":
                continue  # history is only ever added to
            was = {row["id"] for row in traces.rows.get(self.histories.get(table, ""), ())}
            # Relations have no history in which a row that was taken away would show.
            if "relation" in table:
                yield self._put_back(table, "true")
            elif written or was:
                yield self._put_back(table, f"s.id IN ({_listed({*written, *was})})")

    def is_as_it_was(self) -> bool:
        """Whether every table holds again what it held when the first race began."""
        either = '(SELECT * FROM "{0}" EXCEPT ALL SELECT * FROM {1}."{0}")'
        other = '(SELECT * FROM {1}."{0}" EXCEPT ALL SELECT * FROM "{0}")'
        one_of = [f"EXISTS {query.format(table, SNAPSHOT)}" for table in self.tables for query in (either, other)]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {' OR '.join(one_of)}")
            [differs] = cursor.fetchone()
        return not differs

    def drop(self) -> None:
        """Leaves nothing of the snapshot behind."""
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE race_traces; DROP SCHEMA IF EXISTS {SNAPSHOT} CASCADE")

    @staticmethod
    def _put_back(table: str, which: str) -> str:
        return (
            f'INSERT INTO "{table}" SELECT s.* FROM {SNAPSHOT}."{table}" s'  # noqa: S608
            f' WHERE {which} AND NOT EXISTS (SELECT FROM "{table}" t WHERE t.id = s.id)'
        )


def _listed(ids: Any) -> str:
    return ", ".join(map(str, ids))
