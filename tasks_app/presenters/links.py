"""Where lines and reports are shown, and what they are called on a button."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse

from tasks_app.models import Extension, LineCase, ProgressReport, UnitLine


@dataclass(frozen=True)
class Step:
    """What to do next. Without ``url`` there is nothing to do but wait."""

    verb: str
    url: str = ""


# A number that stands in no address by itself.
PLACE = 7_654_321


def numbered(name: str, pk: int) -> str:
    """The address of this name with one number in it. A list asks for the same address with fifty numbers: what stands
    around the number is made once, as long as Django keeps the resolver of these addresses.
    """
    before, after = _around(name, get_resolver(get_urlconf()), get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def _around(name: str, _resolver: URLResolver, _prefix: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[PLACE]).partition(str(PLACE))
    return before, after


def name_of(report: ProgressReport) -> str:
    """What a report is called: 第三季度进展, or 办结申请."""
    return f"{report.period.name}进展" if report.period else report.get_kind_display()


def report_url(report: ProgressReport) -> str:
    """Where a report is read and decided."""
    return numbered("report", report.pk)


def item_url(line: UnitLine) -> str:
    """Where the line's item is shown."""
    return numbered("item", line.work_item_id)


def line_url(line: UnitLine) -> str:
    """Where the line's item is shown, with this line in the right column."""
    return f"{item_url(line)}?line={line.pk}"


def extension_url(request: Extension) -> str:
    """Where a request for more time is read and decided."""
    return numbered("extension", request.pk)


def case_url(case: LineCase) -> str:
    """Where a case about a line is read and decided."""
    return numbered("line_case", case.pk)


def new_report_url(line: UnitLine, kind: str) -> str:
    """Where a report of this kind is begun."""
    return f"{numbered('report_new', line.pk)}?kind={kind}"
