"""What the office notes about an item besides its lines: that a higher body supervises it already (上级督查)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.moot_proposals import settle_proposals
from tasks_app.actions.transition import for_update, locked, raise_version, require_version, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.models import UnitLine, WorkItem
from tasks_app.permissions import checks

MARKED, UNMARKED = "登记上级督查", "取消上级督查登记"
NOTHING_CHANGED = "登记内容没有变化。"


@transaction.atomic
def mark_supervised(
    item: WorkItem, *, supervised_by: str, by: Actor, at: datetime, version: int | None = None
) -> WorkItem:
    """Notes which body supervises the item already; an empty name takes the note back.

    From then on our own ladder stops at 提醒 for all its lines (《政府督查工作条例》 Art. 15: no many-headed
    supervision). Raises NotAllowed, Stale, or NotNow where the note says so already.
    """
    checks.require(by, Verb.MARK_SUPERVISED, item)
    item = locked(WorkItem, item.pk)
    require_version(item, version, "work_item", by=by)
    name = on_one_line(supervised_by)
    if name == item.supervised_by:
        raise NotNow(NOTHING_CHANGED)
    label = MARKED if name else UNMARKED
    item.supervised_by = name
    raise_version(item)
    recording.save(item, by=by, at=at, why=f"{label}：{name}" if name else label)
    step = step_by(by, kind="work_item", subject=item, act="mark_supervised", label=label, at=at)
    step.work_item, step.why = item, name
    step.save(force_insert=True)
    lines = UnitLine.objects.filter(work_item=item, ended_on__isnull=True)
    for line in for_update(lines).order_by("pk"):
        line.work_item = item
        settle_proposals(line, at=at, why=step.label)
    lines.update(next_step_on=timezone.localdate(at))
    return item
