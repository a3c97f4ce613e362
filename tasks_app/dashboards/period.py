"""A period as the office sees it (调度): who reported, what waits, and which reports are worth a look."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, FilteredRelation, Min, Q, QuerySet, Value, When

from accounts.actor import Actor
from tasks_app.domain.period_figures import Tally
from tasks_app.domain.period_review import Notable, ReviewFacts, exceptions_of
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.models import Cycle, ProgressReport, ReportPeriod, UnitLine
from tasks_app.models.line import UnitLineQuerySet, owes_none_by
from tasks_app.permissions.reviewing import Verdict, office_circle, verdicts

# What one page shows at once; the rest follows when these are accepted.
MOST_WAITING = 200
# Long texts that the page does not show.
UNREAD = (
    "line__work_item__deliverable",
    "line__work_item__year_plan__task__text",
    "line__work_item__year_plan__task__units_text",
)


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits: what is worth a look about it, and whether one may accept it."""

    report: ProgressReport
    notable: tuple[Notable, ...]
    verdict: Verdict

    @property
    def is_mine(self) -> bool:
        """Whether the actor may accept it."""
        return self.verdict is Verdict.MAY

    @property
    def is_plain(self) -> bool:
        """Whether it is proposed for acceptance: nothing to look at, and nobody else's to decide."""
        return self.is_mine and not self.notable


@dataclass(frozen=True)
class PeriodBoard:
    """The period's counts, and the reports that wait in plan order."""

    period: ReportPeriod
    tallies: tuple[Tally, ...]
    waiting: tuple[WaitingReport, ...]
    is_cut: bool


def periods_of(actor: Actor) -> "QuerySet[ReportPeriod]":
    """The periods of the years the actor may look over."""
    periods = ReportPeriod.objects.filter(cycle__in=Cycle.objects.visible_to(actor), cycle__issued_at__isnull=False)
    return periods.select_related("cycle")


def lines_in(period: ReportPeriod, actor: Actor) -> UnitLineQuerySet:
    """The visible lines that report for the period."""
    lines: UnitLineQuerySet = UnitLine.objects.visible_to(actor).reporting_in(period)
    return lines


def tallies_of(period: ReportPeriod, actor: Actor) -> tuple[Tally, ...]:
    """The counts of the period by heading, unit and what was said. One statement, at any size."""
    handed_in = Q(reports__period=period, reports__state__in=HANDED_IN)
    told = lines_in(period, actor).annotate(told=FilteredRelation("reports", condition=handed_in))
    closed = Case(When(owes_none_by(period.due_on), then=Value(1)), default=Value(0))
    rows = (
        told.order_by()
        .annotate(
            said=Case(When(told__isnull=True, then=Value("")), default=F("told__standing"), output_field=CharField()),
            accepted=Case(When(told__state=ReportState.ACCEPTED, then=Value(1)), default=Value(0)),
            asked_to_close=closed,
        )
        .values("heading__name", "heading__order", "unit_id", "unit_name", "said", "accepted", "asked_to_close")
        .annotate(count=Count("pk"), task=Min("work_item__year_plan__task__number"), place=Min("order"))
    )
    return tuple(
        Tally(
            heading=row["heading__name"],
            heading_order=row["heading__order"],
            unit=row["unit_name"],
            unit_id=row["unit_id"],
            place=(row["task"], row["place"]),
            count=row["count"],
            standing=row["said"],
            is_accepted=bool(row["accepted"]),
            is_closed=bool(row["asked_to_close"]),
        )
        for row in rows
    )


def board_of(period: ReportPeriod, actor: Actor) -> PeriodBoard:
    """Counts, waiting reports, what they said before, and the office's circle: four statements."""
    reports = waiting_in(period, actor)
    shown = list(reports[: MOST_WAITING + 1])
    return PeriodBoard(
        period=period,
        tallies=tallies_of(period, actor),
        waiting=looked_over(shown[:MOST_WAITING], actor),
        is_cut=len(shown) > MOST_WAITING,
    )


def waiting_in(period: ReportPeriod, actor: Actor) -> "QuerySet[ProgressReport]":
    """The period's reports that wait for the office, in plan order, with all that is asked of them."""
    waiting: QuerySet[ProgressReport] = (
        ProgressReport.objects.visible_to(actor)
        .filter(period=period, state=ReportState.SUBMITTED)
        .select_related("line__unit", "line__work_item__year_plan__task", "author", "approved_by")
        .defer(*UNREAD)
        .order_by(
            "line__work_item__year_plan__task__plan_id",
            "line__work_item__year_plan__task__number",
            "line__work_item__order",
            "line__order",
            "line_id",
        )
    )
    return waiting


def looked_over(reports: list[ProgressReport], actor: Actor) -> tuple[WaitingReport, ...]:
    """What is worth a look about each, and who may accept it. Two statements."""
    if not reports:
        return ()
    before = _standings_before(reports)
    rights = verdicts(actor, reports, office_circle())
    return tuple(
        WaitingReport(report, exceptions_of(_facts(report, before.get(report.line_id, ""))), verdict)
        for report, verdict in zip(reports, rights, strict=True)
    )


def _facts(report: ProgressReport, before: str) -> ReviewFacts:
    return ReviewFacts(
        standing=report.standing,
        before=before,
        problems=report.problems,
        is_late=report.is_late,
        is_on_behalf=report.is_on_behalf,
        has_fallen=bool(report.fall_reason),
    )


def _standings_before(reports: Iterable[ProgressReport]) -> dict[int, str]:
    """What the units said of the same lines before these reports, by line."""
    known = {report.line_id: report for report in reports}
    others = ProgressReport.objects.filter(line__in=known, state__in=HANDED_IN).order_by("submitted_at", "id")
    told = others.values_list("line_id", "standing", "submitted_at")
    return {line: standing for line, standing, at in told if at < known[line].submitted_at}  # type: ignore[operator]
