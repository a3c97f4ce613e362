"""Reads every target of a plan's body, sentence by sentence, and says of each other number why it is none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tasks_app.domain.target_words import TargetKind, Wording
from tasks_app.importing.body_paragraphs import Paragraph
from tasks_app.importing.reading import Doubt, MeasureRead, TargetRead
from tasks_app.importing.targets.facts import is_direction, milestone, still_to_be_set, subject_of_rest
from tasks_app.importing.targets.figures import Promise, numbers_left_out, promised
from tasks_app.importing.targets.names import plain
from tasks_app.importing.targets.sentences import clauses_of, compact, line_of, sentences_of
from tasks_app.importing.targets.times import Timed, When, take_times
from tasks_app.importing.targets.words import STRIVING, LeftOut, either

CELL = "targets"
EXCERPT = 30
LONGEST_NAME = 120
STRIVE = re.compile(either(STRIVING))
NEVER = When(0)


@dataclass(frozen=True)
class TargetsRead:
    """The targets in the order of the text, and what the reader left out or was unsure of."""

    targets: tuple[TargetRead, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A text that may promise something: its measure (None for overall aims) and its lines in the source."""

    measure: str | None
    text: str
    line: int | None = None
    end_line: int | None = None


def read_targets(
    measures: Iterable[MeasureRead], overall: Iterable[Paragraph], lines: Sequence[str] = ()
) -> TargetsRead:
    """Every promise with a figure or a date. ``lines`` are those of the source, to tell where a sentence stands."""
    passages = [
        *(Passage(None, found.text, found.line, found.end_line) for found in overall),
        *(Passage(found.number, found.text, found.line, found.end_line) for found in measures),
    ]
    targets: list[TargetRead] = []
    doubts: list[Doubt] = []
    for passage in passages:
        last: tuple[When, ...] = ()
        for sentence in sentences_of(passage.text):
            reader = SentenceReader(passage, sentence, last)
            reader.read()
            line = line_of(sentence, lines, passage.line, passage.end_line)
            targets += [replace(target, line=line) for target in reader.targets]
            doubts += reader.doubts
            last = reader.whens or last
    return TargetsRead(tuple(targets), tuple(doubts))


@dataclass
class SentenceReader:
    """One sentence. A year, 力争 before a subject, and the name of an indicator hold for the clauses behind them."""

    passage: Passage
    sentence: str
    before: tuple[When, ...]
    targets: list[TargetRead] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    whens: tuple[When, ...] = ()
    _strives: bool = False
    _opens: bool = False
    _name: str = ""
    _subject: str = ""

    def read(self) -> None:
        """Fills targets and doubts."""
        whole = compact(self.sentence)
        for clause in clauses_of(whole):
            self._read_clause(take_times(clause))
        if any(target.baseline_year and target.year is None for target in self.targets):
            self._inherit_year()

    def _read_clause(self, timed: Timed) -> None:
        self.whens = timed.whens or self.whens
        is_own, self._opens = bool(timed.whens) or self._opens, bool(timed.whens) and not timed.text
        for year in timed.past:
            self._leave_out(year, LeftOut.PAST)
        strive = STRIVE.search(timed.text)
        if strive and not plain(timed.text[: strive.start()]):
            self._strives = True
        text = STRIVE.sub("", timed.text)
        found = self._promises(text, is_own=is_own)
        self._subject = self._subject or subject_of_rest(text)
        for promise in found:
            self._add(promise, timed, is_striving=self._strives or strive is not None)
        self._account_for_numbers(text, found)
        if is_own and text and not found:
            self._account_for_year(text)

    def _promises(self, text: str, *, is_own: bool) -> tuple[Promise, ...]:
        dated = bool(self.whens)
        if found := promised(text, years=len(self.whens)) or still_to_be_set(text, is_dated=dated):
            return found
        fact = milestone(text) if dated else None
        return (fact,) if fact else ()

    def _add(self, promise: Promise, timed: Timed, *, is_striving: bool) -> None:
        name = promise.name or self._name
        if not name or len(name) > LONGEST_NAME:
            self._doubt("unread_figure", f"“{_short(self.sentence)}”中的数值未能确定指标名称，请人工核对。")
            return
        self._name = name
        is_property = self._subject and promise.kind != TargetKind.MILESTONE
        for when in _matching(self.whens, promise.place):
            self.targets.append(
                TargetRead(
                    measure=self.passage.measure,
                    kind=TargetKind.CHANGE if timed.baseline_year else promise.kind,
                    name=f"{self._subject}{name}" if is_property else name,
                    sentence=self.sentence,
                    year=when.year or None,
                    period_start=when.period_start,
                    is_before=when.is_before,
                    comparator=promise.comparator,
                    value=promise.value,
                    set_by=promise.set_by,
                    unit=promise.unit,
                    baseline_year=timed.baseline_year,
                    wording=Wording.STRIVE if is_striving else Wording.MUST,
                )
            )

    def _account_for_numbers(self, text: str, found: tuple[Promise, ...]) -> None:
        """Numbers that no promise took get their reason, or a doubt."""
        taken = [str(promise.value) for promise in found if promise.value is not None]
        for number, reason in numbers_left_out(text):
            if number.replace(",", "") in taken:
                taken.remove(number.replace(",", ""))
            elif reason:
                self._leave_out(number, reason, text)
            else:
                self._doubt("unread_figure", f"“{_short(text)}”中的 {number} 未能读成目标，请人工核对。")

    def _account_for_year(self, text: str) -> None:
        if is_direction(text):
            self._leave_out("", LeftOut.DIRECTION, text)
        elif not any(doubt.kind == "unread_figure" for doubt in self.doubts):
            self._doubt("unread_figure", f"“{_short(text)}”带有年份，但未能读成目标，请人工核对。")

    def _inherit_year(self) -> None:
        """施工现场建筑材料损耗率比 2020 年降低 20%: compared with a year, by when stands in the sentence before."""
        if not self.before:
            self._doubt("unread_figure", f"“{_short(self.sentence)}”有基期年份而没有目标年份，请人工核对。")
            return
        when = self.before[-1]
        self.targets = [
            replace(target, year=when.year, period_start=when.period_start, is_before=when.is_before)
            if target.year is None
            else target
            for target in self.targets
        ]
        message = f"“{_short(self.sentence)}”没有写明目标年份，沿用上一句的 {when.year} 年。"
        self._doubt("inherited_year", message, chosen=str(when.year))

    def _leave_out(self, number: str, reason: LeftOut, text: str = "") -> None:
        what = f"“{_short(text or self.sentence)}”" + (f"中的 {number} " if number else "")
        self._doubt("left_out_figure", f"{what}未列为目标：{reason.value}。")

    def _doubt(self, kind: str, message: str, *, chosen: str | None = None) -> None:
        place = f"措施 {self.passage.measure}：" if self.passage.measure else "总体目标："
        self.doubts.append(Doubt(None, CELL, kind, place + message, chosen=chosen))


def _matching(whens: tuple[When, ...], place: int) -> Iterator[When]:
    """The year of a promise: the only one, or that of the same place in the list of years."""
    yield whens[min(place, len(whens) - 1)] if whens else NEVER


def _short(text: str) -> str:
    text = compact(text)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
