"""Figures in a clause: which of them are promised, under which name, and why the others are no targets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tasks_app.domain.target_words import Comparator, TargetKind
from tasks_app.importing.targets.names import TITLE_OR_QUOTE, apart, independent, plain
from tasks_app.importing.targets.words import (
    AFTERWORDS,
    APPROXIMATELY,
    CHANGE_VERBS,
    COUNT_UNITS,
    HAVING_VERBS,
    LESS_IS_BETTER,
    LEVEL_VERBS,
    MAKING_VERBS,
    RESPECTIVELY,
    SCALES,
    STRIVING,
    UNIT_WORDS,
    LeftOut,
    either,
)

RANGE_SIGNS = "—–~至-"
NUMBER = rf"(?<![A-Za-z\d.\-—–~])(?<!\d至)\d+(?:,\d{{3}})*(?:\.\d+)?(?![\d{RANGE_SIGNS}])"
SCALE = f"[{SCALES}]{{0,4}}"
UNIT = rf"个百分点|%|‰|[A-Z]级|{SCALE}(?:{either(UNIT_WORDS)})(?:/{SCALE}(?:{either(UNIT_WORDS)}))?|[{SCALES}]{{1,4}}"
FIGURE = rf"{NUMBER}(?:{UNIT})?+(?:{either(AFTERWORDS)})?+"
ONE = re.compile(rf"(?P<number>{NUMBER})(?P<unit>{UNIT})?(?P<after>{either(AFTERWORDS)})?")
ANY_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

LAST = re.compile(rf"(?P<head>.*?)(?P<figures>{FIGURE}(?:[、和及与]{FIGURE})*)(?:[（(][^）)]*[）)])?$")
# 占比达到 100%、充电桩达到 3 万个: two promises, each with its own indicator.
NEXT_PAIR = re.compile(rf"(?P<pair>{FIGURE})、(?=[^\d、，]{{2}}[^、，]*{NUMBER})")
MADE = re.compile(rf"(?P<verb>{either(HAVING_VERBS + MAKING_VERBS)})(?P<figure>{FIGURE})的?(?P<noun>[^、，]+)$")
MADE_LIST = re.compile(rf"(?<=\S)[、和及与](?={FIGURE}[^、和及与]*$)")
SHARE_OF = re.compile(rf"(?P<part>.+?)(?:{either(STRIVING)})?(?:达到|超过|占到|占)(?P<whole>.+)的$")
APPROXIMATE = re.compile(rf"(?:{either(APPROXIMATELY)})$")
LEVEL = re.compile(rf"(?P<name>.*?)(?P<each>{either(RESPECTIVELY)})?(?P<verb>{either(LEVEL_VERBS)})$")
CHANGE = re.compile(
    rf"(?P<name>.*?)(?P<each>{either(RESPECTIVELY)})?(?P<how>累计|年均|平均|共)?(?:{either(CHANGE_VERBS)})了?$"
)
CHANGE_FIRST = re.compile(rf"(?P<verb>{either(CHANGE_VERBS)})(?P<name>.+)$")
BARE_EACH = re.compile(rf"(?P<name>.+?)(?P<each>{either(RESPECTIVELY)})?$")


@dataclass(frozen=True)
class Promise:
    """One thing a clause promises. ``place`` is its position in a list, to be matched with a list of years."""

    kind: TargetKind
    name: str
    value: Decimal | None = None
    unit: str = ""
    comparator: Comparator | None = None
    set_by: str = ""
    place: int = 0


@dataclass(frozen=True)
class Shape:
    """How the words before a figure were understood."""

    kind: TargetKind
    name: str
    comparator: Comparator | None = None
    is_each: bool = False
    is_bare: bool = False


def pairs_of(clause: str) -> Iterator[str]:
    """The clause, cut where a list of figures goes on with another indicator."""
    start = 0
    for found in NEXT_PAIR.finditer(clause):
        yield clause[start : found.end("pair")]
        start = found.end()
    yield clause[start:]


def promised(clause: str, *, years: int) -> tuple[Promise, ...]:
    """The figures that a clause without its years promises; () where it promises none.

    ``years`` is how many years stand before it: 到 2025 年、2030 年分别达到 60%、65% promises one figure for each.
    """
    if not ANY_NUMBER.search(clause):
        return ()
    if counted := tuple(_counted(clause)):
        return counted
    found = LAST.fullmatch(clause)
    if not found or _in_name(clause, found.start("figures")):
        return ()
    figures = [_figure(one) for one in ONE.finditer(found["figures"])]
    shape = _shape(found["head"])
    if not figures or (not figures[0].unit and (shape.is_bare or shape.comparator is None)):
        return ()
    return tuple(_spread(shape, figures, years))


def _spread(shape: Shape, figures: list[Promise], years: int) -> Iterator[Promise]:
    """One figure for each indicator, for each year, or one for all."""
    filled = [
        replace(figure, kind=shape.kind, comparator=_compared(figure, shape, is_dated=years > 0), place=place)
        for place, figure in enumerate(figures)
    ]
    if len(figures) == 1 and years > 1:
        for place in range(years):
            yield replace(filled[0], name=plain(shape.name), place=place)
    elif len(figures) == 1:
        for name in independent(shape.name) if shape.is_each else (plain(shape.name),):
            yield replace(filled[0], name=name)
    elif len(figures) == years:
        for figure in filled:
            yield replace(figure, name=plain(shape.name))
    else:
        for name, figure in zip(apart(shape.name, len(figures)), filled, strict=False):
            yield replace(figure, name=name, place=0)


def _shape(head: str) -> Shape:
    """The words before the figures: an indicator with a verb, a share of something, or the indicator alone."""
    about = APPROXIMATE.search(head)
    head = APPROXIMATE.sub("", head)
    if share := SHARE_OF.fullmatch(head):
        return Shape(TargetKind.LEVEL, f"{plain(share['part'])}占{share['whole']}的比例", Comparator.AT_LEAST)
    if level := LEVEL.fullmatch(head):
        comparator = Comparator.ABOUT if about else LEVEL_VERBS[level["verb"]]
        return Shape(TargetKind.LEVEL, level["name"], comparator, bool(level["each"]))
    comparator = Comparator.ABOUT if about else Comparator.AT_LEAST
    if change := CHANGE.fullmatch(head):
        return Shape(TargetKind.CHANGE, change["name"], comparator, bool(change["each"]))
    if change := CHANGE_FIRST.fullmatch(plain(head)):
        return Shape(TargetKind.CHANGE, change["name"], comparator)
    bare = BARE_EACH.fullmatch(head)
    name = bare["name"] if bare else ""
    return Shape(TargetKind.LEVEL, name, Comparator.ABOUT if about else None, bool(bare and bare["each"]), is_bare=True)


def _compared(figure: Promise, shape: Shape, *, is_dated: bool) -> Comparator | None:
    """How the figure compares. A promised change is kept by a greater one, as 下降 14.5% is by 15%.

    So is an amount due by a year and a share that stands without a verb (占比 100%), unless less of it is better. A
    bare amount without a year says no more than that it is so: 城镇开发边界面积 525.16 平方公里.
    """
    if figure.comparator or shape.comparator or shape.kind == TargetKind.CHANGE:
        return figure.comparator or shape.comparator
    is_more_better = (is_dated or figure.unit == "%") and not LESS_IS_BETTER.search(shape.name)
    return Comparator.AT_LEAST if is_more_better and shape.is_bare else None


def _counted(clause: str) -> Iterator[Promise]:
    """具备 5% 以上的响应能力, 建成 20 座充电站、3 个基地: the noun behind the figure is its name."""
    first, *others = MADE_LIST.split(clause)
    found = MADE.search(first)
    if not found or _in_name(first, found.start("figure")):
        return
    is_having = found["verb"] in HAVING_VERBS
    before = plain(first[: found.start()]) if is_having else found["verb"]
    for each in (f"{found['figure']}{found['noun']}", *others):
        if one := ONE.match(each):
            figure, noun = _figure(one), each[one.end() :]
            yield replace(figure, name=f"{before}{noun}", comparator=figure.comparator or Comparator.AT_LEAST)


def _figure(found: re.Match[str]) -> Promise:
    return Promise(
        kind=TargetKind.LEVEL,
        name="",
        value=Decimal(found["number"].replace(",", "")),
        unit=found["unit"] or "",
        comparator=AFTERWORDS.get(found["after"] or ""),
    )


def numbers_left_out(clause: str) -> Iterator[tuple[str, LeftOut | None]]:
    """Every number of a clause that promises none of them, with the reason; None where there is no reason."""
    for found in ANY_NUMBER.finditer(clause):
        yield found.group(), _reason(clause, found)


def _reason(clause: str, found: re.Match[str]) -> LeftOut | None:
    if _in_name(clause, found.start()):
        return LeftOut.NAME
    one = ONE.match(clause, found.start())
    if one is None or not one["unit"] or one.end() == len(clause):
        return None
    is_count = one["unit"] in COUNT_UNITS
    if clause[one.end()] in RANGE_SIGNS or (is_count and LEVEL.fullmatch(clause[: one.start()])):
        return None
    return LeftOut.COUNT if is_count and not one["after"] else LeftOut.CONDITION


def _in_name(clause: str, place: int) -> bool:
    """Within a title or quotes (“4+3”产业集群), or a letter's neighbour (5G)."""
    if any(found.start() <= place < found.end() for found in TITLE_OR_QUOTE.finditer(clause)):
        return True
    return re.compile(r"\d+(?:\.\d+)?[A-Za-z](?!级|[Wm])|(?<=[A-Za-z])\d").match(clause, place) is not None
