"""What a report's page shows besides the report itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from accounts.actor import Actor
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.models import Evidence, ProgressReport, ReportPart, SignedSheet, StateChange, UnitLine

FOR_PAGE = (
    "line__work_item__year_plan__task",
    "line__unit",
    "line__cycle",
    "period",
    "author__user",
    "approved_by__user",
    "reviewed_by__user",
)


@dataclass(frozen=True)
class ReportSheet:
    """Files, signed sheets and steps of a report, and whether it is of one's own unit."""

    files: list[Evidence]
    sheets: list[SignedSheet]
    steps: list[StateChange]
    is_own: bool
    parts: list[ReportPart] = field(default_factory=list)


def report_sheet(report: ProgressReport, actor: Actor) -> ReportSheet:
    """The sheet of a visible report: four statements, and one more for a lead's.

    Its own unit arranges all that is quoted; everybody else reads what stands in the report.
    """
    is_own = UnitLine.objects.own_of(actor).filter(pk=report.line_id).exists()
    return ReportSheet(
        files=files_of(report),
        sheets=list(report.sheets.select_related("registered_by__user")),
        steps=list(StateChange.objects.visible_to(actor).filter(kind="report", object_id=report.pk)),
        is_own=is_own,
        parts=_parts(report, is_own=is_own) if report.line.part == Part.LEAD else [],
    )


def _parts(report: ProgressReport, *, is_own: bool) -> list[ReportPart]:
    parts = report.parts.all()
    return list(parts if is_own and report.state == ReportState.DRAFT else parts.filter(is_included=True))


def removable_files(report: ProgressReport, files: Sequence[Evidence]) -> list[Evidence]:
    """Those of its files that may still be taken off: what came since the report was last handed in.

    What was handed in stays, also where it was withdrawn: a leader may have read it.
    """
    steps = StateChange.objects.filter(kind="report", object_id=report.pk, to_state=ReportState.SUBMITTED)
    last = steps.aggregate(at=Max("at"))["at"] if files else None
    materials = [file for file in files if file.kind == Evidence.Kind.MATERIAL]
    return [file for file in materials if last is None or file.added_at > last]


def handed_in_last(line: UnitLine, *, besides: ProgressReport | None) -> ProgressReport | None:
    """What the unit handed in last for this line, for reference ``besides`` what is written now. One query."""
    handed_in = line.reports.filter(state__in=HANDED_IN).select_related("period")
    others = handed_in.exclude(pk=besides.pk) if besides else handed_in
    return others.order_by("-submitted_at", "-id").first()


def has_material(report: ProgressReport) -> bool:
    """Whether a file hangs on the report that could prove what it says."""
    return report.evidence.filter(kind=Evidence.Kind.MATERIAL).exists()


def files_of(report: ProgressReport) -> list[Evidence]:
    """The files that hang on a report, in the order they came."""
    return list(report.evidence.select_related("blob", "added_by__user").order_by("added_at", "id"))
