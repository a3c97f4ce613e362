"""Which part of the paper a paragraph is: by our styles, else by how it looks and what it says (要素识别)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tasks_app.documents.official.checking.measures import ParagraphMeasure
from tasks_app.documents.official.layout import LOOKS, RED, Part
from tasks_app.documents.official.marked_text import ANNEX_NOTE, heading_of

TITLE_FROM = 18.0
SHORT_LINE = 30
_NUMBER = re.compile(r"\S{1,24}[〔\[【（(]?\s?\d{4}\s?[〕\]】）)]?\s?第?\d+号")
_DATE = re.compile(r"[\d〇零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
_ANNEX = re.compile(r"附件\d{0,2}")
_SIGNER = re.compile(rf"\S{{2,{SHORT_LINE}}}(?<![。；：])")
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
            after = rest[place + 1].text if place + 1 < len(rest) else ""
            found.append(Piece(_guess(measure, after, [piece.part for piece in found]), measure, is_ours=False))
    return tuple(found)


def label_of(piece: Piece) -> str:
    """The part's Chinese name."""
    return LOOKS[piece.part].label


@dataclass(frozen=True)
class _Sight:
    """A paragraph of somebody else's file: what it says, what came before it, and the words that follow."""

    measure: ParagraphMeasure
    text: str
    after: str
    last: Part | None

    @property
    def is_large(self) -> bool:
        """Whether it stands like a title."""
        return self.measure.align == "center" and self.measure.size >= TITLE_FROM

    @property
    def ends_in_colon(self) -> bool:
        """Whether it calls on somebody."""
        return self.text.endswith(("：", ":"))


_Signs = tuple[tuple[Part, Callable[[_Sight], object]], ...]
# The first sign that fits decides, above the title and below it.
_IN_HEAD: _Signs = (
    (Part.MARK, lambda sight: any(run.color == RED for run in sight.measure.runs)),
    (Part.NUMBER, lambda sight: _NUMBER.fullmatch(sight.text)),
    (Part.TITLE, lambda sight: sight.is_large),
    (Part.ADDRESSEE, lambda sight: sight.ends_in_colon),
    (Part.TITLE, lambda sight: len(sight.text) <= 2 * SHORT_LINE),
)
_IN_TEXT: _Signs = (
    (Part.TITLE, lambda sight: sight.last is Part.TITLE and sight.is_large),
    (Part.ADDRESSEE, lambda sight: sight.last is Part.TITLE and sight.ends_in_colon),
    (Part.DATE, lambda sight: _DATE.fullmatch(sight.text)),
    (Part.SIGNATURE, lambda sight: _DATE.fullmatch(sight.after) and _SIGNER.fullmatch(sight.text)),
    (Part.IMPRINT, lambda sight: sight.text.startswith("抄送：") or sight.text.endswith("印发")),
    (Part.ANNEX_NOTE, lambda sight: sight.text.startswith(ANNEX_NOTE)),
    (Part.ANNEX, lambda sight: _ANNEX.fullmatch(sight.text)),
    (Part.ANNEX_TITLE, lambda sight: sight.last is Part.ANNEX and sight.measure.align == "center"),
)


def _guess(measure: ParagraphMeasure, after: str, before: list[Part]) -> Part:
    sight = _Sight(measure, measure.text.strip(), after.strip(), before[-1] if before else None)
    has_title = bool({Part.TITLE, Part.SHEET_TITLE} & set(before))
    found = next((part for part, fits in (_IN_TEXT if has_title else _IN_HEAD) if fits(sight)), None)
    return found or (heading_of(sight.text) if has_title else None) or Part.BODY
