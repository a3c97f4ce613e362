"""Templates of papers: values go in as values, so that none can play a mark."""

import re
from pathlib import Path

import pytest

PAPERS = sorted((Path(__file__).parents[2] / "templates" / "papers").glob("*.txt"))
# These hand a value on as it is; any other filter makes of it a string that nobody has quoted.
KEPT_FILTERS = {"default", "first", "join", "last", "length"}


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_template_of_a_paper_quotes_every_value(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    filters = {found for tag in re.findall(r"{[{%].*?[%}]}", text) for found in re.findall(r"\|\s*(\w+)", tag)}
    assert filters <= KEPT_FILTERS
    assert "autoescape" not in text


def test_there_are_papers_to_look_at() -> None:
    assert PAPERS
