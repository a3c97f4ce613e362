"""One run of the importer: what it writes, by whom, and the list of changes it leaves behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from django.db.models import Model
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording

Row = TypeVar("Row", bound=Model)
Subject = Literal[
    "plan",
    "unit",
    "alias",
    "succession",
    "group",
    "member",
    "heading",
    "task",
    "responsibility",
    "measure",
    "target",
]
Act = Literal["create", "change", "supersede", "ask_again", "remove"]


@dataclass(frozen=True)
class Change:
    """One thing an import created or changed; ``row`` is the 序号 where it concerns a task."""

    subject: Subject
    act: Act
    name: str
    row: int | None = None
    before: str = ""
    after: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        """How the import report keeps it."""
        return dict(vars(self))


@dataclass
class ImportRun:
    """Writes with history for one import and keeps count of it. ``why`` is the reason in every history row."""

    by: Actor
    at: datetime
    why: str
    changes: list[Change] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day of the import at the office."""
        return timezone.localdate(self.at)

    def note(self, *changes: Change) -> None:
        """Adds to the list of changes."""
        self.changes += changes

    def save(self, row: Row) -> Row:
        """Saves one row with its history."""
        return recording.save(row, by=self.by, at=self.at, why=self.why)

    def create(self, rows: Sequence[Row], changes: Iterable[Change]) -> list[Row]:
        """Creates rows of one model with their history."""
        created = recording.create_many(rows, by=self.by, at=self.at, why=self.why)
        self.note(*changes)
        return created

    def remove(self, row: Model) -> None:
        """Takes one row away; its history stays."""
        recording.remove(row, by=self.by, at=self.at, why=self.why)

    def update(self, rows: Sequence[Row], fields: Sequence[str]) -> None:
        """Writes these fields of rows of one model with their history."""
        recording.update_many(rows, fields, by=self.by, at=self.at, why=self.why)
