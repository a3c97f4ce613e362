"""Takes the times: all sizes in turn, round after round, so that a busy machine is busy for all of them.

A visit costs what this process computes and what it waits for the database; not what it waits for a processor that
somebody else uses. The best of many visits is what a page costs where nobody is in the way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import databases
from benchmarks.long_story import lengthen
from benchmarks.pages import PAGES, Answer, Page
from benchmarks.scene import Scene, scene
from carbonpeak import garbage

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
        """The best time of the page."""
        return min(self.times)

    @property
    def floor(self) -> float:
        """The best time of its raw SQL."""
        return min(self.floors)


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
    garbage.set_aside()  # as the processes that serve pages do
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


class _Waited:
    """How long the database was waited for: what passes while a statement is sent and this process computes nothing."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        clock, computed = perf_counter(), process_time()
        try:
            return execute(*statement)
        finally:
            self.seconds += perf_counter() - clock - (process_time() - computed)


def _timed(call: Callable[[], object]) -> float:
    waited = _Waited()
    with connection.execute_wrapper(waited):
        start = process_time()
        call()
        return (process_time() - start + waited.seconds) * MILLISECONDS
