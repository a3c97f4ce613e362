"""Mail about the doors of the house (登录与账号): a one-time link, and what happened to an account.

Only what happened is written, never a unit or a matter. A link is written into its mail when that leaves; stored, and
shown to whoever looks at messages, is the sentence with a place for it.
"""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from accounts.models import Invitation, User
from tasks_app.models import Channel, Message, MessageState
from tasks_app.notifications.wording import SENT_BY_MACHINE

LINK_SLOT = "link:"
PLACE = "【链接】"
SUBJECTS = {
    Invitation.Kind.GIVEN: "请设置登录密码",
    Invitation.Kind.ASKED: "重设登录密码",
}
BODIES = {
    Invitation.Kind.GIVEN: "系统管理员为您的账号发放了设置密码的链接（此前的密码已失效）",
    Invitation.Kind.ASKED: "有人在登录页申请重设您账号的密码；如非本人操作，请不要打开链接，并联系系统管理员",
}
LINK_BODY = "{why}。\n\n请在{until:%m月%d日 %H:%M}前打开，链接只能使用一次：\n{place}\n\n{machine}\n"
NOTICE_SUBJECT = "账号安全提示"
NOTICE_BODY = "{at:%m月%d日 %H:%M}，{what}。如非本人操作，请立即联系系统管理员。\n\n{machine}\n"


def mail_link(link: Invitation) -> None:
    """Puts a link into the outbox; for who has no address it is handed over on paper."""
    until = timezone.localtime(link.expires_at)
    body = LINK_BODY.format(why=BODIES[Invitation.Kind(link.kind)], until=until, place=PLACE, machine=SENT_BY_MACHINE)
    _mail(link.user, f"{LINK_SLOT}{link.pk}", SUBJECTS[Invitation.Kind(link.kind)], body, at=link.at)


def mail_notice(user: User, number: int, what: str, *, at: datetime, former: str = "") -> None:
    """Puts a security notice into the outbox; to a ``former`` address too, where that has just been replaced."""
    body = NOTICE_BODY.format(at=timezone.localtime(at), what=what, machine=SENT_BY_MACHINE)
    _mail(user, f"security:{number}", NOTICE_SUBJECT, body, at=at)
    if former and user.is_active:
        _put(user, f"security:{number}:former", NOTICE_SUBJECT, body, at=at, address=former)


def with_its_link(message: Message) -> str | None:
    """The body as it leaves: as it is stored, or with its link; None where the link is dead by now."""
    if not message.slot.startswith(LINK_SLOT):
        return message.body
    link = Invitation.objects.open().filter(pk=message.slot.removeprefix(LINK_SLOT)).first()
    if link is None or not link.code or not message.recipient.is_active:
        return None
    return message.body.replace(PLACE, f"{settings.PUBLIC_ADDRESS}{link.path}")


def _mail(user: User, slot: str, subject: str, body: str, *, at: datetime) -> None:
    if user.can_be_mailed:
        _put(user, slot, subject, body, at=at)


def _put(user: User, slot: str, subject: str, body: str, *, at: datetime, address: str = "") -> None:
    Message.objects.create(
        recipient=user,
        channel=Channel.EMAIL,
        slot=slot,
        address=address,
        subject=subject,
        body=body,
        message_id=f"<{uuid4()}@{settings.MESSAGE_ID_DOMAIN}>",
        state=MessageState.WAITING,
        at=at,
        try_after=at,
    )
