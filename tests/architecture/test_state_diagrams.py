"""docs/state-machines.md is drawn from the code, and stays current."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tasks_app.documents.state_machines import as_markdown
from tasks_app.domain.machines import MACHINES


def test_the_page_is_current() -> None:
    call_command("state_diagrams", check=True)


def test_an_outdated_page_is_noticed(settings: Settings, tmp_path: object) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="state_diagrams"):
        call_command("state_diagrams", check=True)
    call_command("state_diagrams", stdout=StringIO())
    call_command("state_diagrams", check=True)


def test_every_state_and_step_is_on_the_page() -> None:
    page = as_markdown()
    for machine in MACHINES:
        assert f"## {machine.title}" in page
        for state, label in machine.labels.items():
            assert f'state "{label}" as {state}' in page
        for step in machine.transitions:
            assert f"| `{step.act}` | {step.label} |" in page
            for source in step.sources:
                assert f"    {source} --> {step.target}: {step.label}\n" in page
