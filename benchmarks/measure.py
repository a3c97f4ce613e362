"""Takes the times: all sizes in turn, round after round, so that a busy machine is busy for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import databases
from benchmarks.long_story import lengthen
from benchmarks.pages import PAGES, Answer, Page
from benchmarks.scene import Scene, scene

ROUNDS = 18
ANSWERS = (HTTPStatus.OK, HTTPStatus.FOUND)
MILLISECONDS = 1000
ROW = b"data-row-link"


class WrongAnswer(Exception):
    """A page answered something else than itself: there is nothing to measure."""


@dataclass
class Figures:
    """What was measured of one page at one size; times in milliseconds. ``rows`` are those of its tables."""

    times: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    statements: int = 0
    rows: int = 0

    @property
    def page(self) -> float:
        """The median time of the page."""
        return median(self.times)

    @property
    def floor(self) -> float:
        """The median time of its raw SQL."""
        return median(self.floors)


Measured = Mapping[str, Mapping[int, Figures]]


def measure(names: Mapping[int, str]) -> Measured:
    """Figures by page and size, of databases by size."""
    taken: dict[str, dict[int, Figures]] = {page.name: {size: Figures() for size in names} for page in PAGES}
    scenes: dict[int, Scene] = {}
    for size, name in names.items():
        databases.use(name)
        here = scenes[size] = scene()
        lengthen(here)
        for page in PAGES:
            figures = taken[page.name][size]
            figures.statements, figures.rows = statements_of(page, here), rows_of(page, here)
    for _ in range(ROUNDS):
        for size, name in names.items():
            databases.use(name)
            for page in PAGES:
                _visit(page, scenes[size], taken[page.name][size])
    return taken


def _visit(page: Page, here: Scene, figures: Figures) -> None:
    """One visit to warm up, one that is timed, and the page's floor."""
    answered(page, here)
    figures.times.append(_timed(lambda: answered(page, here)))
    figures.floors.append(_timed(lambda: page.floor(here)))


def answered(page: Page, here: Scene) -> Answer:
    """The page's answer. Raises WrongAnswer where it is none."""
    response = page.visit(here)
    if response.status_code not in ANSWERS:
        raise WrongAnswer(f"{page.name}: {response.status_code}")
    return response


def statements_of(page: Page, here: Scene) -> int:
    """How many statements a page sends; BEGIN and COMMIT of an act count."""
    answered(page, here)
    with CaptureQueriesContext(connection) as captured:
        answered(page, here)
    return len(captured)


def rows_of(page: Page, here: Scene) -> int:
    """How many rows of tables a page shows."""
    return answered(page, here).content.count(ROW)


def _timed(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return (perf_counter() - start) * MILLISECONDS
