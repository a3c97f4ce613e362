"""Every dependency has its reason and its pin, and nothing is used that production does not install."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = {"accounts", "carbonpeak", "deploy", "tasks_app", "tests"}
FILES = ["requirements.txt", "requirements-demo.txt", "requirements-pdf.txt", "requirements-test.txt"]
# What production needs without importing it, and where it is named instead.
NAMED_ELSEWHERE = {
    "gunicorn": "the command that serves the pages",
    "python-json-logger": "carbonpeak/logs.py names its class",
    "psycopg": "Django's driver, by DATABASE_URL",
    "tzdata": "read by zoneinfo",
    "whitenoise": "MIDDLEWARE",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(file: str) -> dict[str, str]:
    """Each direct dependency of `file` and the reason beside it."""
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and line[0] not in "#-"]
    parted = [line.partition("#") for line in lines]
    return {normal(name.partition("[")[0].strip()): reason.strip() for name, _, reason in parted}


def imported(folder: str) -> set[str]:
    """The top-level modules that the code under `folder` imports."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - OURS - set(sys.stdlib_module_names)


@pytest.mark.parametrize("file", FILES)
def test_each_dependency_brings_its_reason(file: str) -> None:
    assert [name for name, reason in requirements(file).items() if not reason] == []


@pytest.mark.parametrize("file", FILES)
def test_each_dependency_is_pinned(file: str) -> None:
    pinned = {normal(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert set(requirements(file)) - pinned == set()


@pytest.mark.parametrize("folder", ["accounts", "carbonpeak", "tasks_app"])
def test_the_application_imports_only_what_production_installs(folder: str) -> None:
    providers = packages_distributions()
    allowed, if_there = set(requirements("requirements.txt")), set(requirements("requirements-pdf.txt"))
    strange = {
        module
        for module in imported(folder) - if_there
        if not allowed & {normal(name) for name in providers.get(module, [])}
    }
    assert strange == set()


def test_what_production_installs_is_used() -> None:
    providers = packages_distributions()
    modules = imported("accounts") | imported("carbonpeak") | imported("tasks_app")
    used = {normal(name) for module in modules for name in providers.get(module, [])}
    assert set(requirements("requirements.txt")) - used == set(NAMED_ELSEWHERE)
