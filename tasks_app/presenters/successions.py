"""Changes of units (单位变动) in words, and what may be done with each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post, UnitSuccession
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.refusals import NotAllowed
from tasks_app.permissions import checks

UNKNOWN = "待核实"
BELIEVED = "导入方案时按常识推定"
# No sheet is registered for it: a change of a unit has its own document.
OWN = "本件由您本人登记，须由另一位办公室负责人确认或不予确认；登记有误的，可以撤回。"
# The badge of each state.
CODES = {"proposed": "draft", "confirmed": "in_progress", "withdrawn": "cancelled"}


@dataclass(frozen=True)
class SuccessionRow:
    """One change. ``may_decide`` is for the director; ``barred`` says why not about this one.

    ``may_take_back`` is for whoever entered it. ``on``, ``basis_typed`` and ``reason_typed`` are what the forms of a
    decision begin with; ``open`` is the one that was refused. ``passes_on`` is the unit that went and gives what it
    left to its heirs.
    """

    pk: int
    unit: str
    words: str
    kind: str
    day: str
    basis: str
    entered: str
    decided: str
    reason: str
    standing: str
    state_code: str
    version: int
    may_decide: bool
    may_take_back: bool
    barred: str
    on: str
    basis_typed: str
    reason_typed: str = ""
    open: str = ""
    passes_on: int | None = None


@dataclass(frozen=True)
class Refused:
    """A decision that was refused: about which change, which act, and what was typed."""

    pk: int
    act: str
    on: str = ""
    basis: str = ""
    reason: str = ""


def succession_rows(
    changes: Iterable[UnitSuccession], actor: Actor, refused: Refused | None = None
) -> list[SuccessionRow]:
    """The rows in the order of the changes, which come with their units and people; the refused one keeps its words."""
    decides = bool(rights_of(actor.role, Verb.CONFIRM_SUCCESSION))
    rows = [_row(change, actor, _why_not(change, actor) if decides else "", decides=decides) for change in changes]
    return [_with_typed(row, refused) if refused and row.pk == refused.pk else row for row in rows]


def _with_typed(row: SuccessionRow, refused: Refused) -> SuccessionRow:
    if refused.act == "withdraw":
        return replace(row, open=refused.act, reason_typed=refused.reason)
    return replace(row, open=refused.act, on=refused.on, basis_typed=refused.basis)


def _row(change: UnitSuccession, actor: Actor, barred: str, *, decides: bool) -> SuccessionRow:
    on = f"{change.on:%Y-%m-%d}" if change.on else ""
    return SuccessionRow(
        pk=change.pk,
        unit=_name_before(change),
        words=change.in_words,
        kind=change.get_successor_kind_display(),
        day=on or UNKNOWN,
        basis=change.basis or UNKNOWN,
        entered=_who_when(change.proposed_by, change.proposed_at) or BELIEVED,
        decided=_who_when(change.decided_by, change.decided_at),
        reason=change.reason,
        standing=change.standing,
        state_code=CODES[change.state],
        version=change.version,
        may_decide=decides and change.is_proposed and not barred,
        may_take_back=change.is_proposed and checks.can(actor, Verb.TAKE_BACK_SUCCESSION, change),
        barred=barred if change.is_proposed else "",
        on=on,
        basis_typed=change.basis,
        passes_on=change.unit_id if change.ends_unit and change.confirmed_on else None,
    )


def _name_before(change: UnitSuccession) -> str:
    """What the unit was called before the change: after a renaming its name is another."""
    names = sorted(change.unit.names.all(), key=lambda name: name.starts_on)
    before = [name.text for name in names if change.confirmed_on and change.on and name.starts_on < change.on]
    return before[-1] if before else change.unit.name


def _why_not(change: UnitSuccession, actor: Actor) -> str:
    try:
        checks.require(actor, Verb.CONFIRM_SUCCESSION, change)
    except NotAllowed as refusal:
        is_own = change.proposed_by is not None and change.proposed_by.user == actor.user
        return OWN if is_own else refusal.sentence
    return ""


def _who_when(post: Post | None, at: datetime | None) -> str:
    return f"{post.user.full_name}，{timezone.localdate(at):%Y-%m-%d}" if post and at else ""
