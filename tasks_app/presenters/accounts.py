"""Accounts in words: who, in which posts, and what may be done about them now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User
from tasks_app.presenters.acts import Act


@dataclass(frozen=True)
class AccountRow:
    """One account of the list."""

    username: str
    full_name: str
    url: str
    posts: tuple[str, ...]
    is_active: bool


def account_rows(users: Iterable[User]) -> tuple[AccountRow, ...]:
    """The rows, in the order of the accounts (each ``with_posts``)."""
    return tuple(account_row(user) for user in users)


def account_row(user: User) -> AccountRow:
    """One of them."""
    return AccountRow(
        username=user.username,
        full_name=user.full_name,
        url=reverse("account", args=[user.pk]),
        posts=tuple(post.label for post in user.held),  # type: ignore[attr-defined]
        is_active=user.is_active,
    )


def acts_on(user: User, actor: Actor) -> tuple[Act, ...]:
    """What the page offers; nobody is offered to switch themselves off."""
    name = f"{user.full_name}（{user.username}）"
    if not user.is_active:
        return (_act("account_activate", "启用", user, f"启用{name}？启用后可用原密码登录。", is_first=True),)
    resetting = _act(
        "account_reset", "重置密码", user, f"重置{name}的密码？原密码立即失效，已登录的须重新登录。", is_first=True
    )
    if actor.user == user:
        return (resetting,)
    question = f"停用{name}？该人员立即退出系统，不能再登录；经办记录保留，任职由安全管理员调整。"
    return (resetting, _act("account_deactivate", "停用", user, question))


def _act(url_name: str, verb: str, user: User, question: str, *, is_first: bool = False) -> Act:
    return Act(url_name, reverse(url_name, args=[user.pk]), verb, primary=is_first, question=question)
