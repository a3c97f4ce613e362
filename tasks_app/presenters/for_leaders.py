"""What waits for a group leader (须由领导小组领导审定), as rows of the office's desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from tasks_app.dashboards.leaders import ForLeaders
from tasks_app.dashboards.year import PlanNames
from tasks_app.models import UnitLine
from tasks_app.presenters.links import extension_url, name_of, report_url


@dataclass(frozen=True)
class LeaderRow:
    """One matter: what it is, about what and whom, and since when it waits."""

    name: str
    url: str
    title: str
    plan: str
    unit: str
    since: date | None


def leader_rows(waiting: ForLeaders, names: PlanNames) -> tuple[LeaderRow, ...]:
    """The rows, those that wait longest first."""
    rows = [*_reports(waiting, names), *_requests(waiting, names), *_papers(waiting)]
    return tuple(sorted(rows, key=lambda row: (row.since or date.max, row.url)))


def _reports(waiting: ForLeaders, names: PlanNames) -> Iterator[LeaderRow]:
    for report in waiting.reports:
        since = timezone.localdate(report.submitted_at) if report.submitted_at else None
        yield _of_line(f"审定{name_of(report)}", report_url(report), report.line, names, since)


def _requests(waiting: ForLeaders, names: PlanNames) -> Iterator[LeaderRow]:
    for request in waiting.requests:
        name = f"审批延期至 {request.wished_until:%Y-%m-%d}"
        yield _of_line(name, extension_url(request), request.line, names, timezone.localdate(request.asked_at))


def _papers(waiting: ForLeaders) -> Iterator[LeaderRow]:
    for paper in waiting.papers:
        url = reverse("paper", args=[paper.pk])
        yield LeaderRow(f"批示{paper.get_kind_display()}", url, paper.title, "", "", paper.stepped_on)


def _of_line(name: str, url: str, line: UnitLine, names: PlanNames, since: date | None) -> LeaderRow:
    item, task = line.work_item, line.work_item.year_plan.task
    return LeaderRow(name, url, f"{task.number}　{item.title}", names.get(task.plan_id, ""), line.unit_name, since)
