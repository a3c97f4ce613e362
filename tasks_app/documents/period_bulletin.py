"""进展情况通报 of a period, as contents: what came in, how it stands by heading, who has not reported.

Neutral: figures and plain facts in plan order, no ranking and no word of blame. It is a paper for the office to use;
nothing is published or sent by making it.
"""

from collections.abc import Iterable
from datetime import date

from tasks_app.documents.paper_contents import PaperContents, PaperTable
from tasks_app.domain.period_figures import (
    Figures,
    Part,
    Tally,
    by_heading,
    by_unit,
    figures_of,
    units_all_in,
    units_out,
    units_partly_in,
)
from tasks_app.models import ReportPeriod

HEADER = ("行动", "应报送", "已报送", "达到序时进度", "滞后", "已完成", "未报送")


def contents(tallies: Iterable[Tally], period: ReportPeriod, *, today: date, demo: str = "") -> PaperContents:
    """The bulletin of a period as of a day."""
    rows = tuple(tallies)
    figures, units = figures_of(rows), by_unit(rows)
    return PaperContents(
        title=f"关于{period.cycle.year}年{period.name}碳达峰重点任务进展情况的通报",
        paragraphs=(
            _what_came_in(figures, units, today),
            _how_it_stands(figures),
            _who_has_not_reported(units),
        ),
        tables=(_by_heading(rows),),
        demo=demo,
    )


def _what_came_in(figures: Figures, units: tuple[Part, ...], today: date) -> str:
    closed = f"另有 {figures.closed} 件已申请办结或办结，本期不再报送。" if figures.closed else ""
    return (
        f"截至{today.year}年{today.month}月{today.day}日，本期应报送 {figures.due} 件，涉及 {len(units)} 家单位；"
        f"已报送 {figures.handed_in} 件，未报送 {figures.unreported} 件，"
        f"其中 {len(units_all_in(units))} 家单位已全部报送。{closed}"
    )


def _how_it_stands(figures: Figures) -> str:
    return (
        f"已报送的事项中，自报达到序时进度 {figures.on_schedule} 件，滞后 {figures.behind} 件，"
        f"已完成 {figures.finished} 件；领导小组办公室已采用 {figures.accepted} 件。各行动情况见下表。"
    )


def _who_has_not_reported(units: tuple[Part, ...]) -> str:
    silent, partly = units_out(units), units_partly_in(units)
    if not silent and not partly:
        return "各单位均已报送。"
    told = (
        f"尚未报送的单位（按方案中的顺序）：{_names(silent)}。" if silent else "",
        f"部分事项尚未报送的单位（按方案中的顺序）：{_names(partly)}。" if partly else "",
    )
    return "".join(told)


def _names(parts: Iterable[Part]) -> str:
    return "、".join(part.name for part in parts)


def _by_heading(rows: tuple[Tally, ...]) -> PaperTable:
    parts = (*by_heading(rows), Part("合计", figures_of(rows)))
    return PaperTable(
        name="各行动进展情况",
        header=HEADER,
        rows=tuple((part.name, *map(str, _columns(part.figures))) for part in parts),
    )


def _columns(figures: Figures) -> tuple[int, ...]:
    return (
        figures.due,
        figures.handed_in,
        figures.on_schedule,
        figures.behind,
        figures.finished,
        figures.unreported,
    )
