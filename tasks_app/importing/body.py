"""The body of a plan (正文): its overall aims and its measures (措施), each whole and with its lines in the source.

A chapter (一、) holds sections (（一）), a section holds measures (1.). Where a section has no numbered measures it is
one itself: 三（一）. The chapter of overall aims has none.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks_app.importing.body_paragraphs import (
    CHAPTER,
    LONGEST_HEADING,
    NUMBERED,
    SECTION,
    Paragraph,
    is_heading,
    read_paragraphs,
)
from tasks_app.importing.noise import SPACED_HEADING, mend
from tasks_app.importing.reading import Doubt, MeasureRead, Repair

CELL = "measures"
MOST_MEASURES = 1000
OVERALL = re.compile(r"总体.*|总要求|.*(?:指导思想|工作思路|基本原则|主要原则|(?:主要|工作|发展|总体)目标)")
TITLE = re.compile(rf"(?P<title>[^。]{{1,{LONGEST_HEADING}}})。(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class BodyRead:
    """What the body says. ``measures`` do not know their rows yet.

    ``overall`` are the paragraphs of part one (总体要求), ``openings`` those that introduce a chapter or section; each
    knows the title of its section.
    """

    measures: tuple[MeasureRead, ...] = ()
    overall: tuple[Paragraph, ...] = ()
    openings: tuple[Paragraph, ...] = ()
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def read_body(lines: Sequence[str]) -> BodyRead:
    """The body in the lines of a source text; empty where the text has no chapters. Never raises."""
    paragraphs = read_paragraphs(lines)
    walk = _Walk()
    for paragraph in paragraphs.found:
        walk.take(paragraph)
    walk.close_section()
    measures = _numbered_once(walk.measures)
    is_whole = paragraphs.is_whole and len(measures) <= MOST_MEASURES
    return BodyRead(
        measures=measures[:MOST_MEASURES],
        overall=tuple(walk.overall),
        openings=tuple(walk.openings),
        repairs=(*paragraphs.repairs, *walk.repairs),
        doubts=tuple(_doubts(measures, is_whole=is_whole)),
    )


@dataclass
class _Open:
    """A measure or section that is still being read: its paragraphs so far."""

    number: str
    title: str
    section: str
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def measure(self) -> MeasureRead:
        """What was read, as a measure: its paragraphs stay apart, its lines reach to the end of the last."""
        end = max([self.line, *(paragraph.end_line for paragraph in self.paragraphs)])
        text = "\n".join(paragraph.text for paragraph in self.paragraphs)
        return MeasureRead(self.number, self.title, self.section, text, (), self.line, end)


@dataclass
class _Walk:
    """One walk down the paragraphs."""

    measures: list[tuple[str, MeasureRead]] = field(default_factory=list)
    overall: list[Paragraph] = field(default_factory=list)
    openings: list[Paragraph] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    _chapter: str = ""
    _chapter_title: str = ""
    _section: _Open | None = None
    _measure: _Open | None = None

    def take(self, paragraph: Paragraph) -> None:
        """The next paragraph, wherever it belongs."""
        if (chapter := CHAPTER.fullmatch(paragraph.text)) and is_heading(paragraph.text):
            self.close_section()
            self._chapter, self._chapter_title = chapter["number"], self._title(chapter["title"], paragraph.line)
        elif section := SECTION.fullmatch(paragraph.text):
            self.close_section()
            number = f"{self._chapter}（{section['number']}）"
            self._section = self._opened(number, section["rest"], self._chapter_title, paragraph)
        elif (numbered := NUMBERED.fullmatch(paragraph.text)) and not OVERALL.fullmatch(self._chapter_title):
            self._close_measure()
            number = str(int(unicodedata.normalize("NFKC", numbered["number"])))
            self._measure = self._opened(number, numbered["rest"], self._place, paragraph)
        elif holder := self._measure or self._section:
            holder.paragraphs.append(paragraph)
        else:
            self._set_aside([paragraph])

    def close_section(self) -> None:
        """A section that held no numbered measure is one itself, unless it states overall aims."""
        section, has_measures = self._section, self._measure is not None
        self._close_measure()
        self._section = None
        if section is None:
            return
        if has_measures or OVERALL.fullmatch(self._chapter_title) or not section.paragraphs:
            self._set_aside(replace(paragraph, section=section.title) for paragraph in section.paragraphs)
        else:
            self.measures.append((section.number, section.measure))

    @property
    def _place(self) -> str:
        return self._section.title if self._section else self._chapter_title

    def _close_measure(self) -> None:
        if self._measure:
            under = self._section.number if self._section else self._chapter
            self.measures.append((f"{under}{self._measure.number}", self._measure.measure))
        self._measure = None

    def _set_aside(self, paragraphs: Sequence[Paragraph] | Iterator[Paragraph]) -> None:
        aside = self.overall if OVERALL.fullmatch(self._chapter_title) else self.openings
        aside += [replace(found, section=found.section or self._chapter_title) for found in paragraphs]

    def _opened(self, number: str, rest: str, section: str, paragraph: Paragraph) -> _Open:
        """The title goes up to the first 。; where there is none in reach, the first words are the title."""
        titled = TITLE.fullmatch(rest)
        if titled:
            title, text = titled["title"], titled["text"].strip()
        elif is_heading(rest):
            title, text = rest, ""
        else:
            title, text = re.split("[，。；]", rest[:LONGEST_HEADING], maxsplit=1)[0], rest
        opened = _Open(number, self._title(title, paragraph.line), section, paragraph.line)
        if text:
            opened.paragraphs.append(replace(paragraph, text=text))
        return opened

    def _title(self, title: str, line: int) -> str:
        mended, repairs = mend(title, (SPACED_HEADING,), line=line)
        self.repairs += repairs
        return mended


def _numbered_once(found: list[tuple[str, MeasureRead]]) -> tuple[MeasureRead, ...]:
    """Where every section counts from 1 again, measures are named with chapter and section: 二（一）1.

    What bears the number of another all the same (a number or chapter that comes twice) gets its own: 12（2）.
    """
    counts_anew = sum(measure.number == "1" for _full, measure in found) > 1
    named: Counter[str] = Counter()
    measures = []
    for full, measure in found:
        number = full if counts_anew else measure.number
        named[number] += 1
        own = number if named[number] == 1 else f"{number}（{named[number]}）"
        measures.append(replace(measure, number=own))
    return tuple(measures)


def _doubts(measures: Sequence[MeasureRead], *, is_whole: bool) -> Iterator[Doubt]:
    """Measures that are missing between the first and the last, that come twice, or that say nothing."""
    if not is_whole:
        yield Doubt(None, CELL, "too_many_measures", f"正文段落过多，只读取了前 {MOST_MEASURES} 条措施，请核对。")
    numbers = [int(measure.number) for measure in measures if measure.number.isdigit()]
    missing = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if missing and len(missing) < len(numbers):
        listed = "、".join(str(number) for number in missing)
        yield Doubt(None, CELL, "missing_measure", f"正文缺少第 {listed} 条措施，请核对来源是否完整。")
    for measure in measures:
        if not measure.text:
            message = f"措施 {measure.number}“{measure.title}”（来源第 {measure.line} 行）只有标题，没有正文。"
            yield Doubt(None, CELL, "empty_measure", message)
