"""What is left of a closing that was accepted in part becomes a line of the same unit (续办).

The first line is completed and ends, with the new one as its successor. It keeps its reports, and its unit keeps the
right to read them; whatever counts, lists or chases lines asks for those in force, and so meets each part once.
"""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.transition import step_by
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.texts import cleaned
from tasks_app.models import UnitLine, WorkItem
from tasks_app.permissions import grants

LABEL = "续办交办"
GIVEN_AWAY = "本事项已不由该单位承办，不能重新打开；请在接办单位的事项上办理。"
GOES_ON = "本事项未采用的部分已作为续办事项另行交办，请在续办事项上办理。"
COPIED = (
    *("work_item_id", "cycle_id", "heading_id", "unit_id", "unit_name", "responsibility_id", "through_group_id"),
    *("part", "order", "rhythm", "section", "handler", "handler_phone", "reported_through"),
)


def require_in_force(line: UnitLine) -> None:
    """Raises NotNow for a line that has ended: another one goes on with it, or its unit holds it no more (转办)."""
    if line.ended_on:
        raise NotNow(GIVEN_AWAY if line.state == LineState.CANCELLED else GOES_ON)


def follow(line: UnitLine, item: WorkItem, told: InPart, *, by: Actor, at: datetime) -> UnitLine:
    """The follow-up of a line that was just completed in part and has ended; the caller holds both locked.

    Periods that the first line reported for are not owed again.
    """
    assert told.deadline is not None, "asked before"
    today = timezone.localdate(at)
    new = UnitLine(
        **{name: getattr(line, name) for name in COPIED},
        issued_on=today,
        original_deadline=told.deadline,
        deadline=told.deadline,
        follow_up=cleaned(told.follow_up),
        next_step_on=today,
    )
    recording.save(new, by=by, at=at, why=f"{LABEL}：{new.follow_up}")
    step = step_by(by, kind="line", subject=new, act="issue", label=LABEL, at=at)
    step.line, step.work_item, step.to_state, step.why = new, item, new.state, new.follow_up
    step.save(force_insert=True)
    line.successor = new
    recording.save(line, by=by, at=at, why="续办事项已交办")
    grants.reconcile([item])
    return new
