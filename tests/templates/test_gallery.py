"""The gallery shows every component, and every component says on its first line what it takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.utils import timezone

from tasks_app.views.gallery import WORDS_LIMIT, SampleForm
from tasks_app.views.gallery_samples import samples

COMPONENTS = sorted((Path(__file__).resolve().parents[2] / "templates" / "components").glob("*.html"))


@pytest.fixture
def rendered_names() -> Iterator[set[str]]:
    names: set[str] = set()

    def note(template: Template, **_: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def gallery_page() -> str:
    forms = {"empty_form": SampleForm(auto_id="empty_%s"), "refused_form": SampleForm({}, auto_id="refused_%s")}
    context = samples(timezone.localdate()) | forms | {"words_limit": WORDS_LIMIT}
    return render_to_string("gallery/gallery.html", context)


def test_gallery_shows_every_component(rendered_names: set[str]) -> None:
    gallery_page()
    assert {f"components/{path.name}" for path in COMPONENTS} <= rendered_names


def test_gallery_shows_nothing_unsaid() -> None:
    page = gallery_page()
    assert "None" not in page
    assert "{%" not in page
    assert "{{" not in page


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_names_its_inputs_on_the_first_line(path: Path) -> None:
    first_line = path.read_text(encoding="utf-8").splitlines()[0]
    assert first_line.startswith("{# Inputs: ")
    assert first_line.endswith(" #}")
