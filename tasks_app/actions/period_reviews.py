"""The office accepts many reports by exception (采用其余、采用所选): the chosen ones at once, or none of them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import reports
from tasks_app.actions.lines import locked_lines
from tasks_app.actions.naming import naming
from tasks_app.domain.access import Verb
from tasks_app.domain.office_reminders import MOST_AT_ONCE, TOO_MANY
from tasks_app.domain.refusals import NotNow
from tasks_app.models import ProgressReport, ReportPeriod
from tasks_app.permissions import checks

NO_LONGER_WAITING = "所选报送件中有 {count} 件已不在待审核之列，可能刚被撤回，请核对后重新勾选。"
NOTHING_CHOSEN = "请至少勾选一件报送件，再采用。"


@transaction.atomic
def accept(chosen: Mapping[int, int], *, period: ReportPeriod, by: Actor, at: datetime) -> tuple[ProgressReport, ...]:
    """Accepts these reports of a period, of which ``chosen`` gives the version the page showed under each id."""
    return _accepted(chosen, period, by=by, at=at)


@transaction.atomic
def accept_many(chosen: Mapping[int, int], *, by: Actor, at: datetime) -> tuple[ProgressReport, ...]:
    """The same from the queue: of any period, closings among them (同意办结)."""
    if len(chosen) > MOST_AT_ONCE:
        raise NotNow(TOO_MANY)
    return _accepted(chosen, None, by=by, at=at)


def _accepted(
    chosen: Mapping[int, int], period: ReportPeriod | None, *, by: Actor, at: datetime
) -> tuple[ProgressReport, ...]:
    """Each is accepted by its own act, with its own questions of who and when; the first that is refused undoes all,
    and the refusal names its line. Lines are locked first, in the order of their ids.
    """
    checks.require(by, Verb.ACCEPT_PERIOD)
    if not chosen:
        raise NotNow(NOTHING_CHOSEN)
    asked = ProgressReport.objects.visible_to(by).filter(pk__in=chosen)
    if period is not None:
        asked = asked.filter(period=period)
    locked_lines(asked.values_list("line_id", flat=True))
    waiting = list(asked.select_related("line__work_item__year_plan__task", "line__unit").order_by("line_id", "pk"))
    if len(waiting) != len(chosen):
        raise NotNow(NO_LONGER_WAITING.format(count=len(chosen) - len(waiting)))
    for report in waiting:
        with naming(report.line):
            reports.accept(report, by=by, at=at, version=chosen[report.pk])
    return tuple(waiting)
