"""What every act on an account (账号) shares: it is recorded with its step, and the person is told."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Invitation, SecurityNotice, User
from tasks_app.actions import recording
from tasks_app.actions.transition import step_by
from tasks_app.notifications.doors import mail_notice


@dataclass
class Account:
    """An account as the subject of a step: it has no version, since each act on it is whole in itself."""

    pk: int
    version: int = 0


def oneself(user: User, *, at: datetime) -> Actor:
    """The person at the door, before any post is worn."""
    return Actor(user, None, None, timezone.localdate(at))


def keep(user: User, act: str, label: str, *, by: Actor, at: datetime, why: str = "") -> User:
    """Saves the account, and what was done about it as a step that the audit shows."""
    recording.save(user, by=by, at=at, why=f"{label}：{why}" if why else label)
    step = step_by(by, kind="account", subject=Account(user.pk), act=act, label=label, at=at)
    step.why = f"{user.full_name}（{user.username}）{f'：{why}' if why else ''}"
    step.save(force_insert=True)
    return user


def tell(user: User, what: str, *, at: datetime, former: str = "") -> None:
    """A security notice (安全提示): after the next login, on the person's own page, and by mail.

    Of another address the ``former`` one is told too: if it was no mistake, that reader hears of it nowhere else.
    """
    notice = SecurityNotice.objects.create(user=user, what=what, at=at)
    mail_notice(user, notice.pk, what, at=at, former=former)


def end_links(user: User, *, at: datetime, kind: str | None = None) -> None:
    """Puts the person's open links out of force, of one kind or of every kind."""
    kinds = [kind] if kind else Invitation.Kind.values
    Invitation.objects.open().filter(user=user, kind__in=kinds).update(ended_at=at)
