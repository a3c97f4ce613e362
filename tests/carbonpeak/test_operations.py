"""docs/operations.md and the example under deploy/ name the settings that there are."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from carbonpeak.settings.required import REQUIRED

ROOT = Path(settings.BASE_DIR)
READ = re.compile(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"')
SOURCES = [*(ROOT / "carbonpeak" / "settings").glob("*.py"), ROOT / "deploy" / "gunicorn_conf.py"]


@pytest.fixture(scope="module")
def described() -> dict[str, str]:
    """Each setting of the table in docs/operations.md and its column "required"."""
    rows = re.findall(r"^\| (`[^|]+`) \|([^|]*)\|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    return {name: required.strip() for names, required in rows for name in re.findall(r"`([A-Z_]+)`", names)}


def settings_read() -> set[str]:
    """The names of the settings that the code reads from the environment."""
    return {name for path in SOURCES for name in READ.findall(path.read_text())}


def test_every_setting_that_is_read_is_described(described: dict[str, str]) -> None:
    assert settings_read() == set(described)


def test_what_production_requires_is_marked(described: dict[str, str]) -> None:
    assert {name for name, required in described.items() if required == "yes"} == set(REQUIRED)


def test_the_example_names_what_is_required() -> None:
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    assert {line.partition("=")[0] for line in lines if not line.startswith("#")} == set(REQUIRED)
