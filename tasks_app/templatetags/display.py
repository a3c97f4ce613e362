"""Dates, working days and hashes as an official page writes them: ``{% load display %}``.

Moments are shown in the page's time zone (Asia/Shanghai). An empty value stays empty, so that a template need not ask.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.conf import settings

from tasks_app.domain.previews import may_be_previewed
from tasks_app.models.counting import in_words

register = template.Library()

SHORT_HASH_LENGTH = 12


@register.simple_tag
def demo_sentence() -> str:
    """The sentence that stands on every page of a demo, also where no request is known; empty elsewhere."""
    sentence: str = settings.DEMO_BANNER
    return sentence


@register.filter(expects_localtime=True)
def prose_date(value: date | None) -> str:
    """A day within a sentence: 2026年11月23日, without leading zeros (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter(expects_localtime=True)
def prose_day(value: date | None) -> str:
    """A day of the year that everyone has in mind: 11月30日."""
    return f"{value.month}月{value.day}日" if value else ""


@register.filter(expects_localtime=True)
def table_date(value: date | None) -> str:
    """A day in a column: 2026-11-23."""
    return f"{value:%Y-%m-%d}" if value else ""


@register.filter(expects_localtime=True)
def table_moment(value: datetime | None) -> str:
    """A moment in a column, to the minute: 2026-11-23 09:05."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


@register.filter
def name_of_plan(names: Mapping[int, str], plan: int) -> str:
    """What a plan is called beside an item; empty where one plan stands alone (``Year.plan_names``)."""
    return names.get(plan, "")


@register.simple_tag
def deadline_words(deadline: date, today: date, working_days: int) -> str:
    """How far a deadline is, in working days, never a bare number.

    ``working_days`` is ``Calendar.between(today, deadline)``. It is 0 on the day itself, but also over rest days
    on either side of the deadline; the two dates tell these apart.
    """
    if deadline < today:
        return f"逾期 {-working_days} 个工作日" if working_days else "已逾期"
    if deadline == today:
        return "今日到期"
    return f"剩 {working_days} 个工作日" if working_days else "不足 1 个工作日"


@register.filter
def exact_to_thousand(count: int) -> str:
    """A count of ``models.counting``: 1000+ stands for all beyond."""
    return in_words(count)


@register.filter
def short_hash(digest: str) -> str:
    """The beginning of a checksum, enough to compare by eye."""
    return digest[:SHORT_HASH_LENGTH]


@register.filter
def previewed(url: str, name: str) -> str:
    """Where a file of this name is looked at inside a page; empty where it cannot be."""
    return f"{url}?show=page" if url.startswith("/") and may_be_previewed(name) else ""
