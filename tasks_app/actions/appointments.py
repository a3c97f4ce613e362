"""Posts that two administrators give (任职申请与会签): the security one asks, the system one agrees."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from accounts.models import Appointment, User
from tasks_app.actions import posts, recording
from tasks_app.actions.posts import PostWish, require_keeper, require_sound
from tasks_app.actions.transition import locked, move, require_version, step_by
from tasks_app.domain.appointment_states import APPOINTMENT_MACHINE, AppointmentState
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import on_one_line
from tasks_app.permissions import checks

ASKED_ALREADY = "该人员的同一任职已在等待会签，不必重复申请。"
FIELDS = ("user", "unit", "role", "starts_on", "ends_on", "kind", "acting_for", "scope_year", "basis")


@transaction.atomic
def propose(wish: PostWish, *, by: Actor, at: datetime) -> Appointment:
    """Asks for a post; nothing holds before it is countersigned. Raises NotAllowed or Invalid naming the fields."""
    require_keeper(by, wish.role, wish.unit)
    user = locked(User, wish.user.pk)
    require_sound(wish.post, by=by)
    if Appointment.objects.filter(user=user, unit=wish.unit, role=wish.role, state=AppointmentState.PROPOSED).exists():
        raise Invalid({"role": ASKED_ALREADY})
    row = Appointment(**vars(wish), asked_by=by.own_post, asked_at=at)
    row.basis = on_one_line(wish.basis)
    recording.save(row, by=by, at=at, why=f"申请任职，依据：{row.basis}")
    step = step_by(by, kind=APPOINTMENT_MACHINE.subject, subject=row, act="propose", label="申请任职", at=at)
    step.to_state, step.why = row.state, str(row)
    step.save(force_insert=True)
    return row


@transaction.atomic
def countersign(row: Appointment, *, by: Actor, at: datetime, version: int | None = None) -> Appointment:
    """A second administrator agrees: the post is in force from its day on (会签). Raises Invalid as on asking."""
    row = _asked(row, "countersign", by=by, version=version)
    row.post = posts.install(PostWish(**{name: getattr(row, name) for name in FIELDS}), by=by, at=at)
    return _decide(row, "countersign", str(row), by=by, at=at)


@transaction.atomic
def decline(row: Appointment, *, reason: str, by: Actor, at: datetime, version: int | None = None) -> Appointment:
    """A second administrator does not agree, and says why (不予会签)."""
    row = _asked(row, "decline", by=by, version=version)
    row.reason = on_one_line(reason)
    return _decide(row, "decline", row.reason, by=by, at=at)


@transaction.atomic
def withdraw(row: Appointment, *, by: Actor, at: datetime, version: int | None = None) -> Appointment:
    """Whoever keeps posts takes the request back."""
    row = _asked(row, "withdraw", by=by, version=version)
    return _decide(row, "withdraw", str(row), by=by, at=at)


def _decide(row: Appointment, act: str, why: str, *, by: Actor, at: datetime) -> Appointment:
    row.decided_by, row.decided_at = by.own_post, at
    move(row, act, machine=APPOINTMENT_MACHINE, by=by, at=at, why=why, checked=True)
    return row


def _asked(row: Appointment, act: str, *, by: Actor, version: int | None) -> Appointment:
    """The request, locked; who may, which version and which moment were asked."""
    row = locked(Appointment, row.pk)
    checks.require(by, APPOINTMENT_MACHINE[act].verb, row)
    require_version(row, version, APPOINTMENT_MACHINE.subject, by=by)
    APPOINTMENT_MACHINE.step(act, row.state)
    return row
