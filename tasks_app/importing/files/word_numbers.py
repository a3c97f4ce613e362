"""Numbers that Word counts by itself (自动编号): they stand in no text, but people read them as part of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tasks_app.importing.files.archive import Archive, Element, attribute, local, whole

DIGITS = "〇一二三四五六七八九"
TEN = 10
ENCLOSED = ord("①") - 1
LEVELS = 9


def in_chinese(number: int) -> str:
    """十二 for 12, as far as a list of a plan goes (99); figures above."""
    if not 0 < number < TEN * TEN:
        return str(number)
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


WAYS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": str,
    "chineseCounting": in_chinese,
    "chineseCountingThousand": in_chinese,
    "japaneseCounting": in_chinese,
    "ideographDigital": lambda number: "".join(DIGITS[int(digit)] for digit in str(number)),
    "taiwaneseCounting": in_chinese,
    "decimalEnclosedCircle": lambda number: chr(ENCLOSED + number) if 0 < number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda number: chr(ENCLOSED + number) if 0 < number <= 20 else str(number),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts, and what stands round the number (%1、)."""

    start: int = 1
    way: str = "decimal"
    text: str = ""


@dataclass
class WordNumbers:
    """Counts along while the text is read from top to bottom."""

    lists: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # abstractNumId → its levels
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → numId and level
    counted: int = 0
    _now: dict[str, list[int]] = field(default_factory=dict)

    def before(self, paragraph: Element) -> str:
        """What Word shows in front of this paragraph; an empty string where it counts nothing."""
        number, level = self._list_of(paragraph)
        levels = self.levels.get(self.lists.get(number, ""), {})
        known = levels.get(level)
        if known is None or known.way not in WAYS:
            return ""
        now = self._now.setdefault(self.lists[number], [0] * LEVELS)
        now[level] = now[level] + 1 if now[level] else known.start
        now[level + 1 :] = [0] * (LEVELS - level - 1)
        self.counted += 1
        text = known.text
        for place in range(level + 1):
            shown = WAYS.get(levels.get(place, Level()).way, str)(now[place] or levels.get(place, Level()).start)
            text = text.replace(f"%{place + 1}", shown)
        return text

    def _list_of(self, paragraph: Element) -> tuple[str, int]:
        properties = paragraph.find("{*}pPr")
        if properties is None:
            return "", 0
        style = properties.find("{*}pStyle")
        number, level = self.styles.get(attribute(style, "val") or "" if style is not None else "", ("", 0))
        own = properties.find("{*}numPr")
        return _stated(own, number, level) if own is not None else (number, level)


def numbers_of(archive: Archive, numbering: str | None, styles: str | None) -> WordNumbers:
    """The lists of a document; none where it has no such part."""
    numbers = WordNumbers()
    for element in archive.elements(numbering, "abstractNum", "num") if numbering else ():
        if local(element) == "num":
            target = element.find("{*}abstractNumId")
            numbers.lists[attribute(element, "numId") or ""] = (
                (attribute(target, "val") or "") if target is not None else ""
            )
        else:
            numbers.levels[attribute(element, "abstractNumId") or ""] = dict(
                map(_level, element.iterchildren("{*}lvl"))
            )
    for style in archive.elements(styles, "style") if styles else ():
        stated = style.find("{*}pPr/{*}numPr")
        if stated is not None:
            numbers.styles[attribute(style, "styleId") or ""] = _stated(stated, "", 0)
    return numbers


def _stated(properties: Element, number: str, level: int) -> tuple[str, int]:
    said, deep = properties.find("{*}numId"), properties.find("{*}ilvl")
    number = (attribute(said, "val") or "") if said is not None else number
    return number, _small(attribute(deep, "val")) if deep is not None else level


def _level(element: Element) -> tuple[int, Level]:
    said = {local(child): attribute(child, "val") or "" for child in element}
    return _small(attribute(element, "ilvl")), Level(
        whole(said.get("start"), 1), said.get("numFmt", "decimal"), said.get("lvlText", "")
    )


def _small(text: str | None) -> int:
    return min(whole(text), LEVELS - 1)
