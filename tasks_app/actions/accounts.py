"""Keeping accounts (账号): who may log in at all, and from when again. Posts are another administrator's."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import lock_outs
from accounts.actor import Actor
from accounts.models import Invitation, Post, User
from tasks_app.actions import activation, recording, vacancies
from tasks_app.actions.account_steps import end_links, keep, oneself, tell
from tasks_app.actions.transition import locked
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.permissions import checks

NOT_ONESELF = "不能停用自己的账号，请由另一位系统管理员办理。"
OFF_ALREADY = "该账号已经停用，不必再次办理。"
ON_ALREADY = "该账号已经启用，不必再次办理。"
TAKEN = "该登录名已被使用，请换一个。"
NOT_LOCKED = "该登录名没有暂停登录，不必解除。"


@transaction.atomic
def open_account(user: User, *, by: Actor, at: datetime) -> Invitation:
    """A new account (建立账号), not stored yet, without a password; its person comes in by the link. Raises Invalid."""
    checks.require(by, Verb.KEEP_ACCOUNTS)
    if User.objects.filter(username=user.username).exists():
        raise Invalid({"username": TAKEN})
    user.set_unusable_password()
    try:
        with transaction.atomic():
            recording.save(user, by=by, at=at, why="建立账号")
    except IntegrityError:  # somebody else took the name in this very moment
        raise Invalid({"username": TAKEN}) from None
    return activation.invite(user, by=by, at=at)


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
    end_links(user, at=at)
    keep(user, "deactivate", "停用账号", by=by, at=at)
    vacancies.tell(at=at, units=set(Post.objects.filter(user=user).values_list("unit", flat=True)))
    return user


@transaction.atomic
def activate(user: User, *, by: Actor, at: datetime) -> User:
    """The person may log in again, with the password they had (启用); no session of before comes alive with it."""
    checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    if user.is_active:
        raise NotNow(ON_ALREADY)
    user.is_active = True
    user.end_sessions()
    return keep(user, "activate", "启用账号", by=by, at=at)


@transaction.atomic
def unlock(user: User, *, by: Actor, at: datetime) -> User:
    """Opens a name that too many wrong passwords closed (解除暂停登录), wherever they came from."""
    checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    if not lock_outs.closed_names(at=at, username=user.username):
        raise NotNow(NOT_LOCKED)
    lock_outs.open_again(user.username)
    tell(user, "您的登录名因连续输错密码被暂停，系统管理员已解除", at=at)
    return keep(user, "unlock", "解除暂停登录", by=by, at=at)


@transaction.atomic
def end_other_sessions(user: User, *, at: datetime) -> User:
    """退出其他登录: every session but the one that asks, which the page keeps."""
    user = locked(User, user.pk)
    user.end_sessions()
    return keep(user, "end_sessions", "退出其他登录", by=oneself(user, at=at), at=at)
