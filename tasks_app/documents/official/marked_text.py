"""The text of a paper as marked text (标记文本), one paragraph a line, and how it is read.

    # 关于……的通知               title; after an annex mark, the title of the annex
    @ 市商务局：                  addressee, flush left, with a full-width colon
    一、…  （一）…  1. …  （1）…   headings of four levels, known by their own form
    附件：1. 问题清单              what is annexed; the second one is 附件：2. … on a line of its own
    ~ 出席：…                    who was there: the word before the colon in 黑体
    = 联系人：…                   a line without indent
    [[table:items]]              the table of that name
    [[annex]]  [[annex:2]]       a new page, headed 附件 or 附件2
    anything else                body, indented by two characters

Values are quoted when a template puts them in (``Value``): a value that begins with a mark, or is one, stays a value.
Its line breaks make new paragraphs of the body, and only a space anywhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from tasks_app.documents.official.layout import Part
from tasks_app.domain.texts import cleaned

# Two characters that no value can bring along, since ``quoted`` takes them out: they belong to nobody in Unicode.
QUOTE, BREAK = "\ue000", "\ue001"
_OURS = str.maketrans("", "", QUOTE + BREAK)
_SPACES = re.compile(r"[^\S\n]+")
_MARKS = (("# ", Part.TITLE), ("@ ", Part.ADDRESSEE), ("~ ", Part.ATTENDANCE), ("= ", Part.PLAIN))
_NUMERALS = "〇零一二三四五六七八九十百"
HEADING_FORMS = (
    (re.compile(rf"[{_NUMERALS}]+、"), Part.HEADING_1),
    (re.compile(rf"（[{_NUMERALS}]+）"), Part.HEADING_2),
    (re.compile(r"\d{1,3}[.．](?!\d)"), Part.HEADING_3),
    (re.compile(r"（\d{1,3}）"), Part.HEADING_4),
)
ANNEX_NOTE = "附件："
_TABLE = re.compile(r"\[\[table:(\w+)\]\]")
_ANNEX = re.compile(r"\[\[annex(?::(\d{1,2}))?\]\]")


@dataclass(frozen=True)
class Block:
    """One paragraph with the part it plays, or (``is_table``) the name of a table."""

    part: Part
    text: str
    is_table: bool = False


class Value(str):
    """A value on its way into a template: compares as itself and comes out quoted."""

    __slots__ = ()

    def __html__(self) -> str:
        """What Django asks of a string that knows how to escape itself."""
        return quoted(self)


def quoted(text: str) -> str:
    """The visible words of a value, marked as such; its lines are divided by ``BREAK``."""
    lines = (line.strip() for line in _SPACES.sub(" ", cleaned(text.translate(_OURS))).split("\n"))
    return "".join((QUOTE, BREAK.join(filter(None, lines)))) if text else ""


def body_of(template: str, context: Mapping[str, Any]) -> str:
    """The marked text a template of ``templates/papers`` makes of a context of plain JSON values."""
    return render_to_string(template, _as_values(context))


def _as_values(value: Any) -> Any:
    if isinstance(value, str):
        return Value(value)
    if isinstance(value, Mapping):
        return {name: _as_values(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_values(each) for each in value]
    if value is None:
        return Value("")
    if isinstance(value, int | float):
        return value
    raise TypeError(f"a paper is made of plain JSON values, not of {type(value).__name__}")


def parse(text: str) -> tuple[Block, ...]:
    """The paragraphs of a marked text; empty lines are left out."""
    blocks: list[Block] = []
    for line in text.split("\n"):
        if stripped := line.strip():
            blocks += _blocks(stripped, is_annex=any(block.part is Part.ANNEX for block in blocks))
    return tuple(block for block in blocks if block.text)


def _blocks(line: str, *, is_annex: bool) -> list[Block]:
    if table := _TABLE.fullmatch(line):
        return [Block(Part.CELL, table[1], is_table=True)]
    if annex := _ANNEX.fullmatch(line):
        return [Block(Part.ANNEX, f"附件{annex[1] or ''}")]
    part, words = _part_of(line)
    if part is Part.BODY:
        return [Block(part, _plain(each)) for each in words.split(BREAK)]
    if part is Part.TITLE and is_annex:
        part = Part.ANNEX_TITLE
    if part is Part.ADDRESSEE:
        words = words.rstrip(":：") + "："
    return [Block(part, _plain(words))]


def _part_of(line: str) -> tuple[Part, str]:
    for mark, part in _MARKS:
        if f"{line} ".startswith(mark):
            return part, line[len(mark) :]
    if line.startswith(ANNEX_NOTE):
        return Part.ANNEX_NOTE, line.removeprefix(ANNEX_NOTE)
    return heading_of(line) or Part.BODY, line


def heading_of(line: str) -> Part | None:
    """The level of a heading, by its form; None for any other line."""
    return next((part for form, part in HEADING_FORMS if form.match(line)), None)


def _plain(words: str) -> str:
    return cleaned(words.replace(BREAK, " ").translate(_OURS)).replace("\n", " ").replace("\t", " ")
