"""One official paper (公文) as a frozen value: everything its file is made of, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from tasks_app.documents.official.layout import OUTLINES, Form, Outline, Part
from tasks_app.documents.official.marked_text import Block, parse


@dataclass(frozen=True)
class PaperTable:
    """A table: its header, which each page repeats, and its rows."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"header": list(self.header), "rows": [list(row) for row in self.rows]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The table of such values."""
        return cls(tuple(value["header"]), tuple(tuple(row) for row in value["rows"]))


@dataclass(frozen=True)
class OfficialPaper:
    """A paper as it will be printed. An empty ``number`` leaves its place free, an empty ``signed_by`` the signature.

    ``demo`` is the sentence every file of a demo carries.
    """

    form: Form
    issuer: str
    body: str
    number: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    is_sealed: bool = True
    tables: Mapping[str, PaperTable] = field(default_factory=dict)
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    demo: str = ""

    @property
    def outline(self) -> Outline:
        """What its form has around the text."""
        return OUTLINES[self.form]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its paragraphs."""
        return parse(self.body)

    @property
    def title(self) -> str:
        """Its title, or an empty string."""
        return next((block.text for block in self.blocks if block.part is Part.TITLE), "")

    @property
    def head(self) -> str:
        """The words in red over the first page (发文机关标志)."""
        return self.issuer if self.issuer.endswith(self.outline.head_word) else self.issuer + self.outline.head_word

    @property
    def has_imprint(self) -> bool:
        """Whether it ends in 版记."""
        return self.outline.has_imprint and bool(self.copies or self.printed_by)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, to be frozen and hashed."""
        return {
            "form": self.form.value,
            "issuer": self.issuer,
            "number": self.number,
            "signed_by": self.signed_by,
            "signed_on": self.signed_on and self.signed_on.isoformat(),
            "is_sealed": self.is_sealed,
            "body": self.body,
            "tables": {name: table.to_json() for name, table in self.tables.items()},
            "copies": list(self.copies),
            "printed_by": self.printed_by,
            "printed_on": self.printed_on and self.printed_on.isoformat(),
            "demo": self.demo,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The paper that ``to_json`` wrote."""
        days = {name: value[name] and date.fromisoformat(value[name]) for name in ("signed_on", "printed_on")}
        tables = {name: PaperTable.from_json(table) for name, table in value["tables"].items()}
        made = {"form": Form(value["form"]), "copies": tuple(value["copies"]), "tables": tables}
        return cls(**{**value, **days, **made})
