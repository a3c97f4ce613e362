"""What is odd about a year of working days before it is published (日历疑点): allowed, but only with open eyes."""

from collections.abc import Iterator, Mapping
from datetime import date

from tasks_app.domain.working_days import FIXED_HOLIDAYS, is_assumed_workday

STATUTORY_WORKS = "{days}是法定节假日，却将按上班计算；文件中漏列的，请补上“休息”后重新选择文件。"
AS_ASSUMED = (
    "与系统推算的日历完全相同：没有春节、清明、端午、中秋的放假，也没有调休；请核对是否已按国务院办公厅的通知填写。"
)


def doubts_of(days: Mapping[date, bool]) -> list[str]:
    """Each doubt about a whole year as a sentence; ``days`` says of every day whether offices work on it."""
    return [*_statutory_holidays_at_work(days), *_nothing_but_guesses(days)]


def _statutory_holidays_at_work(days: Mapping[date, bool]) -> Iterator[str]:
    """A file lists what differs from the plain week, so that a forgotten holiday silently becomes a working day."""
    at_work = [day for day, works in days.items() if works and (day.month, day.day) in FIXED_HOLIDAYS]
    if at_work:
        yield STATUTORY_WORKS.format(days="、".join(f"{day.month}月{day.day}日" for day in sorted(at_work)))


def _nothing_but_guesses(days: Mapping[date, bool]) -> Iterator[str]:
    if all(works == is_assumed_workday(day) for day, works in days.items()):
        yield AS_ASSUMED
