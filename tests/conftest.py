"""What every test may ask for: the house of most tests, and a place for files that is thrown away."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests import factories
from tests.factories import House


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def house(db: None) -> House:
    """Everything one needs to act in 2026: people, plan and issued lines (see :mod:`tests.factories`)."""
    return factories.house()
