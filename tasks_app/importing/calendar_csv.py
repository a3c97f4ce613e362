"""A year's days off and make-up working days as a CSV (日期, 上班/休息, 名称): every wrong row is named at once."""

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from tasks_app.domain.texts import on_one_line

WORKS = {"上班": True, "工作": True, "工作日": True, "班": True, "休息": False, "放假": False, "休": False}
MOST_ROWS = 400
LONGEST_NAME = 40
HEADING = "日期"
# 2027-02-06, 2027/2/6, 2027.2.6, 2027年2月6日.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
TOO_MANY = f"超过 {MOST_ROWS} 行，请只保留与平常周历不同的日子。"
NO_ROWS = "没有读到任何一天，请按“日期,上班/休息,名称”逐行填写。"
NOT_TEXT = "文件不是文本格式，请另存为 CSV（UTF-8 或 GB18030 编码）。"


@dataclass
class CalendarRows:
    """The days that were read, as (works, name) under their date, and what is wrong, by row."""

    days: dict[date, tuple[bool, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8 or, as Chinese Excel saves it, GB18030; None where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def read_days(text: str, year: int) -> CalendarRows:
    """The days of one year. A heading and empty rows are passed over."""
    found = CalendarRows()
    try:
        rows = list(csv.reader(StringIO(unicodedata.normalize("NFKC", text).replace("\0", ""))))
    except csv.Error:
        return CalendarRows(faults=[NOT_TEXT])
    if len(rows) > MOST_ROWS:
        return CalendarRows(faults=[TOO_MANY])
    for number, row in enumerate(rows, start=1):
        cells = [on_one_line(cell) for cell in row]
        if any(cells) and cells[0] != HEADING:
            _read_row(cells, number, year, found)
    if not found.days and not found.faults:
        found.faults.append(NO_ROWS)
    return found


def _read_row(cells: list[str], number: int, year: int, found: CalendarRows) -> None:
    day_text, works_text, name = (*cells, "", "", "")[:3]
    day = _day(day_text)
    fault = ""
    if day is None:
        fault = f"日期“{day_text[:20]}”无法识别，请写成 {year}-02-06"
    elif day.year != year:
        fault = f"{day:%Y-%m-%d} 不在 {year} 年"
    elif works_text not in WORKS:
        fault = f"“{works_text[:20]}”应为“上班”或“休息”"
    elif len(name) > LONGEST_NAME:
        fault = f"名称超过 {LONGEST_NAME} 字"
    elif day in found.days:
        fault = f"{day:%Y-%m-%d} 重复"
    if fault or day is None:
        found.faults.append(f"第 {number} 行：{fault}。")
    else:
        found.days[day] = WORKS[works_text], name


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None
