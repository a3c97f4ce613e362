"""Who in the unit handles a line (分办、转办): named on signing, or at any time while the line is open."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions import recording
from tasks_app.actions.lines import Handler, locked_line
from tasks_app.actions.transition import raise_version, require_version, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import OPEN
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import on_one_line
from tasks_app.models import UnitLine
from tasks_app.permissions import checks

ACT, LABEL = "hand_over", "分办"
NOT_OPEN = "本事项已经办结，不需要再分办。"
NOBODY_NAMED = "请填写承办科室或承办人。"
UNCHANGED = "承办科室、承办人和电话没有变化。"


@transaction.atomic
def hand_over(line: UnitLine, handler: Handler, *, by: Actor, at: datetime, version: int | None = None) -> UnitLine:
    """Hands the line to a section or a person; the step is the unit's inner one.

    Raises NotAllowed, Stale, NotNow, or Invalid where nobody is named or nothing changes.
    """
    _, line = locked_line(line.pk)
    checks.require(by, Verb.HAND_OVER_LINE, line)
    require_version(line, version, "line", by=by)
    if line.state not in OPEN:
        raise NotNow(NOT_OPEN)
    before = (line.section, line.handler, line.handler_phone)
    section, name, phone = map(on_one_line, (handler.section, handler.name, handler.phone))
    if not (section or name):
        raise Invalid({"section": NOBODY_NAMED})
    if (section, name, phone) == before:
        raise Invalid({"section": UNCHANGED})
    line.section, line.handler, line.handler_phone = section, name, phone
    raise_version(line)
    why = " ".join(filter(None, (section, name, phone)))
    recording.save(line, by=by, at=at, why=f"{LABEL}：{why}")
    step = step_by(by, kind="line", subject=line, act=ACT, label=LABEL, at=at)
    step.line, step.work_item_id, step.why, step.internal = line, line.work_item_id, why, True
    step.from_state = step.to_state = line.state
    step.save(force_insert=True)
    return line
