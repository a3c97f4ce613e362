"""Where lines and reports are shown, and what they are called on a button."""

from dataclasses import dataclass

from django.urls import reverse

from tasks_app.models import Extension, LineCase, ProgressReport, UnitLine


@dataclass(frozen=True)
class Step:
    """What to do next. Without ``url`` there is nothing to do but wait."""

    verb: str
    url: str = ""


def name_of(report: ProgressReport) -> str:
    """What a report is called: 第三季度进展, or 办结申请."""
    return f"{report.period.name}进展" if report.period else report.get_kind_display()


def report_url(report: ProgressReport) -> str:
    """Where a report is read and decided."""
    return reverse("report", args=[report.pk])


def item_url(line: UnitLine) -> str:
    """Where the line's item is shown."""
    return reverse("item", args=[line.work_item_id])


def line_url(line: UnitLine) -> str:
    """Where the line's item is shown, with this line in the right column."""
    return f"{item_url(line)}?line={line.pk}"


def extension_url(request: Extension) -> str:
    """Where a request for more time is read and decided."""
    return reverse("extension", args=[request.pk])


def case_url(case: LineCase) -> str:
    """Where a case about a line is read and decided."""
    return reverse("line_case", args=[case.pk])


def new_report_url(line: UnitLine, kind: str) -> str:
    """Where a report of this kind is begun."""
    return f"{reverse('report_new', args=[line.pk])}?kind={kind}"
