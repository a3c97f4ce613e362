"""Reads the targets of one sentence: what its clauses promise, and what holds from one clause to the next."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tasks_app.domain.target_words import TargetKind, Wording
from tasks_app.importing.reading import Doubt, TargetRead
from tasks_app.importing.targets.facts import is_direction, milestone, still_to_be_set, subject_of_rest
from tasks_app.importing.targets.figures import Promise, numbers_left_out, pairs_of, promised
from tasks_app.importing.targets.names import plain
from tasks_app.importing.targets.sentences import clauses_of, compact
from tasks_app.importing.targets.times import Timed, When, take_times
from tasks_app.importing.targets.words import STRIVING, LeftOut, either

CELL = "targets"
EXCERPT = 30
LONGEST_NAME = 120
# Longer than any clause of a plan; the patterns take their time with what is no text.
LONGEST_CLAUSE = 240
# What the column of the value holds (10 digits before the point, 4 behind it).
LARGEST_VALUE, MOST_DECIMALS = 10**10, 4
STRIVE = re.compile(either(STRIVING))
NEVER = When(0)


@dataclass(frozen=True)
class Passage:
    """A text that may promise something: its measure (None for overall aims) and its lines in the source."""

    measure: str | None
    text: str
    line: int | None = None
    end_line: int | None = None


@dataclass
class SentenceReader:
    """One sentence. A year, 力争 before a subject, and the name of an indicator hold for the clauses behind them."""

    passage: Passage
    sentence: str
    before: tuple[When, ...]
    issued_in: int | None = None
    targets: list[TargetRead] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    whens: tuple[When, ...] = ()
    _strives: bool = False
    _opens: bool = False
    _name: str = ""
    _baseline: int | None = None
    _subject: str = ""

    def read(self) -> None:
        """Fills targets and doubts."""
        whole = compact(self.sentence)
        for clause in clauses_of(whole):
            if len(clause) > LONGEST_CLAUSE:
                self._pass_over(clause)
                continue
            for part in pairs_of(clause):
                self._read_clause(take_times(part))
        if any(target.baseline_year and target.year is None for target in self.targets):
            self._inherit_year()

    def _read_clause(self, timed: Timed) -> None:
        self.whens = timed.whens or self.whens
        for year in timed.past:
            self._leave_out(LeftOut.PAST, self.sentence, [year])
        strive = STRIVE.search(timed.text)
        text = STRIVE.sub("", timed.text)
        is_own, self._opens = bool(timed.whens) or self._opens, bool(timed.whens) and not plain(text)
        found = self._promises(text, is_own=is_own)
        self._subject = self._subject or subject_of_rest(text)
        if strive and not plain(timed.text[: strive.start()]) and not (found and not found[0].name):
            self._strives = True
        for promise in found:
            self._add(promise, timed, is_striving=self._strives or strive is not None)
        self._account_for_numbers(text, found)
        if is_own and not self._opens and not found:
            self._account_for_year(text)

    def _promises(self, text: str, *, is_own: bool) -> tuple[Promise, ...]:
        dated = bool(self.whens)
        if found := promised(text, years=len(self.whens)) or still_to_be_set(text, is_dated=dated):
            return found
        fact = milestone(text) if dated else None
        return (fact,) if fact else ()

    def _add(self, promise: Promise, timed: Timed, *, is_striving: bool) -> None:
        name = self._full_name(promise.name)
        baseline = timed.baseline_year or (self._baseline if not promise.name else None)
        if not name or len(name) + len(self._subject) > LONGEST_NAME or not _fits(promise.value):
            self._doubt("unread_figure", f"“{_short(self.sentence)}”中的目标未能确定指标名称或数值，请人工核对。")
            return
        self._name, self._baseline = name, baseline
        is_property = self._subject and promise.kind != TargetKind.MILESTONE
        for when in _matching(self.whens, promise.place):
            if when.year and self.issued_in and when.year < self.issued_in:
                self._leave_out(LeftOut.PAST, self.sentence)
                continue
            self.targets.append(
                TargetRead(
                    measure=self.passage.measure,
                    kind=TargetKind.CHANGE if baseline else promise.kind,
                    name=f"{self._subject}{name}" if is_property else name,
                    sentence=self.sentence,
                    year=when.year or None,
                    period_start=when.period_start,
                    is_before=when.is_before,
                    comparator=promise.comparator,
                    value=promise.value,
                    set_by=promise.set_by,
                    unit=promise.unit,
                    baseline_year=baseline,
                    wording=Wording.STRIVE if is_striving else Wording.MUST,
                )
            )

    def _full_name(self, name: str) -> str:
        """到 2030 年达到 95% goes on with the indicator before it; 占…比重 is its share, 年利用量 its short form."""
        if not name or self._name.endswith(name):
            return self._name
        return f"{self._name}{name}" if name.startswith("占") else name

    def _account_for_numbers(self, text: str, found: tuple[Promise, ...]) -> None:
        """Numbers that no promise took get their reason, or a doubt."""
        taken = Counter(str(promise.value) for promise in found if promise.value is not None)
        left: dict[LeftOut | None, list[str]] = {}
        for number, reason in numbers_left_out(text):
            if taken[figure := number.replace(",", "")]:
                taken[figure] -= 1
            else:
                left.setdefault(reason, []).append(number)
        for reason, numbers in left.items():
            if reason:
                self._leave_out(reason, text, numbers)
            else:
                self._doubt(
                    "unread_figure",
                    f"“{_short(text, of=numbers[0])}”中的 {'、'.join(numbers)} 未能读成目标，请人工核对。",
                )

    def _account_for_year(self, text: str) -> None:
        if is_direction(text):
            self._leave_out(LeftOut.DIRECTION, text)
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

    def _pass_over(self, clause: str) -> None:
        if any(sign.isdigit() for sign in clause):
            self._doubt("unread_figure", f"“{_short(clause)}”过长，其中的数字未读成目标，请人工核对。")

    def _leave_out(self, reason: LeftOut, text: str, numbers: Sequence[str] = ()) -> None:
        what = f"“{_short(text, of=numbers[0] if numbers else '')}”"
        what += f"中的 {'、'.join(numbers)} " if numbers else ""
        self._doubt("left_out_figure", f"{what}未列为目标：{reason.value}。")

    def _doubt(self, kind: str, message: str, *, chosen: str | None = None) -> None:
        place = f"措施 {self.passage.measure}：" if self.passage.measure else "总体要求和各章引言："
        self.doubts.append(Doubt(None, CELL, kind, place + message, chosen=chosen))


def _matching(whens: tuple[When, ...], place: int) -> Iterator[When]:
    """The year of a promise: the only one, or that of the same place in the list of years."""
    yield whens[min(place, len(whens) - 1)] if whens else NEVER


def _fits(value: Decimal | None) -> bool:
    exponent = value.as_tuple().exponent if value is not None else 0
    return value is None or (value < LARGEST_VALUE and isinstance(exponent, int) and exponent >= -MOST_DECIMALS)


def _short(text: str, *, of: str = "") -> str:
    """The beginning of a text, or the part of it round a number, for a message."""
    text = compact(text)
    start = max(0, text.find(of) - EXCERPT + EXCERPT // 3) if of and len(text) > EXCERPT else 0
    end = start + EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
