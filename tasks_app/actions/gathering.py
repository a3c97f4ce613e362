"""The lead gathers (主办汇总): what supporting units handed in is quoted in its report, and stays as it was quoted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.lines import locked_line
from tasks_app.actions.report_drafts import NOT_A_DRAFT
from tasks_app.actions.transition import locked, raise_version, require_version
from tasks_app.dashboards.gathering import supporting_lines
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.report_states import HANDED_IN, ReportState
from tasks_app.models import ProgressReport, ReportPart
from tasks_app.permissions import checks

NOTHING_TO_QUOTE = "配合单位还没有可以引用的报送内容，请待其报送后再引用。"
OTHER_PARTS = "引用的内容有变动，请刷新页面核对后再保存。"
MOST_PARTS = 200
SAID = ("progress_text", "problems", "next_steps", "standing", "percent", "submitted_at")


@dataclass(frozen=True)
class Place:
    """Where a quoted part stands in the report, and whether it stands there at all."""

    part: int
    order: int
    is_included: bool


@transaction.atomic
def gather(report: ProgressReport, *, by: Actor, at: datetime, version: int | None = None) -> int:
    """Quotes what the supporting units handed in last (引用各单位报送内容), for the report's period where it has one.

    What was quoted before is quoted anew in its place; a unit that took its report back leaves. Returns how many
    parts there are. Raises NotAllowed, Stale, or NotNow.
    """
    report = _locked_draft(report, by=by, version=version)
    sources = _sources(report)
    if not sources:
        raise NotNow(NOTHING_TO_QUOTE)
    known = {part.line_id: part for part in report.parts.all()}
    last = max((part.order for part in known.values()), default=0)
    for source in sources:
        part = known.pop(source.line_id, None)
        if part is None:
            last += 1
            part = ReportPart(report=report, line_id=source.line_id, order=last)
        part.source, part.unit_name = source, source.line.unit_name
        for name in SAID:
            setattr(part, name, getattr(source, name))
        part.quoted_by, part.quoted_at = by.own_post, at
        recording.save(part, by=by, at=at, why="引用配合单位报送内容")
    for part in known.values():
        recording.remove(part, by=by, at=at, why="配合单位已撤回报送")
    _touch(report, by=by, at=at, why="引用各单位报送内容")
    return len(sources)


@transaction.atomic
def arrange(
    report: ProgressReport, places: Sequence[Place], *, by: Actor, at: datetime, version: int | None = None
) -> None:
    """Puts the quoted parts in order, and leaves out what does not belong there. Raises like :func:`gather`."""
    report = _locked_draft(report, by=by, version=version)
    known = {part.pk: part for part in report.parts.all()}
    if {place.part for place in places} != known.keys():
        raise Invalid({"parts": OTHER_PARTS})
    for order, place in enumerate(sorted(places, key=lambda place: (place.order, place.part)), start=1):
        part = known[place.part]
        part.order, part.is_included = order, place.is_included
        recording.save(part, by=by, at=at, why="调整汇总内容")
    _touch(report, by=by, at=at, why="调整汇总内容")


def _locked_draft(report: ProgressReport, *, by: Actor, version: int | None) -> ProgressReport:
    """The lead's own draft, locked with its line. What was handed in, or sent back and not yet rewritten, stays."""
    item, line = locked_line(report.line_id)
    report = locked(ProgressReport, report.pk)
    report.line = line
    checks.require(by, Verb.WRITE_REPORT, report)
    checks.require(by, Verb.GATHER, item)
    require_version(report, version, "report", by=by)
    if report.state != ReportState.DRAFT:
        raise NotNow(NOT_A_DRAFT)
    return report


def _sources(report: ProgressReport) -> list[ProgressReport]:
    """The latest report of each supporting line that was handed in: of the same period, or for a closing of any."""
    handed_in = ProgressReport.objects.filter(line__in=supporting_lines(report.line), state__in=HANDED_IN)
    wanted = handed_in if report.is_closing else handed_in.filter(period=report.period_id)
    latest: dict[int, ProgressReport] = {}
    for source in wanted.select_related("line").order_by("line__order", "line_id", "-submitted_at", "-id"):
        latest.setdefault(source.line_id, source)
    return list(latest.values())


def _touch(report: ProgressReport, *, by: Actor, at: datetime, why: str) -> None:
    raise_version(report)
    recording.save(report, by=by, at=at, why=why)
