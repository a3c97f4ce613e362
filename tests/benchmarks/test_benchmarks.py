"""The benchmark measures what it says: rows as the actions would have made them, pages that answer, bars that hold."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import override_settings

from benchmarks import house
from benchmarks.bars import FRAME_STATEMENTS, LIST_STATEMENTS
from benchmarks.measure import answered, statements_of
from benchmarks.pages import PAGES, Kind, Page
from benchmarks.scene import Scene, scene
from benchmarks.seed import seed
from tasks_app.models import Cycle, UnitLine, WorkItem
from tasks_app.permissions import grants

ITEMS = 200
ACT_STATEMENTS = 30
FRAMES = {page.name: page for page in PAGES if page.kind is Kind.FRAME}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is PostgreSQL's"),
]


@pytest.fixture
def here() -> Iterator[Scene]:
    with time_machine.travel(house.NOW), override_settings(ROOT_URLCONF="benchmarks.urls"):
        seed(house.build(), ITEMS)
        yield scene()


def test_seeded_rows_are_what_the_actions_would_have_made(here: Scene) -> None:
    lines = UnitLine.objects.filter(cycle=here.cycle)
    assert WorkItem.objects.count() == ITEMS
    assert lines.count() == 6 * ITEMS
    assert 0.2 < lines.late(house.NOW.date()).count() / lines.count() < 0.4
    drift = grants.reconcile(WorkItem.objects.all())
    assert (drift.added, drift.removed) == (0, 0)
    for row in (Cycle.objects.get(), *WorkItem.objects.all()[:20], *lines.filter(pk__gt=180)[:50]):
        row.full_clean()


def test_every_page_answers_within_its_statements(here: Scene) -> None:
    for page in PAGES:
        answered(page, here)
        assert statements_of(page, here) <= _allowed(page, here), page.name
        page.floor(here)


def _allowed(page: Page, here: Scene) -> int:
    if page.kind is Kind.FRAME:
        return FRAME_STATEMENTS
    if page.kind is Kind.LIST:
        return statements_of(FRAMES[page.frame], here) + LIST_STATEMENTS
    return ACT_STATEMENTS if page.kind is Kind.ACT else FRAME_STATEMENTS + LIST_STATEMENTS
