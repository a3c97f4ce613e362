"""Many ids as one parameter: ``filter(line__in=Among(ids))`` costs the same to put for one line and for a thousand."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BigIntegerField, Expression


class Among(Expression):
    """These ids, for the right side of ``in``. A list would be prepared, written and read back id by id."""

    output_field = BigIntegerField()

    def __init__(self, ids: Iterable[int]) -> None:
        super().__init__()
        self._ids = ",".join(map(str, ids))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """SQLite reads them from JSON."""
        return "SELECT value FROM json_each(%s)", (f"[{self._ids}]",)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """PostgreSQL reads them from an array, of which its planner knows the length."""
        return "SELECT unnest(%s::bigint[])", (f"{{{self._ids}}}",)


Ids = Among | Collection[int]
