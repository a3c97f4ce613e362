"""The bars a page is held to, and which of them it misses. Nothing fails here: a missed bar is marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.measure import Figures, Measured
from benchmarks.pages import Kind, Page

FRAME_STATEMENTS = 4
# All that a page sends and an act, frame, session and transaction included.
PAGE_STATEMENTS, ACT_STATEMENTS = 12, 30
STATEMENTS = {Kind.PAGE: PAGE_STATEMENTS, Kind.DESK: PAGE_STATEMENTS, Kind.ACT: ACT_STATEMENTS}
LIST_STATEMENTS = 8
TIMES_BARE = 4.0
PAGE_TIMES_BARE = 5.0
GROWTH = 1.3


@dataclass(frozen=True)
class Judged:
    """A page beside its frame; ``missed`` says in words which bars it misses."""

    page: Page
    figures: Mapping[int, Figures]
    frames: Mapping[int, Figures]
    missed: tuple[str, ...]

    def times_bare(self, size: int) -> float:
        """How many times the bare view's time, at this size."""
        return self.figures[size].page / self.frames[size].page

    def times_floor(self, size: int) -> float | None:
        """How many times the floor's time, at this size; None for a page without rows."""
        return None if self.page.kind is Kind.FRAME else self.figures[size].page / self.figures[size].floor

    @property
    def growth(self) -> float:
        """The time at the largest size by that at the smallest which shows as many rows, both in bare views.

        At 1,000 items a unit's late lines do not fill a page; what more rows cost is not what more items cost. And
        the bare view knows no items: where it grew, the machine was busier.
        """
        largest = max(self.figures)
        full = self.figures[largest].rows
        as_full = min(size for size, figures in self.figures.items() if figures.rows >= full)
        return self.times_bare(largest) / self.times_bare(as_full)


def judge(page: Page, measured: Measured) -> Judged:
    """The page with the bars it misses at any size."""
    judged = Judged(page, measured[page.name], measured[page.frame], ())
    return Judged(page, judged.figures, judged.frames, tuple(_missed(judged)))


def _missed(judged: Judged) -> Iterator[str]:
    yield from _too_much(judged)
    for size, figures in judged.figures.items():
        if judged.page.kind is Kind.FRAME and figures.statements > FRAME_STATEMENTS:
            yield f"{figures.statements} statements at {size:,}"
        if judged.page.kind is not Kind.LIST:
            continue
        added = figures.statements - judged.frames[size].statements
        if added > LIST_STATEMENTS:
            yield f"adds {added} statements at {size:,}"
        if judged.times_bare(size) > TIMES_BARE:
            yield f"{judged.times_bare(size):.1f} × bare at {size:,}"
    if judged.page.kind in (Kind.LIST, Kind.DESK) and judged.growth > GROWTH:
        yield f"grows {judged.growth:.2f} times"


def _too_much(judged: Judged) -> Iterator[str]:
    """What holds for a page or an act as a whole, its frame included."""
    most = STATEMENTS.get(judged.page.kind)
    for size, figures in judged.figures.items():
        if most and figures.statements > most:
            yield f"{figures.statements} statements at {size:,}"
        if judged.page.kind in (Kind.PAGE, Kind.DESK) and judged.times_bare(size) > PAGE_TIMES_BARE:
            yield f"{judged.times_bare(size):.1f} × bare at {size:,}"
