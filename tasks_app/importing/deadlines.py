"""Deadlines in words, as plans write them: 2026年12月, 2026年底前, 持续推进. One table, first match wins.

A deadline is the last day of what is named: 2026年12月 is 2026-12-31, for 底前 and 前 as well, since officials count
the named period in. Words for a duty without end (长期) are read and have no day.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

YEAR = r"(?P<year>(?:19|20)\d{2})"
UNTIL = r"(?:之前|以前|内|末前?|底?前?(?:完成|建成|竣工|投产|投用)?|内完成|前取得\S{0,8})?"
# 2026年前 may or may not count 2026 in: it stays as written.
BY_YEAR = r"(?:底前|底|末|末前|完成|底前完成|内|内完成|建成|竣工|投产|投用|底前建成)?"
ENDLESS = re.compile(
    r"(?:长期|持续|常态化?|全年|常年|每[年季月]\S{0,10}|立行立改(?:[,、]\S{0,8})?|逐年|按年度|长效|日常|适时|即时|立即|按(?:时|期|要求|计划|年度|进度|国家|省|市)\S{0,12}|"
    r"根据\S{0,16})(?:坚持|推进|推动|实施|落实|开展|执行|工作|任务|完成|进行|机制|化)*"
)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
HALVES = {"上": 6, "下": 12}
PLANS = {"十三": 2020, "十四": 2025, "十五": 2030}
LONGEST = 40
LONGEST_KEPT = 200

# （责任单位：…；完成时限：2026年12月）: the deadline noted beside the units of an item in prose.
NOTE = re.compile(
    r"[，,；;。、]?\s*(?:(?:完成|办结|工作|推进|落实|整改)?(?:时限|时间|期限|时间节点|进度安排))\s*[：:]\s*"
    r"(?P<when>[^，,；;。\n（(）)：:]{2,40})[。；;，,]?"
)


@dataclass(frozen=True)
class DeadlineRead:
    """A deadline as written and, where it names one, its last day. ``is_sure`` is False where no rule reads it.

    ``year_from_title`` says that the words name no year and the plan's own was taken.
    """

    text: str = ""
    day: date | None = None
    is_sure: bool = True
    year_from_title: bool = False


def _last_of(year: str, month: str | int) -> date:
    """The last day of a month. Raises ValueError for a thirteenth one."""
    if not 1 <= int(month) <= 12:
        raise ValueError(month)
    return date(int(year), int(month), calendar.monthrange(int(year), int(month))[1])


# How a deadline may be written (in half-width characters, without spaces), and which day it means. A stretch of time
# (2025—2027年) is due at its end.
FROM = r"(?:20\d{2}年?(?:\d{1,2}月)?[-—至~])?"
WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (
        re.compile(rf"{FROM}{YEAR}[年./-](?P<month>\d{{1,2}})[月./-](?P<day>\d{{1,2}})日?{UNTIL}"),
        lambda found: date(int(found["year"]), int(found["month"]), int(found["day"])),
    ),
    (
        re.compile(rf"{FROM}{YEAR}[年./-](?P<month>\d{{1,2}})月?份?{UNTIL}"),
        lambda found: _last_of(found["year"], found["month"]),
    ),
    (
        re.compile(rf"{YEAR}年第?(?P<quarter>[一二三四1-4])季度{UNTIL}"),
        lambda found: _last_of(found["year"], 3 * QUARTERS[found["quarter"]]),
    ),
    (
        re.compile(rf"{YEAR}年(?P<half>[上下])半年{UNTIL}"),
        lambda found: _last_of(found["year"], HALVES[found["half"]]),
    ),
    (re.compile(rf"(?:到)?{FROM}{YEAR}年?(?:度|年)?{BY_YEAR}"), lambda found: _last_of(found["year"], 12)),
    (
        re.compile(rf"[“\"]?(?P<plan>十[三四五])五[”\"]?(?:规划)?(?:期间|时期|期)?{UNTIL}"),
        lambda found: date(PLANS[found["plan"]], 12, 31),
    ),
)


# 12月底, 年底前 in the list of one year's work: the year stands in the title of the plan.
WITHOUT_YEAR = re.compile(rf"(?:(?P<month>\d{{1,2}})月份?|年){UNTIL}")
YEAR_IN_TITLE = re.compile(rf"(?<![-—–－至~～\d]){YEAR}年(?!前|底|[-—–－至~～])")


def year_of(title: str) -> int | None:
    """The one year whose work a plan lists (2024年重点任务分工), or None where its title names none or several."""
    years = {found["year"] for found in YEAR_IN_TITLE.finditer(title)}
    return int(years.pop()) if len(years) == 1 else None


def read_deadline(cell: str, year: int | None = None) -> DeadlineRead:
    """What a cell of the deadline column says. Unreadable words stay as they are, marked as not sure.

    ``year`` is the one the plan is for; a deadline without a year of its own falls into it.
    """
    text = " ".join(cell.split())[:LONGEST_KEPT]
    plain = re.sub(r"\s+|[。；;，,]$", "", unicodedata.normalize("NFKC", text)).replace("–", "-").replace("--", "-")
    if not plain or plain in {"无", "-", "—", "/"}:
        return DeadlineRead()
    if len(plain) > LONGEST:
        return DeadlineRead(text, None, False)
    for pattern, day_of in WAYS:
        if found := pattern.fullmatch(plain):
            try:
                return DeadlineRead(text, day_of(found))
            except ValueError:
                return DeadlineRead(text, None, False)
    if (
        year
        and plain != "年"
        and (found := WITHOUT_YEAR.fullmatch(plain))
        and int(found["month"] or 12) in range(1, 13)
    ):
        return DeadlineRead(text, _last_of(str(year), found["month"] or 12), year_from_title=True)
    return DeadlineRead(text, None, bool(ENDLESS.fullmatch(plain)))


# … 按职责分工负责，2025年底前完成: the same without a label, at the end.
ENDING = re.compile(
    r"[，,；;。]\s*(?P<when>(?:(?:20|２０)\d{2}年|“?十[三四五]五|每年|长期|持续|力争20\d{2}年)[^，,；;。（(）)、]{0,16})[。；;]?$"
)


def without_note(cell: str) -> tuple[str, str]:
    """A cell of units without the deadline noted in it, and that deadline; empty where none is noted."""
    found = NOTE.search(cell) if "时" in cell or "期限" in cell or "进度" in cell else None
    found = found or ENDING.search(cell, max(0, len(cell) - LONGEST))
    return (
        (f"{cell[: found.start()]}；{cell[found.end() :]}".strip("；。 "), found["when"].strip())
        if found
        else (cell, "")
    )
