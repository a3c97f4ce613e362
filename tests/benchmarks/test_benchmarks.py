"""The benchmark measures what it says: rows as the actions would have made them, pages that answer, bars that hold."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import override_settings

from benchmarks import house
from benchmarks.bars import ACT_STATEMENTS, FRAME_STATEMENTS, LIST_STATEMENTS, PAGE_STATEMENTS
from benchmarks.long_story import lengthen
from benchmarks.measure import statements_of
from benchmarks.pages import PAGES, Kind
from benchmarks.scene import Scene, scene
from benchmarks.seed import seed
from tasks_app.models import Cycle, UnitLine, WorkItem
from tasks_app.permissions import grants

ITEMS = 200

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is PostgreSQL's"),
]


@pytest.fixture
def here() -> Iterator[Scene]:
    with time_machine.travel(house.NOW), override_settings(ROOT_URLCONF="benchmarks.urls"):
        seed(house.build(), ITEMS)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else PostgreSQL plans for the empty tables that earlier tests left
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


def test_every_page_answers_and_the_bars_of_statements_hold(here: Scene) -> None:
    lengthen(here)
    sent = {page.name: statements_of(page, here) for page in PAGES}
    for page in PAGES:
        page.floor(here)
        if page.kind is Kind.FRAME:
            assert sent[page.name] <= FRAME_STATEMENTS, page.name
        if page.kind is Kind.LIST:
            assert sent[page.name] - sent[page.frame] <= LIST_STATEMENTS, page.name
        if page.kind in (Kind.PAGE, Kind.DESK):
            assert sent[page.name] <= PAGE_STATEMENTS, page.name
        if page.kind is Kind.ACT:
            assert sent[page.name] <= ACT_STATEMENTS, page.name
