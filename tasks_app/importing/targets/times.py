"""Years in a clause: by when (到 2025 年, 2030 年前, “十四五”期间), and compared with when (比 2020 年)."""

import re
from dataclasses import dataclass

# The first year of each five-year plan (五年规划). One that begins in 2021 ends in 2025.
PERIODS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
PERIOD_YEARS = 5

YEAR = r"(?:19|20)\d{2}"
BASE = re.compile(
    rf"(?:比|较|相比|相较于?|对比)(?P<year>{YEAR})年(?:底|末|水平|同期)?"
    rf"|(?:比|较|相比|相较于?)[“\"]?(?P<period>{'|'.join(PERIODS)})[”\"]?(?:期)?末"
    rf"|以(?P<base>{YEAR})年为(?:基期|基年|基准年?|基数)"
)
PAST = re.compile(rf"自?{YEAR}年(?:度)?(?:以来|起|印发|发布|出台|版)")
TIME = re.compile(
    rf"(?:到|至|截至|于|在)?(?:"
    rf"(?P<first>{YEAR})年?[-—–~至到](?P<last>{YEAR})年(?:期间|间)?"
    rf"|(?P<year>{YEAR})年(?:(?P<before>以前|之前|前)|(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?年?(?:底|末)?(?:之?前)?)"
    rf"|[“\"]?(?P<period>{'|'.join(PERIODS)})[”\"]?(?:规划)?(?:期间|时期|末期?|期末)"
    rf"|[“\"](?P<short>{'|'.join(PERIODS)})[”\"](?=[、和及与][“\"]|新增|新建|建成|完成|累计|推动|淘汰|全市|年均)"
    rf")"
)
TITLES = re.compile(r"《[^》]*》")


@dataclass(frozen=True)
class When:
    """A year in which something must stand; the first year of its period; whether it is 年前."""

    year: int
    period_start: int | None = None
    is_before: bool = False


@dataclass(frozen=True)
class Timed:
    """A clause without its years: the years it names, the base year, the years that are no target (自 2021 年以来)."""

    text: str
    whens: tuple[When, ...] = ()
    baseline_year: int | None = None
    past: tuple[str, ...] = ()


def take_times(clause: str) -> Timed:
    """Takes the years out of a clause; those in the title of a document stay where they are."""
    titles = TITLES.findall(clause)
    text = TITLES.sub("《》", clause)
    past = tuple(found.group() for found in PAST.finditer(text))
    text = PAST.sub("", text)
    base = BASE.search(text)
    text = BASE.sub("", text)
    whens = tuple(_when(found) for found in TIME.finditer(text))
    text = TIME.sub("", text)
    if whens:
        text = re.sub(r"^[、和及与，]+", "", text)
    for title in titles:
        text = text.replace("《》", title, 1)
    return Timed(text, whens, _base_year(base) if base else None, past)


def _base_year(found: re.Match[str]) -> int:
    if found["period"]:
        return PERIODS[found["period"]] + PERIOD_YEARS - 1
    return int(found["year"] or found["base"])


def _when(found: re.Match[str]) -> When:
    if period := found["period"] or found["short"]:
        return When(PERIODS[period] + PERIOD_YEARS - 1, PERIODS[period])
    if found["first"]:
        return When(int(found["last"]), int(found["first"]))
    return When(int(found["year"]), None, bool(found["before"]))
