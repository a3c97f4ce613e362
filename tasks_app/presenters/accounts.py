"""Accounts in words: who, in which posts, and what may be done about them now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.actor import Actor
from accounts.keyed import in_groups
from accounts.lock_outs import closed_names
from accounts.models import Invitation, User
from tasks_app.presenters.acts import Act, Typed, with_typed
from tasks_app.presenters.qr import qr_svg


@dataclass(frozen=True)
class AccountRow:
    """One account of the list."""

    pk: int
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
        pk=user.pk,
        username=user.username,
        full_name=user.full_name,
        url=reverse("account", args=[user.pk]),
        posts=tuple(post.label for post in user.held),  # type: ignore[attr-defined]
        is_active=user.is_active,
    )


@dataclass(frozen=True)
class LinkToShow:
    """A one-time link as it is shown once: to be clicked, scanned, or typed from paper."""

    address: str
    typed_at: str
    code: str
    until: datetime
    qr: SafeString
    is_mailed: bool


def link_to_show(link: Invitation) -> LinkToShow:
    """The link that was made just now; afterwards only its code's digest is left."""
    address = f"{settings.PUBLIC_ADDRESS}{link.path}"
    return LinkToShow(
        address=address,
        typed_at=f"{settings.PUBLIC_ADDRESS}{reverse('activate')}",
        code=in_groups(link.code),
        until=link.expires_at,
        qr=qr_svg(address, "一次性链接的二维码"),
        is_mailed=link.user.can_be_mailed,
    )


def acts_on(user: User, actor: Actor, *, at: datetime) -> tuple[Act, ...]:
    """What the page offers; nobody is offered to reset their own password here, or to switch themselves off."""
    name = f"{user.full_name}（{user.username}）"
    if not user.is_active:
        return (_act("account_activate", "启用", user, f"启用{name}？启用后可用原密码登录。", is_first=True),)
    unlocking = (_act("account_unlock", "解除暂停登录", user, f"解除{name}的暂停登录？请先核实是本人输错。"),)
    locked = unlocking if closed_names(at=at, username=user.username) else ()
    if actor.user == user:
        return locked
    question = f"停用{name}？该人员立即退出系统，不能再登录；经办记录保留，任职由安全管理员调整。"
    return (_resetting(user, name), *locked, _act("account_deactivate", "停用", user, question))


def _resetting(user: User, name: str) -> Act:
    if user.has_usable_password():
        asked = f"重置{name}的密码？原密码立即失效，已登录的须重新登录；系统给出一次性链接，由本人设置新密码。"
        return _act("account_reset", "重置密码", user, asked, is_first=True)
    asked = f"为{name}发放设置密码的链接？此前发放的链接同时作废。"
    return _act("account_reset", "发放链接", user, asked, is_first=True)


def _act(url_name: str, verb: str, user: User, question: str, *, is_first: bool = False) -> Act:
    return Act(url_name, reverse(url_name, args=[user.pk]), verb, primary=is_first, question=question)


@dataclass(frozen=True)
class FactorRow:
    """Somebody who has bound a phone, and the act that frees them."""

    account: AccountRow
    since: datetime
    act: Act


def factor_rows(users: Iterable[User], typed: Typed | None) -> tuple[FactorRow, ...]:
    """The rows; the one that was refused keeps what was typed."""
    return tuple(FactorRow(account_row(user), _bound_at(user), *with_typed((_freeing(user),), typed)) for user in users)


def _bound_at(user: User) -> datetime:
    if user.second_factor.confirmed_at is None:
        raise ValueError(f"{user.username} has bound no phone")
    return user.second_factor.confirmed_at


def _freeing(user: User) -> Act:
    question = f"解除{user.full_name}的动态口令？该人员立即退出，下次登录须重新绑定手机；请先当面或电话核实身份。"
    url = reverse("factor_reset", args=[user.pk])
    return Act(f"factor_reset-{user.pk}", url, "解除绑定", question=question, reason_label="理由")
