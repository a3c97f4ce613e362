"""The one question before an act on many things: what will happen to each, and what is left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from tasks_app.dashboards.many import Chosen
from tasks_app.models import ProgressReport, UnitLine
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.links import line_url, name_of, report_url


@dataclass(frozen=True)
class ManyRow:
    """One thing: whose it is, what it is, what will happen to it; or why it is left out."""

    unit: str
    number: int
    title: str
    url: str
    will: str
    why_not: str
    token: str


@dataclass(frozen=True)
class ManyPage:
    """The question. ``rows`` are done all at once or not at all; ``left_out`` are no part of it."""

    verb: str
    consequence: str
    url: str
    back: str
    rows: tuple[ManyRow, ...]
    left_out: tuple[ManyRow, ...]
    crumbs: tuple[Crumb, ...]


def accept_question(entries: Iterable[Chosen[ProgressReport]]) -> ManyPage:
    """采用所选 from the queue."""
    rows = [
        ManyRow(
            unit=report.line.unit_name,
            number=report.line.work_item.year_plan.task.number,
            title=report.line.work_item.title,
            url=report_url(report),
            will="同意办结，本事项转为已完成" if report.is_closing else f"采用{name_of(report)}",
            why_not=entry.why_not,
            token=f"{report.pk}-{report.version}",
        )
        for entry in entries
        for report in [entry.thing]
    ]
    back = reverse("review_queue")
    return _page("采用", "采用后各单位不能再撤回；有一件办不成，即全部不办。", "review_accept", back, "待审核", rows)


def remind_question(entries: Iterable[Chosen[UnitLine]]) -> ManyPage:
    """提醒所选 from the list of late lines."""
    rows = [
        ManyRow(
            unit=line.unit_name,
            number=line.work_item.year_plan.task.number,
            title=line.work_item.title,
            url=line_url(line),
            will=f"向联络员和审核人发出办公室提醒（时限 {line.deadline:%Y-%m-%d}）",
            why_not=entry.why_not,
            token=f"{line.pk}-{line.version}",
        )
        for entry in entries
        for line in [entry.thing]
    ]
    told = "提醒记入各事项的办理过程，不改变时限和状态，同一事项一天一次；有一件办不成，即全部不办。"
    return _page("提醒", told, "late_remind", reverse("late"), "督办", rows)


def _page(verb: str, consequence: str, url_name: str, back: str, place: str, rows: list[ManyRow]) -> ManyPage:
    return ManyPage(
        verb=verb,
        consequence=consequence,
        url=reverse(url_name),
        back=back,
        rows=tuple(row for row in rows if not row.why_not),
        left_out=tuple(row for row in rows if row.why_not),
        crumbs=trail((place, back), here=f"{verb}所选"),
    )
