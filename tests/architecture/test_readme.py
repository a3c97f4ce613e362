"""What the READMEs point to is there, and their pictures are small enough to be fetched by everyone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
READMES = ["README.md", "README.zh-CN.md"]
PICTURES = sorted(path.name for path in (ROOT / "docs" / "screenshots").glob("*.png"))
LARGEST = 200_000
LINK = re.compile(r'\]\(([^)#]+)\)|src="([^"]+)"')


def links_of(readme: str) -> list[str]:
    found = LINK.findall((ROOT / readme).read_text(encoding="utf-8"))
    return [target or source for target, source in found]


@pytest.mark.parametrize("readme", READMES)
def test_every_link_leads_somewhere(readme: str) -> None:
    assert [link for link in links_of(readme) if "://" not in link and not (ROOT / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_picture_is_shown(readme: str) -> None:
    assert sorted(Path(link).name for link in links_of(readme) if link.endswith(".png")) == PICTURES


@pytest.mark.parametrize("picture", PICTURES)
def test_picture_is_small(picture: str) -> None:
    size = (ROOT / "docs" / "screenshots" / picture).stat().st_size
    assert size < LARGEST, "install Pillow beside the tests and run make screenshots again"


def test_both_readmes_tell_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"^    (make \S+|\.venv/bin/python manage\.py \S+)", (ROOT / name).read_text(), re.M)
        for name in READMES
    )
    assert english == chinese != []
