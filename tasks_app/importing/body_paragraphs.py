"""The paragraphs of a plan's body: what a page break cut in two is one again, noise is mended, nothing is lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks_app.importing.noise import EXCERPT, IN_EVERY_CELL, mend
from tasks_app.importing.reading import Repair

NUMERAL = "[一二三四五六七八九十]{1,4}"
# A heading is short and holds no sentence; a line without both is text.
LONGEST_HEADING = 60
# What a page break cuts fills at least most of a printed line (28 characters).
SHORTEST_CUT = 20
# Where a page of a paper ends is looked for in the last words of a piece only.
TAIL = 200
# How many lines further the one that follows a caption is looked for.
REACH = 4
MOST_PARAGRAPHS = 10_000

CHAPTER = re.compile(rf"(?P<number>{NUMERAL})、\s*(?P<title>[^。]{{1,{LONGEST_HEADING}}})")
SECTION = re.compile(rf"[（(]\s*(?P<number>{NUMERAL})\s*[）)]\s*(?P<rest>.+)")
# 1.5 and 2025.6 are figures; 1. and 12．open a measure.
NUMBERED = re.compile(r"(?P<number>[0-9０-９]{1,3})\s*(?:[.．](?![0-9０-９])|、)\s*(?P<rest>.+)")
OTHER_BEGINNINGS = re.compile(rf"[（(]\s*\d{{1,2}}\s*[）)]|[①-⑳]|第{NUMERAL}[章节条]|专栏|附件|附表")
# What stands behind a body: its annexes, and who may read it.
BEHIND = re.compile(r"附[件表]\s*\d*\s*(?:[：:].*)?|（此件.*）")
# What stands in a body and is no part of it: the caption of the table, the day of the paper.
DAY = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
CAPTION = re.compile(r".{0,30}分工(?:方案|表)")
SENTENCE_END = re.compile(r"[。！？；：…:;!?][”’」』）)]*$")
SIGNED_END = re.compile(r"责任|牵头|负责|单位|配合")

CUT = "分页断开的段落已接合"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, whole. Lines are those of the source, counted from 1; ``section`` is where it stands."""

    text: str
    line: int
    end_line: int
    section: str = ""


@dataclass(frozen=True)
class Paragraphs:
    """The paragraphs of a body in their order and what was mended in them; ``is_whole`` unless there were too many."""

    found: tuple[Paragraph, ...]
    repairs: tuple[Repair, ...]
    is_whole: bool = True


def read_paragraphs(lines: Sequence[str]) -> Paragraphs:
    """From the first chapter of the body to its end; tables and what stands before and behind are left out."""
    found: list[Paragraph] = []
    repairs: list[Repair] = []
    pieces: list[Paragraph] = []
    for line, raw in _body_lines(lines):
        text, mended = mend(raw, IN_EVERY_CELL, line=line)
        repairs += mended
        piece = Paragraph(text, line, line)
        if pieces and _goes_on(pieces[-1].text, text, is_first=len(pieces) == 1):
            repairs.append(_joined(pieces[-1], piece))
            pieces.append(piece)
            continue
        found += _whole(pieces)
        pieces = [piece]
        if len(found) >= MOST_PARAGRAPHS:
            return Paragraphs(tuple(found), tuple(repairs), is_whole=False)
    return Paragraphs((*found, *_whole(pieces)), tuple(repairs))


def is_heading(text: str) -> bool:
    """Whether the line is a heading alone: short, and no sentence."""
    return len(text) <= LONGEST_HEADING and not re.search("[，。；]", text)


def begins_anew(text: str) -> bool:
    """Whether the line opens a chapter, a section, a measure or an item of a list."""
    return any(opening.match(text) for opening in (CHAPTER, SECTION, NUMBERED, OTHER_BEGINNINGS))


def _body_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    has_begun = False
    stripped = ((number, text.strip()) for number, text in enumerate(lines, start=1))
    for number, text in stripped:
        has_begun = has_begun or CHAPTER.fullmatch(text) is not None
        if not has_begun or not text or text.startswith("|"):
            continue
        if BEHIND.fullmatch(text[: LONGEST_HEADING + 1]):
            return
        if not _is_beside_the_text(text, lines[number : number + REACH]):
            yield number, text


def _is_beside_the_text(text: str, behind: Sequence[str]) -> bool:
    """Whether the line is the caption of a table, a date, or the signature over a date."""
    if len(text) > LONGEST_HEADING or begins_anew(text) or SENTENCE_END.search(text):
        return False
    following = next((line.strip() for line in behind if line.strip()), "")
    over_table = following.startswith("|")
    return bool(over_table or CAPTION.fullmatch(text) or DAY.fullmatch(text) or DAY.fullmatch(following[:20]))


def _goes_on(before: str, after: str, *, is_first: bool) -> bool:
    """Whether a page break stands between two halves of one paragraph."""
    if _has_ended(before) or begins_anew(after):
        return False
    is_full = len(before) >= SHORTEST_CUT and not (begins_anew(before) and is_heading(before))
    return is_full or not is_first


def _has_ended(text: str) -> bool:
    tail = text[-TAIL:]
    if SENTENCE_END.search(tail[-4:]):
        return True
    opened = max(tail.rfind("（"), tail.rfind("("))
    # （责任单位：市发展改革局） closes an item of its own; （CCUS） closes nothing.
    return tail.endswith(("）", ")")) and opened >= 0 and SIGNED_END.search(tail[opened:]) is not None


def _whole(pieces: list[Paragraph]) -> tuple[Paragraph, ...]:
    if not pieces:
        return ()
    return (Paragraph("".join(piece.text for piece in pieces), pieces[0].line, pieces[-1].line),)


def _joined(before: Paragraph, after: Paragraph) -> Repair:
    left, right = before.text[-EXCERPT:], after.text[:EXCERPT]
    return Repair(before.line, CUT, f"{left}⏎{right}", f"{left}{right}")
