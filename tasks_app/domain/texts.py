"""Typed text: what is kept of it. People paste from anywhere; invisible characters must not pass for an answer."""

import unicodedata

LONGEST = 20_000
# Zero-width characters, byte-order marks and direction overrides: invisible, and able to disguise a sentence.
_INVISIBLE = {
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0xFEFF,
    0x00AD,
}
_KEPT_CONTROLS = frozenset("\n\t")


def cleaned(text: str) -> str:
    """The text without invisible and control characters, line ends as ``\\n``, composed (NFC), and trimmed."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = (
        character
        for character in unified
        if ord(character) not in _INVISIBLE
        and (character in _KEPT_CONTROLS or unicodedata.category(character) not in ("Cc", "Cs"))
    )
    return unicodedata.normalize("NFC", "".join(visible)).strip()


def on_one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space: for names and subjects."""
    return " ".join(cleaned(text).split())
