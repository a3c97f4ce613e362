"""Rules of the text: type, place and pitch of each part, and how numbers and dates are written (字体、字号、行距)."""

import re
from collections.abc import Iterator

from tasks_app.documents.official.checking.deviations import (
    ALIGNMENTS,
    Deviation,
    characters,
    pitch,
    points,
    shown,
)
from tasks_app.documents.official.checking.measured_paper import MeasuredPaper
from tasks_app.documents.official.checking.measures import ParagraphMeasure, RunMeasure
from tasks_app.documents.official.checking.parts import Piece, label_of
from tasks_app.documents.official.layout import (
    HEITI,
    LATIN,
    LINE,
    LOOKS,
    RED,
    SAME_TYPE,
    Form,
    Look,
    Part,
)

INDENT_TOLERANCE = 0.15
PITCH_TOLERANCE = 0.5
# The standard leaves their size to the eye; lines and the sentence of a demo are no part of it.
SIZE_IS_FREE = (Part.MARK, Part.LETTER_MARK)
NOT_MEASURED = (Part.END, Part.IMPRINT_LINE, Part.LETTER_FOOT, Part.DEMO)
ALLOWED = {
    "left": ("left", "start", "both"),
    "both": ("left", "start", "both"),
    "right": ("right", "end"),
    "center": ("center",),
}
_LATIN_LETTERS = re.compile(r"[A-Za-z0-9]")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def title(paper: MeasuredPaper) -> Iterator[Deviation]:
    """A paper has a title."""
    if not paper.title.strip():
        yield Deviation("标题", "标题", "缺少", f"{points(LOOKS[Part.TITLE].size)}小标宋体，居中")


def types(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Font and size of each part, and red where red is due."""
    for piece in _measured(paper):
        yield from type_of(label_of(piece), piece.measure, _look(piece), runs=_runs_of_the_part(piece))
        if LOOKS[piece.part].red:
            for run in piece.measure.runs:
                if (run.color or "").upper() != RED:
                    yield Deviation(label_of(piece), "颜色", run.color or "未设置", f"红色（{RED}）")


def places(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Alignment and indents."""
    for piece in _measured(paper):
        look, measure, label = LOOKS[piece.part], piece.measure, label_of(piece)
        if measure.align not in ALLOWED[look.align]:
            yield Deviation(label, "对齐方式", ALIGNMENTS.get(measure.align, measure.align), ALIGNMENTS[look.align])
        if look.first is not None and piece.part is not Part.IMPRINT:
            yield from _indent(label, "首行缩进", _stated(measure, look, "firstLine", "hanging"), look.first)
            yield from _indent(label, "左缩进", _stated(measure, look, "left"), 0)
        if look.right is not None and piece.part is not Part.IMPRINT:
            yield from _indent(label, "右缩进", _stated(measure, look, "right"), look.right)


def pitches(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Exactly 28.95 points from line to line: 22 lines a page."""
    for piece in _measured(paper):
        found = piece.measure.line
        if LOOKS[piece.part].line == LINE and (found is None or abs(found - LINE) > PITCH_TOLERANCE):
            yield Deviation(label_of(piece), "行距", pitch(found), pitch(LINE))


def type_of(
    label: str, measure: ParagraphMeasure, look: Look, *, runs: tuple[RunMeasure, ...] | None = None
) -> Iterator[Deviation]:
    """What is wrong with the type of some words; ``look.size`` 0 asks for no size."""
    for run in measure.runs if runs is None else runs:
        if _CHINESE.search(run.text) and not _is_type(run.font, look.font):
            yield Deviation(label, "字体", run.font or "未设置", look.font)
        elif _shows_latin(run) and not _is_type(run.latin_font, look.font, LATIN):
            yield Deviation(label, "数字和西文字体", run.latin_font or "未设置", look.font)
        if look.size and run.size != look.size:
            yield Deviation(label, "字号", points(run.size), points(look.size))


def letter_issuer(paper: MeasuredPaper) -> Iterator[Deviation]:
    """The issuer of a 函 stands without 文件."""
    pieces = (*paper.head_pieces, *paper.pieces) if paper.form is Form.LETTER else ()
    for piece in pieces:
        if piece.part in (Part.LETTER_MARK, Part.MARK) and piece.measure.text.endswith("文件"):
            yield Deviation(label_of(piece), "函的发文机关标志", shown(piece.measure.text), "发文机关名称，不加“文件”")


def _measured(paper: MeasuredPaper) -> Iterator[Piece]:
    return (piece for piece in (*paper.head_pieces, *paper.pieces) if piece.part not in NOT_MEASURED)


def _look(piece: Piece) -> Look:
    look = LOOKS[piece.part]
    return Look(look.label, look.font, 0) if piece.part in SIZE_IS_FREE else look


def _runs_of_the_part(piece: Piece) -> tuple[RunMeasure, ...]:
    """Without the words that have another type by right: body behind a heading's first sentence, 出席： in 黑体."""
    runs = piece.measure.runs
    if piece.part is Part.ATTENDANCE:
        return tuple(run for run in runs if not (run.text.endswith("：") and _is_type(run.font, HEITI)))
    if piece.part not in (Part.HEADING_1, Part.HEADING_2):
        return runs
    ends = next((place for place, run in enumerate(runs, start=1) if "。" in run.text), len(runs))
    body = LOOKS[Part.BODY].font
    return (*runs[:ends], *(run for run in runs[ends:] if not _is_type(run.font, body)))


def _is_type(font: str | None, *wanted: str) -> bool:
    return font is not None and any(font == each or font in SAME_TYPE.get(each, ()) for each in wanted)


def _shows_latin(run: RunMeasure) -> bool:
    """Whether the font for Latin letters matters: there are some, or somebody chose a Chinese font for them."""
    return bool(_LATIN_LETTERS.search(run.text) or _CHINESE.search(run.latin_font or ""))


def _stated(measure: ParagraphMeasure, look: Look, name: str, opposite: str = "") -> list[float]:
    """What a paragraph says of one indent, in characters; Word states it twice, and both must hold."""
    indents, character = measure.indents, look.size * 20
    found = [indents[f"{name}Chars"] / 100] if indents.get(f"{name}Chars") else []
    found += [indents[name] / character] if name in indents else []
    found += [-indents[opposite] / character] if indents.get(opposite) else []
    return found or [0.0]


def _indent(label: str, what: str, stated: list[float], wanted: float) -> Iterator[Deviation]:
    wrong = [each for each in stated if abs(each - wanted) > INDENT_TOLERANCE]
    if wrong:
        yield Deviation(label, what, characters(wrong[-1]), characters(wanted))
