"""The house with a clock in it: the default policy in force, 2026 published, and an address for everybody."""

from collections.abc import Iterator

import pytest

from tasks_app.models import calendar
from tests.clock import scene
from tests.conftest import Standing
from tests.factories import House


@pytest.fixture(scope="module")
def house_of_the_module(standing: Standing) -> Iterator[House]:
    """The house with its clock, built once a module."""
    with standing(scene.clocked_house) as built:
        yield built


@pytest.fixture(autouse=True)
def _calendar_read_anew() -> None:
    """A year that a test published is forgotten with the test; the copy in the process would outlive it."""
    calendar._kept.clear()
