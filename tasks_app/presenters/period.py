"""A period of the office in words (调度): who is in, who is out, and the reports that wait, the exceptions opened."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from tasks_app.dashboards.period import PeriodBoard, WaitingReport
from tasks_app.domain.period_figures import (
    Figures,
    Part,
    by_heading,
    by_unit,
    figures_of,
    units_all_in,
    units_out,
    units_partly_in,
)
from tasks_app.models import ReportPeriod
from tasks_app.permissions.reviewing import Verdict
from tasks_app.presenters.crumbs import Crumb, trail
from tasks_app.presenters.filters import Chip
from tasks_app.presenters.links import Step, report_url
from tasks_app.presenters.reports import Words, words_of

HUNDRED = 100
# What comes out of a period as files, one click each.
DOWNLOADS = (
    ("period_summary", "汇总表（.xlsx）"),
    ("period_summary_docx", "汇总表（.docx）"),
    ("period_bulletin", "进展情况通报（.docx）"),
)


@dataclass(frozen=True)
class HeadingBar:
    """How much of a heading came in; ``percent`` is the length of its bar."""

    name: str
    handed_in: int
    due: int
    percent: int


@dataclass(frozen=True)
class UnitsRow:
    """Units of one kind of answer, in plan order."""

    label: str
    count: int
    names: str


@dataclass(frozen=True)
class ReviewRow:
    """A report that waits. ``token`` is what its tick sends; without one it has none, and ``barred`` says why."""

    number: int
    title: str
    unit: str
    url: str
    token: str
    is_ticked: bool
    is_open: bool
    notable: tuple[str, ...]
    barred: str
    standing: str
    words: tuple[Words, ...]


@dataclass(frozen=True)
class PeriodPage:
    """All that the page shows."""

    title: str
    period: ReportPeriod
    chips: tuple[Chip, ...]
    figures: Figures
    headings: tuple[HeadingBar, ...]
    units: tuple[UnitsRow, ...]
    looked_at: tuple[ReviewRow, ...]
    plain: tuple[ReviewRow, ...]
    ticked: int
    is_cut: bool
    downloads: tuple[Step, ...]
    brief_url: str


def period_page(
    board: PeriodBoard, periods: Iterable[ReportPeriod], *, works: bool, chosen: Collection[int] | None = None
) -> PeriodPage:
    """The page. ``works``: one may accept here; ``chosen`` are the ticks of a form that was refused."""
    period, units = board.period, by_unit(board.tallies)
    rows = [_row(waiting, works=works, chosen=chosen) for waiting in board.waiting]
    return PeriodPage(
        title=title_of(period),
        period=period,
        chips=tuple(Chip(other.name, reverse("period", args=[other.pk]), other.pk == period.pk) for other in periods),
        figures=figures_of(board.tallies),
        headings=tuple(_bar(part) for part in by_heading(board.tallies)),
        units=_units(units),
        looked_at=tuple(row for row in rows if row.is_open),
        plain=tuple(row for row in rows if not row.is_open),
        ticked=sum(row.is_ticked for row in rows),
        is_cut=board.is_cut,
        downloads=tuple(Step(label, reverse(name, args=[period.pk])) for name, label in DOWNLOADS),
        brief_url=reverse("period_brief", args=[period.pk]),
    )


def title_of(period: ReportPeriod) -> str:
    """What the period is called."""
    return f"{period.cycle.year}年{period.name}调度"


def crumbs_of(period: ReportPeriod, *, here: str) -> tuple[Crumb, ...]:
    """The way from a page behind it back to the period."""
    return trail(("督办", reverse("late")), (title_of(period), reverse("period", args=[period.pk])), here=here)


def _bar(part: Part) -> HeadingBar:
    handed_in, due = part.figures.handed_in, part.figures.due
    return HeadingBar(part.name, handed_in, due, HUNDRED * handed_in // due)


def _units(parts: tuple[Part, ...]) -> tuple[UnitsRow, ...]:
    kinds = (
        ("已全部报送", units_all_in(parts)),
        ("部分报送", units_partly_in(parts)),
        ("未报送", units_out(parts)),
    )
    return tuple(UnitsRow(label, len(found), "、".join(_named(part) for part in found)) for label, found in kinds)


def _named(part: Part) -> str:
    """A unit that reported a part of it, with how much."""
    figures = part.figures
    is_partly = figures.handed_in and figures.unreported
    return f"{part.name}（{figures.handed_in}/{figures.due}）" if is_partly else part.name


def _row(waiting: WaitingReport, *, works: bool, chosen: Collection[int] | None) -> ReviewRow:
    report, may = waiting.report, works and waiting.is_mine
    ticked = waiting.is_plain if chosen is None else report.pk in chosen
    return ReviewRow(
        number=report.line.work_item.year_plan.task.number,
        title=report.line.work_item.title,
        unit=report.line.unit_name,
        url=report_url(report),
        token=f"{report.pk}-{report.version}" if may else "",
        is_ticked=may and ticked,
        is_open=bool(waiting.notable) or (works and not waiting.is_mine),
        notable=tuple(str(found.label) for found in waiting.notable),
        barred="" if waiting.is_mine or not works else str(Verdict(waiting.verdict).label),
        standing=report.get_standing_display(),
        words=words_of(report),
    )


@dataclass(frozen=True)
class AcceptUnit:
    """What is about to be accepted of one unit."""

    unit: str
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True)
class AcceptPage:
    """What will happen if the question is answered with yes."""

    title: str
    count: int
    units: tuple[AcceptUnit, ...]
    notable: tuple[tuple[str, int], ...]
    tokens: tuple[str, ...]
    crumbs: tuple[Crumb, ...]


def accept_page(waiting: Collection[WaitingReport], shown: Mapping[int, int], period: ReportPeriod) -> AcceptPage:
    """The question: unit by unit, with how many are worth a second look. The versions are those that were looked at."""
    rows = [_row(report, works=True, chosen=None) for report in waiting]
    units: dict[str, list[ReviewRow]] = {}
    for row in rows:
        units.setdefault(row.unit, []).append(row)
    counted = Counter(word for row in rows for word in row.notable)
    return AcceptPage(
        title=title_of(period),
        count=len(rows),
        units=tuple(AcceptUnit(unit, tuple(of_unit)) for unit, of_unit in units.items()),
        notable=tuple(counted.items()),
        tokens=tuple(f"{pk}-{version}" for pk, version in shown.items()),
        crumbs=crumbs_of(period, here="采用所选"),
    )
