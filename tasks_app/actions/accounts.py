"""Keeping accounts (账号): a forgotten password, and who may log in at all. Posts are another administrator's."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset
from django.db import transaction

from accounts.actor import Actor
from accounts.models import Post, User
from tasks_app.actions import recording, vacancies
from tasks_app.actions.transition import locked, step_by
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow
from tasks_app.permissions import checks

PASSWORD_BYTES = 12
NOT_ONESELF = "不能停用自己的账号，请由另一位系统管理员办理。"
OFF_ALREADY = "该账号已经停用，不必再次办理。"
ON_ALREADY = "该账号已经启用，不必再次办理。"
OFF_NOW = "该账号已停用，请先启用再重置密码。"


@transaction.atomic
def reset_password(user: User, *, by: Actor, at: datetime) -> str:
    """A new password, told once (重置密码): the old one and every session with it are over, a locked name is open."""
    checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    if not user.is_active:
        raise NotNow(OFF_NOW)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user.set_password(password)
    _keep(user, "reset_password", "重置密码", by=by, at=at)
    reset(username=user.username)
    return password


@transaction.atomic
def deactivate(user: User, *, by: Actor, at: datetime) -> User:
    """Nobody logs in by this name any more (停用); what the person did stays. Their next click finds the door."""
    checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    if by.user == user:
        raise NotNow(NOT_ONESELF)
    if not user.is_active:
        raise NotNow(OFF_ALREADY)
    user.is_active = False
    _keep(user, "deactivate", "停用账号", by=by, at=at)
    vacancies.tell(at=at, units=set(Post.objects.filter(user=user).values_list("unit", flat=True)))
    return user


@transaction.atomic
def activate(user: User, *, by: Actor, at: datetime) -> User:
    """The person may log in again, with the password they had (启用)."""
    checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    if user.is_active:
        raise NotNow(ON_ALREADY)
    user.is_active = True
    return _keep(user, "activate", "启用账号", by=by, at=at)


def open_account(user: User, *, by: Actor, at: datetime) -> User:
    """A new person is stored without a password (建立账号): nobody logs in by the name before an account is given."""
    user.set_unusable_password()
    return recording.save(user, by=by, at=at, why="建立人员")


@dataclass
class Account:
    """An account as the subject of a step: it has no version, since each act on it is whole in itself."""

    pk: int
    version: int = 0


def _keep(user: User, act: str, label: str, *, by: Actor, at: datetime) -> User:
    recording.save(user, by=by, at=at, why=label)
    step = step_by(by, kind="account", subject=Account(user.pk), act=act, label=label, at=at)
    step.why = f"{user.full_name}（{user.username}）"
    step.save(force_insert=True)
    return user
