"""The office reminds the units of many lines at once (办公室提醒): all of them or none, each once a day.

Nothing about the line changes, neither its state nor its clock; whoever has its page open loses nothing by it.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.lines import locked_lines
from tasks_app.actions.naming import named
from tasks_app.actions.transition import require_version, step_by
from tasks_app.dashboards.many import with_reasons
from tasks_app.domain.access import Verb
from tasks_app.domain.office_reminders import ACT, LABEL, MOST_AT_ONCE, TOO_MANY
from tasks_app.domain.refusals import NotNow, NotVisible
from tasks_app.models import StateChange, UnitLine
from tasks_app.notifications.office_reminders import tell
from tasks_app.permissions import checks

NOTHING_CHOSEN = "请至少勾选一件承办事项，再提醒。"


@transaction.atomic
def remind(chosen: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """Tells the people of these lines' units; ``chosen`` gives the version the page showed under each line's id.

    Returns how many lines. Raises NotAllowed, NotVisible, Stale, or NotNow with the first line that is not reminded
    of and why: then nobody hears anything. The number of statements does not grow with the lines.
    """
    checks.require(by, Verb.REMIND_LINES)
    if not chosen:
        raise NotNow(NOTHING_CHOSEN)
    if len(chosen) > MOST_AT_ONCE:
        raise NotNow(TOO_MANY)
    visible = UnitLine.objects.visible_to(by).filter(pk__in=chosen)
    locked_lines(visible.values_list("pk", flat=True))
    lines = list(visible.select_related("unit", "work_item__year_plan__task").order_by("pk"))
    if len(lines) != len(chosen):
        raise NotVisible
    for entry in with_reasons(lines, timezone.localdate(at)):
        require_version(entry.thing, chosen[entry.thing.pk], "line", by=by)
        if entry.why_not:
            raise NotNow(f"{named(entry.thing)}：{entry.why_not}。")
    recording.update_many(lines, ["version"], by=by, at=at, why=LABEL)
    StateChange.objects.bulk_create([_step(line, by=by, at=at) for line in lines], batch_size=recording.BATCH)
    tell(lines, at=at)
    return len(lines)


def _step(line: UnitLine, *, by: Actor, at: datetime) -> StateChange:
    step = step_by(by, kind="line", subject=line, act=ACT, label=LABEL, at=at)
    step.line, step.work_item_id = line, line.work_item_id
    step.from_state = step.to_state = line.state
    return step
