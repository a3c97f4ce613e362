"""Rules of numbers, dates and signatures (发文字号、成文日期、署名)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from tasks_app.documents.official.checking.deviations import Deviation, characters, shown
from tasks_app.documents.official.checking.measured_paper import MeasuredPaper
from tasks_app.documents.official.checking.measures import ParagraphMeasure
from tasks_app.documents.official.checking.parts import Piece, label_of
from tasks_app.documents.official.layout import (
    HEAD_LINE,
    IMPRINT_INNER,
    IMPRINT_OUTER,
    LOOKS,
    RED,
    TWIPS_PER_MM,
    Form,
    Part,
)
from tasks_app.documents.official.wording import (
    DATE_FORM,
    DATE_WANTED,
    ISSUE_FORM,
    NUMBER_FORM,
    NUMBER_WANTED,
    SignaturePlace,
    signature_place,
)

TOLERANCE = 0.15


def numbers(paper: MeasuredPaper) -> Iterator[Deviation]:
    """机关代字〔2026〕1号; minutes may count their issues."""
    for piece in _of(paper, Part.NUMBER, Part.LETTER_NUMBER):
        text = piece.measure.text.strip()
        is_issue = paper.form in (Form.MINUTES, None) and ISSUE_FORM.fullmatch(text)
        if text and not is_issue and not NUMBER_FORM.fullmatch(text):
            yield Deviation(label_of(piece), "发文字号写法", shown(text, 40), NUMBER_WANTED)


def head_lines(paper: MeasuredPaper) -> Iterator[Deviation]:
    """The red line under the number, where the paper has a red head."""
    has_head = any(_of(paper, Part.MARK))
    for piece in _of(paper, Part.NUMBER):
        bottom = piece.measure.bottom
        if has_head and bottom.get("val", "none") in ("none", "nil"):
            yield Deviation("版头", "红色分隔线", "缺少", f"发文字号下一条红线（{HEAD_LINE.weight / 8:g} 磅）")
        elif has_head and bottom.get("color", "").upper() != RED:
            yield Deviation("版头", "分隔线颜色", bottom.get("color", "未设置"), f"红色（{RED}）")


def dates(paper: MeasuredPaper) -> Iterator[Deviation]:
    """2026年1月5日, in the signature and in the 版记."""
    for piece in _of(paper, Part.DATE):
        text = piece.measure.text.strip()
        if text and not _is_date(text):
            yield Deviation(label_of(piece), "日期写法", shown(text), DATE_WANTED)
    for piece in _of(paper, Part.IMPRINT):
        printed = piece.measure.text.strip().rpartition("\t")[2]
        day = printed.removesuffix("印发").split()[-1:]
        if printed.endswith("印发") and not any(map(_is_date, day)):
            yield Deviation(label_of(piece), "印发日期写法", shown(printed), DATE_WANTED)


def signatures(paper: MeasuredPaper) -> Iterator[Deviation]:
    """Issuer and date stand where a seal, or the want of one, puts them."""
    for issuer, day in pairwise(paper.pieces):
        if (issuer.part, day.part) == (Part.SIGNATURE, Part.DATE):
            yield from _signature(issuer.measure, day.measure)


def imprint_lines(paper: MeasuredPaper) -> Iterator[Deviation]:
    """0.35 mm above and below, 0.25 mm between; only our own files say in so many words which line is meant."""
    lines = [piece.measure.line for piece in paper.pieces if piece.part is Part.IMPRINT_LINE and piece.measure.fill]
    texts = [piece for piece in _of(paper, Part.IMPRINT) if piece.is_ours]
    wanted = [IMPRINT_OUTER, *[IMPRINT_INNER] * (len(texts) - 1), IMPRINT_OUTER] if texts else []
    if len(lines) != len(wanted):
        yield Deviation("版记", "分隔线", f"{len(lines)} 条", f"{len(wanted)} 条")
    elif lines != wanted:
        yield Deviation("版记", "分隔线粗细", _thickness(lines), _thickness(wanted))


def _of(paper: MeasuredPaper, *parts: Part) -> list[Piece]:
    return [piece for piece in paper.pieces if piece.part in parts]


def _is_date(text: str) -> bool:
    if not DATE_FORM.fullmatch(text):
        return False
    year, rest = text.split("年")
    month, day = rest.removesuffix("日").split("月")
    try:
        return bool(date(int(year), int(month), int(day)))
    except ValueError:
        return False


def _signature(issuer: ParagraphMeasure, day: ParagraphMeasure) -> Iterator[Deviation]:
    """Measured against the nearer of the two ways, so that one thing out of place is one deviation."""
    found = SignaturePlace(_from_right(issuer), _from_right(day))
    ways = [signature_place(issuer.text.strip(), day.text.strip(), is_sealed=sealed) for sealed in (True, False)]
    near = min(ways, key=lambda way: _wrong(found, way))
    for part, measured, wanted in (
        (Part.SIGNATURE, found.issuer, near.issuer),
        (Part.DATE, found.date, near.date),
    ):
        if abs(measured - wanted) > TOLERANCE:
            yield Deviation(LOOKS[part].label, "距右边", characters(measured), characters(wanted))


def _wrong(found: SignaturePlace, way: SignaturePlace) -> tuple[int, float]:
    off = abs(found.issuer - way.issuer), abs(found.date - way.date)
    return sum(each > TOLERANCE for each in off), sum(off)


def _from_right(measure: ParagraphMeasure) -> float:
    """The indent that is out of place, should Word's two ways of stating it differ: twips are set by hand."""
    if (right := measure.indents.get("right")) is not None:
        return right / LOOKS[Part.DATE].twips(1)
    return measure.indents.get("rightChars", 0) / 100


def _thickness(lines: Sequence[float | None]) -> str:
    return "、".join("未设置" if line is None else f"{line / TWIPS_PER_MM:.2f}" for line in lines) + " 毫米"
