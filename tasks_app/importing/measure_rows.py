"""Which rows of the table a measure explains, decided by rule for any plan.

First the section of a measure is found among the headings of the table. Under a heading with one row there is nothing
to decide. Under several, measures and rows stand in the same order in both places: of all ways to walk down both lists
at once, the one is taken whose pairs say the same in most words; so every row gets a measure and every measure a row.
A sentence of a row that stands word for word in another measure of the section links that one too.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tasks_app.importing.likeness import NOT_A_WORD, Likened, Pair, best_walk
from tasks_app.importing.reading import Doubt, MeasureRead, TaskRead

CELL = "measures"
# A measure that has this part of a sentence's two-character groups says the same, if no other has more of them.
SAME = 0.5
# Titles that differ by a word still name one section: 节能降碳增效行动, 节能降碳增效工程.
ALIKE = 0.6
SHORTEST_QUOTE = 8
# Beyond these a file is no plan, and comparing everything with everything would only take time.
MOST_PAIRS = 4_000
MOST_HEADINGS = 100
MOST_SENTENCES = 40
LONGEST_COMPARED = 6_000


@dataclass(frozen=True)
class MeasuresOfRows:
    """The measures with the rows they explain, and what was not sure."""

    measures: tuple[MeasureRead, ...]
    doubts: tuple[Doubt, ...]


def match_rows(measures: Sequence[MeasureRead], tasks: Sequence[TaskRead]) -> MeasuresOfRows:
    """Links every measure to the rows it explains. Never raises; what is unsure is a doubt."""
    if not measures or not tasks:
        return MeasuresOfRows(tuple(measures), ())
    doubts: list[Doubt] = []
    links = {
        (measure.number, row)
        for section in _sections(measures, tasks, doubts)
        for measure, row in section.pairs(doubts)
    }
    rows_of: dict[str, list[int]] = {measure.number: [] for measure in measures}
    for number, row in sorted(links):
        rows_of[number].append(row)
    linked = {row for _number, row in links}
    doubts += [
        Doubt(task.number, CELL, "row_without_measure", f"第 {task.number} 行：正文中没有找到对应的措施。")
        for task in tasks
        if task.number not in linked
    ]
    found = tuple(replace(measure, tasks=tuple(rows_of[measure.number])) for measure in measures)
    return MeasuresOfRows(found, tuple(dict.fromkeys(doubts)))


@dataclass(frozen=True)
class _Section:
    """The measures of one section and the rows of one heading, both in their order."""

    measures: tuple[MeasureRead, ...]
    tasks: tuple[TaskRead, ...]

    def pairs(self, doubts: list[Doubt]) -> Iterator[tuple[MeasureRead, int]]:
        """Every (measure, 序号 of a row it explains)."""
        if len(self.measures) == 1 or len(self.tasks) == 1:
            yield from ((measure, task.number) for measure in self.measures for task in self.tasks)
            return
        if len(self.measures) * len(self.tasks) > MOST_PAIRS:
            message = f"“{self.tasks[0].heading}”下的任务和措施过多，未逐一对应，请核对。"
            doubts.append(Doubt(self.tasks[0].number, CELL, "measures_not_compared", message))
            return
        scores = self.scores
        walked = best_walk(scores, worth=SAME)
        doubts += [_weak(self.measures[place], self.tasks[row]) for place, row in walked if scores[place][row] < SAME]
        quoted = sorted(self._quoted() - set(walked))
        for place, row in quoted:
            beside = [self.measures[other].number for other, of in walked if of == row]
            doubts.append(_quoted_elsewhere(self.measures[place], self.tasks[row], beside))
        yield from ((self.measures[place], self.tasks[row].number) for place, row in (*walked, *quoted))

    @property
    def scores(self) -> list[list[float]]:
        """How well each measure explains each row: [measure][row]; 1 where a sentence stands in this measure alone."""
        by_row = [self._scores_of(row) for row in self._rows]
        return [list(scores) for scores in zip(*by_row, strict=True)]

    def _scores_of(self, row: tuple[Likened, ...]) -> list[float]:
        """By measure the best sentence of the row: its share there, less what another measure has more of it."""
        best = [0.0] * len(self._bodies)
        for said in row:
            shares = [said.share_in(body) for body in self._bodies]
            best = [max(known, 2 * share - max(shares)) for known, share in zip(best, shares, strict=True)]
        return best

    @cached_property
    def _bodies(self) -> tuple[Likened, ...]:
        return tuple(Likened(f"{measure.title}。{measure.text}"[:LONGEST_COMPARED]) for measure in self.measures)

    @cached_property
    def _rows(self) -> tuple[tuple[Likened, ...], ...]:
        """The sentences of each row."""
        return tuple(Likened(task.text).sentences[:MOST_SENTENCES] for task in self.tasks)

    def _quoted(self) -> set[Pair]:
        """Pairs in which a whole sentence of the row stands word for word in this measure and in no other."""
        return {
            (holders[0], row)
            for row, sentences in enumerate(self._rows)
            for said in sentences
            if len(said.letters) >= SHORTEST_QUOTE and len(holders := self._holders(said)) == 1
        }

    def _holders(self, said: Likened) -> list[int]:
        return [place for place, body in enumerate(self._bodies) if said.letters in body.letters]


def _sections(measures: Sequence[MeasureRead], tasks: Sequence[TaskRead], doubts: list[Doubt]) -> Iterator[_Section]:
    """Measures and rows that stand under one title; what finds no title is compared as one section."""
    headings = {_plain(task.heading): task.heading for task in reversed(tasks)}
    under: dict[str, list[MeasureRead]] = {}
    homeless: list[MeasureRead] = []
    for measure in measures:
        heading = _heading_of(measure, headings, doubts)
        (homeless if heading is None else under.setdefault(heading, [])).append(measure)
    for heading, found in under.items():
        yield _Section(tuple(found), tuple(task for task in tasks if task.heading == heading))
    rest = tuple(task for task in tasks if task.heading not in under)
    if homeless and rest:
        message = (
            f"措施 {homeless[0].number} 至 {homeless[-1].number} 所在章节在分工表中没有同名行动，"
            "按文字与余下的任务对应，请核对。"
        )
        doubts.append(Doubt(rest[0].number, CELL, "section_without_heading", message))
        yield _Section(tuple(homeless), rest)
    elif homeless:
        numbers = "、".join(measure.number for measure in homeless)
        doubts.append(Doubt(None, CELL, "measure_without_row", f"分工表中没有与措施 {numbers} 对应的任务。"))


def _heading_of(measure: MeasureRead, headings: dict[str, str], doubts: list[Doubt]) -> str | None:
    """The heading with the name of its section, else with its own name, else the one that looks most alike."""
    names = {_plain(name): name for name in (measure.title, measure.section)}
    for plain in reversed(names):
        if plain in headings:
            return headings[plain]
    for plain, name in reversed(names.items()) if len(headings) <= MOST_HEADINGS else ():
        if alike := difflib.get_close_matches(plain, headings, n=1, cutoff=ALIKE):
            heading = headings[alike[0]]
            message = f"正文“{name}”在分工表中没有同名行动，暂按“{heading}”。"
            doubts.append(Doubt(None, CELL, "section_alike", message, (heading,), heading))
            return heading
    return None


def _plain(title: str) -> str:
    return NOT_A_WORD.sub("", title)


def _weak(measure: MeasureRead, task: TaskRead) -> Doubt:
    message = f"第 {task.number} 行：按顺序对应措施 {measure.number}“{measure.title}”，文字相同处不多，请核对。"
    return Doubt(task.number, CELL, "weak_measure", message, (measure.number,), measure.number)


def _quoted_elsewhere(measure: MeasureRead, task: TaskRead, beside: list[str]) -> Doubt:
    message = (
        f"第 {task.number} 行：有一句原文出自措施 {measure.number}“{measure.title}”，"
        "而该措施按顺序对应别的行，暂按两行都对应。"
    )
    chosen = "、".join([*beside, measure.number])
    return Doubt(task.number, CELL, "measure_quoted_elsewhere", message, (*beside, measure.number), chosen)
