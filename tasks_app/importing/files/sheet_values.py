"""What a cell of a workbook says: words, numbers as people write them, days out of serial numbers (1900 or 1904)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tasks_app.importing.files.archive import Archive, Element, attribute, forget, local, whole
from tasks_app.importing.files.lines import MOST_CELLS, refuse_too_many

# Formats that every workbook has without saying so (ECMA-376 18.8.30), the Chinese ones included.
DAYS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
MONTHS_ONLY = {17, 27, 57}
PERCENTS = {9, 10}
IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_SERIAL = 2_958_465  # 9999-12-31


@dataclass(frozen=True)
class Look:
    """How a number is shown: as a day, as a month, as a share of a hundred, or as it is."""

    is_day: bool = False
    is_month: bool = False
    is_percent: bool = False


@dataclass(frozen=True)
class Values:
    """Turns stored values of one workbook into words."""

    strings: tuple[str, ...]
    looks: tuple[Look, ...]
    first_day: date

    def said(self, kind: str, stored: str, style: int) -> str:
        """The words of a cell of this type (``t``), value and style."""
        if kind == "s":
            place = whole(stored, len(self.strings))
            return self.strings[place] if place < len(self.strings) else ""
        if kind == "b":
            return "是" if stored == "1" else "否"
        if kind in ("str", "inlineStr", "d"):
            return plain(stored)
        return self._number(stored, self.looks[style] if style < len(self.looks) else Look())

    def _number(self, stored: str, look: Look) -> str:
        try:
            value = float(stored)
        except ValueError:
            return plain(stored)
        if (look.is_day or look.is_month) and 1 <= value <= LAST_SERIAL - 1_500:
            day = self.first_day + timedelta(days=int(value))
            return f"{day.year}年{day.month}月" + ("" if look.is_month else f"{day.day}日")
        if look.is_percent:
            return f"{value * 100:.12g}%"
        return f"{value:.15g}"


def values_of(archive: Archive, *, strings: str | None, styles: str | None, is_1904: bool) -> Values:
    """The shared strings and formats of a workbook; each part may be missing."""
    words = tuple(_strings(archive, strings)) if strings else ()
    looks = tuple(_looks(archive, styles)) if styles else ()
    # Day 60 of the 1900 calendar is a 29 February that never was: serials after it are one too high.
    return Values(words, looks, date(1904, 1, 1) if is_1904 else date(1899, 12, 30))


def plain(text: str) -> str:
    """Words as they were typed: XML has no place for some characters, a workbook writes them as _x000D_.

    Two escaped halves are one character again; a half alone is none that could be stored.
    """
    unescaped = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    if unescaped != text:
        unescaped = unescaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unescaped.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def rich_text(item: Element) -> str:
    """The words of a string, without the reading aids (拼音) beside them."""
    return "".join(
        part.text or ""
        for part in item.iter("{*}t")
        if not any(local(above) == "rPh" for above in part.iterancestors())
    )


def _strings(archive: Archive, part: str) -> Iterator[str]:
    for count, item in enumerate(archive.elements(part, "si")):
        if count > MOST_CELLS:
            refuse_too_many(cells=count, where="工作簿")
        yield plain(rich_text(item))
        forget(item)


def _looks(archive: Archive, part: str) -> Iterator[Look]:
    own: dict[int, str] = {}
    for element in archive.elements(part, "numFmt", "cellXfs"):
        if local(element) == "numFmt":
            own[whole(attribute(element, "numFmtId"))] = attribute(element, "formatCode") or ""
        else:
            for look in element:
                yield _look(whole(attribute(look, "numFmtId")), own)


def _look(number: int, own: dict[int, str]) -> Look:
    code = IN_QUOTES.sub("", own.get(number, "")).lower().partition(";")[0]
    shows_year = "y" in code or "e" in code.replace("e+", "").replace("e-", "")
    is_day = number in DAYS or (shows_year and "m" in code)
    is_month = number in MONTHS_ONLY or (is_day and number not in DAYS and "d" not in code)
    return Look(is_day and not is_month, is_month, number in PERCENTS or "%" in code)
