"""The one-page brief (专报) in words and as plain numbers for three pictures."""

from dataclasses import dataclass
from datetime import date

from tasks_app.dashboards.period_brief import PeriodBrief
from tasks_app.domain.lights import LIGHT_WORDS, WORST_FIRST, Light
from tasks_app.presenters.crumbs import Crumb
from tasks_app.presenters.period import crumbs_of
from tasks_app.presenters.period_charts import (
    LateChart,
    LightChart,
    TrendChart,
    days_words,
    late_chart,
    light_chart,
    trend_chart,
)

MOST_UNITS = 10


@dataclass(frozen=True)
class LegendEntry:
    """A light with its word, and how many lines show it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class BriefPage:
    """All that stands on the page."""

    title: str
    today: date
    sentences: tuple[str, ...]
    legend: tuple[LegendEntry, ...]
    lights: LightChart
    trend: TrendChart
    late: LateChart | None
    others: str
    crumbs: tuple[Crumb, ...]


def brief_page(brief: PeriodBrief) -> BriefPage:
    """The page of a brief."""
    shown, others = brief.late[:MOST_UNITS], brief.late[MOST_UNITS:]
    return BriefPage(
        title=f"关于{brief.period.cycle.year}年{brief.period.name}碳达峰重点任务进展的专报",
        today=brief.today,
        sentences=(_what_stands(brief), _what_is_late(brief), _what_is_proposed(brief)),
        legend=tuple(_legend(brief)),
        lights=light_chart(brief.headings),
        trend=trend_chart(brief.trend),
        late=late_chart(shown) if shown else None,
        others=f"另有 {len(others)} 家" if others else "",
        crumbs=crumbs_of(brief.period, here="专报"),
    )


def _what_stands(brief: PeriodBrief) -> str:
    figures = brief.figures
    silent = f"（{brief.silent_units} 家单位未报送）" if brief.silent_units else ""
    return (
        f"{brief.period.name}应报送 {figures.due} 件，已报送 {figures.handed_in} 件，"
        f"未报送 {figures.unreported} 件{silent}；"
        f"自报达到序时进度 {figures.on_schedule} 件，已完成 {figures.finished} 件，滞后 {figures.behind} 件。"
    )


def _what_is_late(brief: PeriodBrief) -> str:
    if not brief.late:
        return f"截至{_day(brief.today)}，没有超过完成时限的事项。"
    lines, worst = sum(unit.lines for unit in brief.late), brief.late[0]
    return (
        f"截至{_day(brief.today)}，{len(brief.late)} 家单位的 {lines} 件事项超过完成时限，"
        f"时间最长的是{worst.unit}（{days_words(worst)}）。"
    )


def _what_is_proposed(brief: PeriodBrief) -> str:
    if not brief.proposals:
        return "目前没有提请审定的事项。"
    told = "、".join(f"{paper} {count} 件" for paper, count in brief.proposals)
    return f"提请审定：{told}，是否发出，请批示。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _legend(brief: PeriodBrief) -> list[LegendEntry]:
    counts = {light: sum(group.counts[light] for group in brief.headings) for light in Light}
    return [LegendEntry(light.value, LIGHT_WORDS[light], counts[light]) for light in WORST_FIRST]
