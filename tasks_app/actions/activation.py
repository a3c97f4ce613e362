"""Ways to a password nobody else has known: a one-time link (一次性链接), given or asked for, and one's own change.

A person's row is locked before their links are looked at: of two who come with one link, or make two, one is second.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import lock_outs
from accounts.actor import Actor
from accounts.keyed import digest_of, typed
from accounts.models import Invitation, User
from tasks_app.actions.account_steps import end_links, keep, oneself, tell
from tasks_app.actions.transition import locked
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow
from tasks_app.notifications.doors import mail_link
from tasks_app.permissions import checks

GIVEN_FOR = timedelta(hours=72)
ASKED_FOR = timedelta(hours=1)
# How often links are asked for at the door: within ASKED_FOR, by one name and from one address (a bureau is one).
MOST_OF_A_NAME = 3
MOST_OF_AN_ADDRESS = 20
# A mail that is under way is not made worthless by an impatient second click.
UNDER_WAY = timedelta(minutes=2)
OFF_NOW = "该账号已停用，请先启用再重置密码。"
NOT_ONE_S_OWN = "自己的密码请在“我的账号”修改；忘记密码的，由另一位系统管理员办理。"
LINK_OVER = "链接已失效：可能已经用过、超过时限，或者有了更新的链接。请联系系统管理员，或在登录页重新申请。"


@transaction.atomic
def invite(user: User, *, by: Actor, at: datetime, checked: bool = False) -> Invitation:
    """Gives a one-time link for setting a password; its ``path`` is to be shown once, and mailed where there is mail.

    Whatever password and sessions there were are over at once, and so are older links. ``checked``: the calling act has
    asked who may; that counts only for an account which nobody has opened yet. Raises NotAllowed or NotNow.
    """
    if not (checked and is_unopened(user)):
        checks.require(by, Verb.KEEP_ACCOUNTS, user)
    user = locked(User, user.pk)
    if by.user == user:
        raise NotNow(NOT_ONE_S_OWN)
    if not user.is_active:
        raise NotNow(OFF_NOW)
    is_first = is_unopened(user)
    user.set_unusable_password()
    user.end_sessions()
    end_links(user, at=at)
    link = Invitation.drawn(user, Invitation.Kind.GIVEN, at=at, expires_at=at + GIVEN_FOR)
    link.save(force_insert=True)
    mail_link(link)
    if is_first:
        keep(user, "invite", "发放激活链接", by=by, at=at)
    else:
        keep(user, "reset_password", "重置密码", by=by, at=at)
        tell(user, "系统管理员重置了您的密码", at=at)
    return link


def is_unopened(user: User) -> bool:
    """Whether nobody has ever had a password for this account."""
    return not user.has_usable_password() and not user.invitations.filter(used_at__isnull=False).exists()


def ask(username: str, *, address: str | None, at: datetime) -> None:
    """忘记密码: mails a link to who has an address. It never says whether it did: nobody learns which names exist."""
    user = User.objects.filter(username=username).first()
    if user is None or not user.can_be_mailed:
        return
    with transaction.atomic():
        user = locked(User, user.pk)
        if not user.has_usable_password() or _is_too_often(user, address, at):
            return
        end_links(user, at=at, kind=Invitation.Kind.ASKED)
        link = Invitation.drawn(user, Invitation.Kind.ASKED, at=at, expires_at=at + ASKED_FOR)
        link.asked_from = address
        link.save(force_insert=True)
        mail_link(link)


def _is_too_often(user: User, address: str | None, at: datetime) -> bool:
    asked = Invitation.objects.filter(kind=Invitation.Kind.ASKED, at__gt=at - ASKED_FOR)
    of_name = asked.filter(user=user)
    return (
        of_name.count() >= MOST_OF_A_NAME
        or of_name.live(at).filter(at__gt=at - UNDER_WAY).exists()
        or asked.filter(asked_from=address, asked_from__isnull=False).count() >= MOST_OF_AN_ADDRESS
    )


def digest_of_typed(code: str) -> str:
    """By what a typed or clicked code is looked for."""
    return digest_of(typed(code))


def link_by(digest: str, *, at: datetime) -> Invitation | None:
    """The link that opens the door now; None whether it is unknown, used, replaced or late: nobody learns which."""
    return Invitation.objects.live(at).filter(digest=digest).select_related("user").first()


@transaction.atomic
def set_password(link: Invitation, password: str, *, at: datetime) -> User:
    """The person sets a password by a link, which is dead with that. Raises NotNow where somebody was faster."""
    user = locked(User, link.user_id)
    if not Invitation.objects.live(at).filter(pk=link.pk).update(used_at=at):
        raise NotNow(LINK_OVER)
    is_first = not user.invitations.filter(used_at__isnull=False).exclude(pk=link.pk).exists()
    user.set_password(password)
    user.end_sessions()
    end_links(user, at=at)
    keep(user, "set_password", "凭链接设置密码", by=oneself(user, at=at), at=at)
    lock_outs.open_again(user.username)
    if link.kind == Invitation.Kind.ASKED or not is_first:
        tell(user, "您的密码已凭一次性链接重设", at=at)
    return user


@transaction.atomic
def change_password(user: User, password: str, *, at: datetime) -> User:
    """修改密码 by whoever knows the old one (the page asked); every other session is over, and so are open links."""
    user = locked(User, user.pk)
    user.set_password(password)
    user.end_sessions()
    end_links(user, at=at)
    keep(user, "change_password", "修改密码", by=oneself(user, at=at), at=at)
    tell(user, "您的密码已修改", at=at)
    return user
