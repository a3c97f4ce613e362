"""办结还缺什么 as a list: each gap in words, and where it is put right by whoever looks."""

from dataclasses import dataclass

from django.urls import reverse

from tasks_app.dashboards.closing import ClosingSight
from tasks_app.dashboards.item import LineOnItem
from tasks_app.domain.closing_gaps import Gap
from tasks_app.domain.report_states import ReportKind
from tasks_app.presenters.links import Step, case_url, extension_url, item_url, line_url, new_report_url, report_url

# What only the unit puts right; the office reads of it and waits.
BY_UNIT_ALONE = (Gap.SIGN, Gap.REDO, Gap.APPLY, Gap.FIELDS, Gap.FILE, Gap.QUESTION, Gap.INSTRUCTION)
NOTHING_TO_DO = Step("")


@dataclass(frozen=True)
class GapRow:
    """One thing that is missing; ``step`` has no address where there is nothing to do but wait."""

    words: str
    step: Step


def gap_rows(sight: ClosingSight, entry: LineOnItem) -> tuple[GapRow, ...]:
    """The rows of the list, for the unit of the line or for the office."""
    return tuple(GapRow(missing.words, _step(missing.gap, sight, entry)) for missing in sight.missing)


def _step(gap: Gap, sight: ClosingSight, entry: LineOnItem) -> Step:
    if gap in BY_UNIT_ALONE and not entry.is_own:
        return NOTHING_TO_DO
    closing, item = sight.closing, item_url(entry.line)
    if closing and gap in (Gap.REDO, Gap.FIELDS, Gap.FILE):
        return Step("去填写", reverse("report_edit", args=[closing.pk]))
    if closing and gap in (Gap.APPROVE, Gap.JUDGE):
        return Step("查看", report_url(closing))
    steps = {
        Gap.SIGN: Step("去签收", f"{line_url(entry.line)}#now"),
        Gap.APPLY: Step("去填写", new_report_url(entry.line, ReportKind.CLOSING)),
        Gap.SUPPORT: Step("查看", f"{item}#units"),
        Gap.QUESTION: Step("去答复", f"{item}#comment-{sight.question}"),
        Gap.INSTRUCTION: Step("去答复", f"{item}#instruction-{sight.reply}"),
        Gap.REQUEST: Step("查看", extension_url(sight.request) if sight.request else ""),
        Gap.CASE: Step("查看", case_url(sight.case) if sight.case else ""),
        Gap.PAPER: Step("查看", reverse("service", args=[sight.paper.pk]) if sight.paper else ""),
    }
    return steps.get(gap, NOTHING_TO_DO)
