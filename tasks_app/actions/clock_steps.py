"""What people do about the clock's own rows leaves a step on the line's timeline, like every other act."""

from datetime import datetime

from accounts.actor import Actor
from tasks_app.models import Obligation, StateChange


def note_clock_step(row: Obligation, act: str, label: str, *, by: Actor, at: datetime, why: str = "") -> StateChange:
    """Appends a step about a ledger row to the timeline of its line; the line's state stays."""
    line = row.the_line
    return StateChange.objects.create(
        kind="obligation",
        object_id=row.pk,
        work_item_id=line.work_item_id,
        line=line,
        act=act,
        label=label,
        from_state=line.state,
        to_state=line.state,
        at=at,
        why=why,
        user=by.user,
        post=by.post,
        actor_name=by.name,
        actor_unit=by.post.unit.name if by.post else "",
        actor_role=by.role,
        acting_for=by.acting_for.full_name if by.acting_for else "",
    )
