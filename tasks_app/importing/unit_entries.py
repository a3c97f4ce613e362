"""A units cell cut into its entries, and every entry spelled out: what stands in short between two commas.

香洲区、金湾区人民政府 are two governments that share their last word; 各区、县级市 is one group;
国家卫生健康委等相关部门及各地区 is a unit and two groups; 市发展改革局和财政局 are two units, 市工业和信息化局 is one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tasks_app.importing.unit_names import (
    ENDS_A_UNIT,
    GOVERNMENT,
    IN_BRACKETS,
    OFFICE_AND_MEMBERS,
    OPEN_GROUP,
    PLACE_CLASS,
)
from tasks_app.importing.unit_shared_words import Entry, with_shared_words

# Separators count only outside brackets: 各区人民政府（管委会、筹备组） is one entry.
BRACKETED = r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]?"
TOKEN = re.compile(rf"[^（(〔\[【、，,；;。\n]*(?:{BRACKETED}[^（(〔\[【、，,；;。\n]*)*")
SEPARATOR = "、"
JOINS = re.compile("[及和与等]|会同|^由")
LONGEST_NAME = 120

# 各区 goes on with the class of place that follows: 各区、县级市; 各市、县〔市、区〕政府. 各区、各园区 are two.
CLASS_OF_PLACES = re.compile(rf"各(?:有关|相关|级)?(?:{PLACE_CLASS})+(?:行政公署|行署)?{IN_BRACKETS}")
MORE_PLACES = re.compile(rf"(?:{PLACE_CLASS})+{IN_BRACKETS}(?:{GOVERNMENT}|党委政府)?")

# 等 ends a list that goes on: with a name for the rest (等有关部门), with a count (等6部门), or without a word.
PLACES = rf"(?:{PLACE_CLASS})+(?:{GOVERNMENT})?"
ET_CETERA = re.compile(
    rf"(?P<unit>.+?)等(?P<rest>(?:{PLACES}|(?:单位|部门)(?:和(?:单位|部门|地方|地区))?|\d{{0,3}}[个家]?(?:单位|部门)|.{{0,4}}(?:有关|相关|各|其他|国务院).+)?)"
)
PLACES_LEFT = re.compile(PLACES)
COUNT = re.compile(r"\d{1,3}[个家]?(?:单位|部门)")
CONNECTED = re.compile(
    r"(?:以及|及其|及|和|与|会同)(?=(?:国务院|[省市区县])?(?:各|有关|相关|其他|其它)|[省市区县州]|.)"
)
THE_REST = {
    "单位": "有关单位",
    "部门": "有关部门",
    "等": "有关单位",
    "部门和单位": "有关部门和单位",
    "单位和部门": "有关单位和部门",
    "部门和地方": "有关部门和地方",
    "部门和地区": "有关部门和地区",
}


def entries(cell: str) -> tuple[str, ...]:
    """The entries of a cell as they stand there."""
    return tuple(entry.raw for entry in _joined_groups(_tokens(cell)))


def spelled_out(cell: str, *, is_known: Callable[[str], bool]) -> tuple[Entry, ...]:
    """Every name of the cell spelled out. ``is_known`` keeps a known name whole, whatever it contains."""
    whole = _joined_groups(_tokens(cell))
    split = [entry for one in whole for entry in ((one,) if _is_simple(one.raw, is_known) else _pieces(one))]
    return with_shared_words(split)


def _is_simple(raw: str, is_known: Callable[[str], bool]) -> bool:
    """Most names are: nothing in them joins, or the whole of them is known, or they are too long to be names."""
    return not JOINS.search(raw) or len(raw) > LONGEST_NAME or is_known(raw)


def _tokens(cell: str) -> list[Entry]:
    found = [(token.group(), token.end()) for token in TOKEN.finditer(cell)]
    return [Entry(text.strip(), cell[end : end + 1]) for text, end in found if text.strip()]


def _joined_groups(tokens: Sequence[Entry]) -> list[Entry]:
    """Tokens as entries; until here ``name`` is the separator that follows. 各区、县级市 is joined again."""
    joined: list[Entry] = []
    for token in tokens:
        before = joined[-1] if joined else None
        goes_on = before and before.name == SEPARATOR and before.raw[0] == "各"
        if (
            before
            and goes_on
            and CLASS_OF_PLACES.fullmatch(before.raw.rsplit(SEPARATOR, 1)[0])
            and MORE_PLACES.fullmatch(token.raw)
        ):
            joined[-1] = Entry(f"{before.raw}{SEPARATOR}{token.raw}", token.name)
        else:
            joined.append(token)
    return [Entry(entry.raw, entry.raw) for entry in joined]


def _pieces(entry: Entry) -> Iterator[Entry]:
    """An entry that names several, as several: office and members, 等…, 甲及各地区, 甲和乙."""
    if both := OFFICE_AND_MEMBERS.fullmatch(entry.raw):
        yield replace(entry, name=f"{both['body']}办公室")
        yield replace(entry, name=f"{both['body']}成员单位")
        return
    text = entry.raw.removeprefix("由")
    rest = ""
    if "等" in text and (open_list := ET_CETERA.fullmatch(text)):
        text, rest = open_list["unit"], open_list["rest"] or "等"
    for part in _connected(text):
        yield Entry(part, part)
    if PLACES_LEFT.fullmatch(rest):
        yield Entry("等", f"有关{rest}", f"“{entry.raw}”还有未列名的地方，暂记为“有关{rest}”")
    elif rest:
        for part in (rest,) if rest in THE_REST else _connected(rest):
            yield _the_rest(part, entry.raw) if part in THE_REST or COUNT.fullmatch(part) else Entry(part, part)


def _the_rest(words: str, raw: str) -> Entry:
    """等单位, 等6部门: those that the list leaves unnamed, as an open group."""
    name = THE_REST.get(words, THE_REST["部门" if words.endswith("部门") else "单位"])
    return Entry("等", name, f"“{raw}”以“等”结尾，还有未列名的单位，暂记为“{name}”")


def _connected(text: str) -> Iterator[str]:
    """Parts joined by 及, 和, 与: cut only where a whole name ends before and a whole name begins after."""
    for found in CONNECTED.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if _is_whole(before) and _begins_a_name(after):
            yield before
            yield from _connected(after)
            return
    yield text


def _is_whole(name: str) -> bool:
    is_open = len(name) - len(name.rstrip("（(")) or name.count("（") + name.count("(") != name.count(
        "）"
    ) + name.count(")")
    is_group = bool(OPEN_GROUP.fullmatch(name)) and not name.endswith("各")
    return len(name) > 1 and not is_open and (is_group or bool(ENDS_A_UNIT.search(name)))


def _begins_a_name(text: str) -> bool:
    """各地区 begins a name, and so does 财政局; 单位 of 相关部门和单位 and 信息化局 behind 工业和 do not."""
    if text.startswith(("各", "有关", "相关", "其他", "其它", "国务院")):
        return True
    return len(text) >= 3 and bool(ENDS_A_UNIT.search(text)) and text not in ("管委会", "办公室", "委员会")
