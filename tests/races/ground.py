"""The ground every race starts from: what two acts wrote is read off the rows themselves, and taken back.

PostgreSQL only. A row's ``xmin`` names the transaction that wrote it, so whatever came after a mark is what the race
left: in every table, whether or not anybody thought of it.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

Row = dict[str, Any]
SNAPSHOT = "race_ground"
KEYS = ("id", "history_id")  # of a row, and of its history


@dataclass(frozen=True)
class Traces:
    """What a race wrote, by table: each row as it stands afterwards."""

    rows: dict[str, list[Row]]

    def of(self, model: type) -> list[Row]:
        """The rows of a model that were written."""
        return self.rows.get(model._meta.db_table, [])  # type: ignore[attr-defined]

    def say(self, words: str) -> bool:
        """Whether these words stand in any row that was written."""
        return any(words in json.dumps(row, ensure_ascii=False) for rows in self.rows.values() for row in rows)


class Ground:
    """The database as it stood when the scenes were set up."""

    def __init__(self) -> None:
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.pk.column in KEYS]
        self.tables = sorted({model._meta.db_table for model in models if not model._meta.proxy})
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
        self.mark = 0
        self.begin()

    def begin(self) -> None:
        """From here on what is written is the race's."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint % 4294967296")
            [self.mark] = cursor.fetchone()

    def traces(self) -> Traces:
        """What was written since. One query over all tables."""
        found: dict[str, list[Row]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(f"EXECUTE race_traces ({self.mark})")
            for table, row in cursor.fetchall():
                found[table].append(json.loads(row))
        return Traces(dict(found))

    def restore(self, traces: Traces) -> None:
        """Takes it all back, rows that were taken away included; history is no exception here."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in self.tables:
                if table in traces.rows:
                    cursor.execute(f'DELETE FROM "{table}" WHERE xmin::text::bigint > {self.mark}')  # noqa: S608
                # Relations have no history in which a row that was taken away would show.
                if table in self.histories.values():
                    continue
                if table in traces.rows or self.histories.get(table, table) in traces.rows or "relation" in table:
                    self._put_back(cursor, table)
        self.begin()

    def drop(self) -> None:
        """Leaves nothing of the snapshot behind."""
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE race_traces; DROP SCHEMA IF EXISTS {SNAPSHOT} CASCADE")

    @staticmethod
    def _put_back(cursor: Any, table: str) -> None:
        cursor.execute(
            f'INSERT INTO "{table}" SELECT s.* FROM {SNAPSHOT}."{table}" s'  # noqa: S608
            f' WHERE NOT EXISTS (SELECT FROM "{table}" t WHERE t.id = s.id)'
        )
