"""Cells of a .csv that no spreadsheet may run: an apostrophe goes in front on the way out, and off on the way in.

A cell that already begins with apostrophes before such a sign gets one more, so that taking one off is always right.
The signs are those of OWASP's page on CSV injection, with their full-width twins.
"""

import re

_SIGNS = r"[=+\-@\t\r\n＝＋－＠]"
_RISKY = re.compile(rf"'*{_SIGNS}")
_PROTECTED = re.compile(rf"'+{_SIGNS}")


def protected(cell: str) -> str:
    """The cell as it may stand in a .csv."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def unprotected(cell: str) -> str:
    """The cell as it was before ``protected``."""
    return cell[1:] if _PROTECTED.match(cell) else cell
