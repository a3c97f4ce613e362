"""What a paper of the office says, as values: words and tables, before anybody sets them in type."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperTable:
    """A table with its name above it."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PaperContents:
    """Title, paragraphs, tables. ``demo`` is the sentence every file of a demo carries."""

    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[PaperTable, ...] = ()
    demo: str = ""
