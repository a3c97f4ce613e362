"""Typed text: what is kept of it. People paste from anywhere; invisible characters must not pass for an answer."""

import unicodedata

LONGEST = 20_000
# Invisible without being called so by Unicode: fillers, an empty braille cell, selectors of how a character is drawn.
_BLANKS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)}
# Control and format characters (zero-width, direction overrides, byte-order marks, tags) and halves of characters.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_KEPT_CONTROLS = frozenset("\n\t")


def cleaned(text: str) -> str:
    """The text without invisible and control characters, line ends as ``\\n``, composed (NFC), and trimmed."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = (character for character in unified if character in _KEPT_CONTROLS or not _is_hidden(character))
    return unicodedata.normalize("NFC", "".join(visible)).strip()


def _is_hidden(character: str) -> bool:
    """Whether nobody sees it: it passes for an answer, disguises a sentence, or (a noncharacter) spoils a file."""
    code = ord(character)
    is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return code in _BLANKS or is_no_character or unicodedata.category(character) in _INVISIBLE


def on_one_line(text: str) -> str:
    """The cleaned text with every run of white space as one space: for names and subjects."""
    return " ".join(cleaned(text).split())
