"""The source text of a plan by lines, what is marked in it, and the addresses that mark something."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from tasks_app.importing.passages import Span, sentence_mark, spans_of
from tasks_app.models import Measure, Task
from tasks_app.presenters.filters import address

# Where a marked sentence is scrolled to.
SENTENCE_ANCHOR = "sentence"


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in the source: its lines, counted from 1, in words, and the mark of one sentence."""

    first: int = 0
    last: int = 0
    label: str = ""
    mark: str = ""

    @property
    def words(self) -> str:
        """Where it stands: 第 85 至 87 行."""
        return f"第 {self.first} 行" if self.first == self.last else f"第 {self.first} 至 {self.last} 行"


NOTHING = Sought()


@dataclass(frozen=True)
class Piece:
    """A part of a line; ``is_marked`` where it belongs to the sentence that is sought."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class SourceLine:
    """One line of the source text, counted from 1. ``has_anchor``: the address of a sentence leads here."""

    number: int
    pieces: tuple[Piece, ...]
    is_sought: bool
    has_anchor: bool = False


def source_lines(text: str, sought: Sought) -> tuple[SourceLine, ...]:
    """The source text by lines; those that are sought are marked, and one sentence of them."""
    lines = text.split("\n")
    passage = lines[sought.first - 1 : sought.last] if sought.first else []
    spans = dict(enumerate(spans_of(sought.mark, passage), start=sought.first)) if sought.mark else {}
    # A sentence that is not found (any more) leaves the anchor to the passage it was in.
    anchored = next((number for number, span in spans.items() if span), sought.first if sought.mark else 0)
    return tuple(
        SourceLine(
            number=number,
            pieces=_pieces(line, spans.get(number)),
            is_sought=sought.first <= number <= sought.last,
            has_anchor=number == anchored,
        )
        for number, line in enumerate(lines, start=1)
    )


def task_sought(task: Task) -> Sought:
    """The row of the table."""
    line = task.source_line or 0
    return Sought(line, line, f"第 {task.number} 项")


def measure_sought(measure: Measure, mark: str = "") -> Sought:
    """A whole measure, and one sentence of it."""
    first = measure.source_line or 0
    return Sought(first, measure.source_end_line or first, f"措施 {measure.number}", mark)


def line_sought(line: int, mark: str = "") -> Sought:
    """One line, and one sentence of it."""
    return Sought(line, line, "所引原文", mark)


def source_url(task: Task) -> str:
    """Where the row stands in the source text."""
    return _url({"task": task.number, "plan": task.plan_id}, task.source_line)


def measure_url(measure: Measure) -> str:
    """Where the measure stands in the source text; empty where the source is none (our own JSON)."""
    if not measure.source_line:
        return ""
    return _url({"measure": measure.number, "plan": measure.plan_id}, measure.source_line)


def sentence_url(measure: Measure, sentence: str) -> str:
    """Where one sentence of the measure stands, marked within the whole measure; empty as ``measure_url``."""
    if not measure.source_line:
        return ""
    words = {"measure": measure.number, "sentence": sentence_mark(sentence), "plan": measure.plan_id}
    return f"{address(reverse('plan_source'), words)}#{SENTENCE_ANCHOR}"


def line_url(plan_id: int, line: int | None, sentence: str = "") -> str:
    """Where a line of the source stands, and a sentence of it marked: for what belongs to no measure."""
    if not line:
        return ""
    if not sentence:
        return _url({"line": line, "plan": plan_id}, line)
    words = {"line": line, "sentence": sentence_mark(sentence), "plan": plan_id}
    return f"{address(reverse('plan_source'), words)}#{SENTENCE_ANCHOR}"


def _url(words: dict[str, object], line: int | None) -> str:
    return address(reverse("plan_source"), words) + (f"#line-{line}" if line else "")


def _pieces(line: str, span: Span | None) -> tuple[Piece, ...]:
    if span is None:
        return (Piece(line),)
    first, last = span
    parts: Sequence[Piece] = (Piece(line[:first]), Piece(line[first:last], is_marked=True), Piece(line[last:]))
    return tuple(part for part in parts if part.text)
