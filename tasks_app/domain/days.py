"""Days as text and days out of reach: what a form, an address, a file or a command may call a day."""

import re
from datetime import date

from tasks_app.domain.refusals import Invalid

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
# Python also reads 20261128 and 2026-W10-1: the same day under several addresses, and typing errors that pass.
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OUT_OF_REACH = f"日期 {{day}} 超出系统的日历范围（{FIRST_DAY.year} 年至 {LAST_DAY.year} 年），请核对。"


def iso_day(text: str) -> date | None:
    """The day that a text names as 2026-11-28, within reach; None for everything else."""
    if not _ISO.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def within_reach(day: date) -> date:
    """The day itself. Raises Invalid for one so far away that counting from it would leave the calendar."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid({"day": OUT_OF_REACH.format(day=day.isoformat())})
    return day
