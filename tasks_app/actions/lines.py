"""What happens to a line (承办事项) besides reporting: signing for it, signing it off, opening it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions.follow_ups import require_in_force
from tasks_app.actions.transition import for_update, keep_item_state, locked, move
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import LINE_MACHINE, LineState
from tasks_app.models import UnitLine, WorkItem
from tasks_app.permissions import checks


@dataclass(frozen=True)
class Handler:
    """Who in the unit takes the work on: section (承办科室), person (承办人), phone. All optional."""

    section: str = ""
    name: str = ""
    phone: str = ""


@transaction.atomic
def sign(
    line: UnitLine, *, by: Actor, at: datetime, version: int | None = None, handler: Handler | None = None
) -> UnitLine:
    """The unit confirms that it received the item (签收), and may name who will handle it."""
    item, line = locked_line(line.pk)
    if handler:
        line.section, line.handler, line.handler_phone = handler.section, handler.name, handler.phone
    move(line, "sign", machine=LINE_MACHINE, by=by, at=at, line=line, version=version)
    keep_item_state(item, by=by, at=at)
    return line


@transaction.atomic
def sign_all(lines: Iterable[UnitLine], *, by: Actor, at: datetime) -> int:
    """Signs for all of these lines that still wait for it (全部签收); returns for how many.

    All are locked before the first is signed, so that two units that share items never wait for each other.
    """
    shown = [line.pk for line in lines]
    items = {item.pk: item for item in for_update(WorkItem.objects.filter(lines__in=shown).order_by("pk"))}
    waiting = for_update(UnitLine.objects.filter(pk__in=shown).order_by("pk"))
    signed = [line for line in waiting if line.state == LineState.PENDING_SIGNATURE]
    for line in signed:
        move(line, "sign", machine=LINE_MACHINE, by=by, at=at, line=line)
        keep_item_state(items[line.work_item_id], by=by, at=at)
    return len(signed)


@transaction.atomic
def sign_on_behalf(line: UnitLine, *, source: str, by: Actor, at: datetime, version: int | None = None) -> UnitLine:
    """The office notes that a unit signed for the item by phone or letter (代录签收), with its source."""
    item, line = locked_line(line.pk)
    move(line, "sign_on_behalf", machine=LINE_MACHINE, by=by, at=at, why=source, line=line, version=version)
    keep_item_state(item, by=by, at=at)
    return line


@transaction.atomic
def sign_off(line: UnitLine, *, by: Actor, at: datetime, version: int | None = None) -> UnitLine:
    """Takes an accepted line off the list (销号)."""
    item, line = locked_line(line.pk)
    checks.require(by, Verb.SIGN_OFF, line)
    require_in_force(line)
    move(line, "sign_off", machine=LINE_MACHINE, by=by, at=at, line=line, version=version)
    keep_item_state(item, by=by, at=at)
    return line


@transaction.atomic
def reopen(line: UnitLine, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> UnitLine:
    """Opens a finished or cancelled line again, with a reason; what was verified no longer counts."""
    item, line = locked_line(line.pk)
    checks.require(by, Verb.REOPEN_LINE, line)
    require_in_force(line)
    line.submitted_at, line.verified_progress, line.verification = None, None, ""
    line.round += 1
    move(line, "reopen", machine=LINE_MACHINE, by=by, at=at, why=reason, line=line, version=version)
    keep_item_state(item, by=by, at=at)
    return line


def locked_line(pk: int) -> tuple[WorkItem, UnitLine]:
    """The line with its item, both locked, the item first: every act on a line may change the item's state."""
    item_id = UnitLine.objects.values_list("work_item_id", flat=True).get(pk=pk)
    item = locked(WorkItem, item_id)
    return item, locked(UnitLine, pk)


def locked_lines(pks: Iterable[int]) -> list[UnitLine]:
    """Many lines at once, in the order of their ids, their items locked before them in the order of theirs.

    Whoever needs several takes all of them first: two sheets that share items never wait for each other.
    """
    lines = UnitLine.objects.filter(pk__in=list(pks))
    items = WorkItem.objects.filter(pk__in=lines.values("work_item_id"))
    list(for_update(items).order_by("pk"))
    return list(for_update(lines).order_by("pk"))
