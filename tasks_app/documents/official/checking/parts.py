"""Which part of the paper a paragraph is: by our styles, else by how it looks and what it says (要素识别)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks_app.documents.official.checking.measures import ParagraphMeasure
from tasks_app.documents.official.layout import LOOKS, RED, Part
from tasks_app.documents.official.marked_text import ANNEX_NOTE, HEADING_FORMS

TITLE_FROM = 18.0
SHORT_LINE = 30
_NUMBER = re.compile(r"\S{1,24}[〔\[【（(]?\s?\d{4}\s?[〕\]】）)]?\s?第?\d+号")
_DATE = re.compile(r"[\d〇零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
_ANNEX = re.compile(r"附件\d{0,2}")
_STYLES = {part.value: part for part in Part}


@dataclass(frozen=True)
class Piece:
    """A paragraph and the part it plays. ``is_ours``: its style says so, nobody had to guess."""

    part: Part
    measure: ParagraphMeasure
    is_ours: bool = True


def pieces_of(measures: Iterable[ParagraphMeasure]) -> tuple[Piece, ...]:
    """The paragraphs of the text that hold words, or are a line of ours."""
    found: list[Piece] = []
    rest = [each for each in measures if each.text.strip() or each.style in _STYLES]
    for place, measure in enumerate(rest):
        if part := _STYLES.get(measure.style):
            found.append(Piece(part, measure))
        else:
            after = rest[place + 1] if place + 1 < len(rest) else None
            found.append(Piece(_guess(measure, after, [piece.part for piece in found]), measure, is_ours=False))
    return tuple(found)


def _guess(measure: ParagraphMeasure, after: ParagraphMeasure | None, before: list[Part]) -> Part:
    """The first answer that fits: above the title, the title, then the text."""
    text = measure.text.strip()
    has_title = Part.TITLE in before or Part.SHEET_TITLE in before
    answers = _in_text(measure, text, after, before) if has_title else _in_head(measure, text)
    return next(answers, Part.BODY if has_title or len(text) > SHORT_LINE * 2 else Part.TITLE)


def _in_head(measure: ParagraphMeasure, text: str) -> Iterator[Part]:
    if any(run.color == RED for run in measure.runs):
        yield Part.MARK
    if _NUMBER.fullmatch(text):
        yield Part.NUMBER
    if measure.align == "center" and measure.size >= TITLE_FROM:
        yield Part.TITLE
    if text.endswith(("：", ":")):
        yield Part.ADDRESSEE


def _in_text(
    measure: ParagraphMeasure, text: str, after: ParagraphMeasure | None, before: list[Part]
) -> Iterator[Part]:
    if before[-1] is Part.TITLE and measure.align == "center" and measure.size >= TITLE_FROM:
        yield Part.TITLE
    if before[-1] is Part.TITLE and text.endswith(("：", ":")):
        yield Part.ADDRESSEE
    if _DATE.fullmatch(text):
        yield Part.DATE
    if (
        after is not None
        and _DATE.fullmatch(after.text.strip())
        and len(text) <= SHORT_LINE
        and text[-1] not in "。；："
    ):
        yield Part.SIGNATURE
    if text.startswith("抄送：") or text.endswith("印发"):
        yield Part.IMPRINT
    if text.startswith(ANNEX_NOTE):
        yield Part.ANNEX_NOTE
    if _ANNEX.fullmatch(text):
        yield Part.ANNEX
    if before[-1] is Part.ANNEX and measure.align == "center":
        yield Part.ANNEX_TITLE
    yield from (part for form, part in HEADING_FORMS if form.match(text))


def label_of(piece: Piece) -> str:
    """The part's Chinese name."""
    return LOOKS[piece.part].label
