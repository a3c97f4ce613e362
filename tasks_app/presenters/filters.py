"""Filter chips: links that change one word of an address and keep the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from tasks_app.domain.lights import LIGHT_WORDS


@dataclass(frozen=True)
class Chip:
    """One chip of ``components/filter_chips.html``; ``light`` is the code of the shape before the word."""

    label: str
    url: str
    current: bool
    count: int | None = None
    light: str = ""


def address(path: str, words: Mapping[str, object]) -> str:
    """The path with these words; empty ones are left out."""
    kept = {name: value for name, value in words.items() if value not in ("", None)}
    return f"{path}?{urlencode(kept)}" if kept else path


def chips(path: str, words: Mapping[str, object], name: str, choices: Iterable[tuple[str, str]]) -> tuple[Chip, ...]:
    """One chip for each choice (value, label) of the word ``name``; the value now in the address is current.

    A value that is the code of a light brings its shape along.
    """
    now = words.get(name) or ""
    return tuple(
        Chip(
            label=label,
            url=address(path, {**words, name: value}),
            current=value == now,
            light=value if value in LIGHT_WORDS else "",
        )
        for value, label in choices
    )
