"""The content policy allows neither inline styles nor inline scripts, and no page asks anything of the outside."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN_STATIC = [path for path in (ROOT / "static").rglob("*.*") if path.suffix in {".css", ".js", ".svg"}]
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
    "event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "outside address": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "unescaped words": re.compile(r"\|\s*safe\b|autoescape off"),
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_keeps_the_content_policy(path: Path, what: str) -> None:
    found = FORBIDDEN[what].search(path.read_text(encoding="utf-8"))
    assert found is None, f"{what} in {named(path)}: {found}"


@pytest.mark.parametrize("path", [path for path in OWN_STATIC if "vendor" not in path.parts], ids=named)
def test_static_file_asks_nothing_of_the_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|@import|\beval\(", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_form_that_posts_carries_its_token(path: Path) -> None:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.DOTALL)
    assert all("csrf_token" in form for form in forms), named(path)
