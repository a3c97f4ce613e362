"""What did not reach anybody, in words: failed messages and what every try came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.actor import Actor
from tasks_app.domain.access import Verb, rights_of
from tasks_app.models import Message, MessageState

OUTCOMES = {
    "sent": "已发送",
    "refused": "对方拒收",
    "lost": "连接中断",
    "abandoned": "发送进程多次异常中止，已停止自动重试；请系统管理员查看日志后重发",
    "unreachable": "邮件服务器无法连接",
    "sender_refused": "邮件服务器拒绝本系统的发件地址，请系统管理员核对外发设置",
    "resent": "人工重发",
}


@dataclass(frozen=True)
class TroubleRow:
    """A message that did not reach anybody yet, with what every try came to.

    ``resend_url`` is empty for who may not send it again, and while it is tried again by itself.
    """

    who: str
    subject: str
    at: datetime
    state_label: str
    is_over: bool
    why: str
    tries: int
    again_at: datetime | None
    resend_url: str


def trouble_rows(messages: Iterable[Message], actor: Actor) -> list[TroubleRow]:
    """The messages, in their order, for one person."""
    may_resend = bool(rights_of(actor.role, Verb.RESEND_MESSAGE))
    return [_trouble(message, may_resend=may_resend) for message in messages]


def _trouble(message: Message, *, may_resend: bool) -> TroubleRow:
    attempts = list(message.attempts.all())
    last = attempts[-1] if attempts else None
    said = f"{OUTCOMES.get(last.outcome, last.outcome)}　{last.detail}".strip() if last else ""
    is_over = message.state in (MessageState.FAILED, MessageState.UNREACHABLE)
    return TroubleRow(
        who=message.recipient.full_name,
        subject=message.subject,
        at=message.at,
        state_label=message.get_state_display(),
        is_over=is_over,
        why="没有登记邮箱；本系统内的收件箱不受影响" if message.state == MessageState.UNREACHABLE else said,
        tries=len(attempts),
        again_at=None if is_over else message.try_after,
        resend_url=reverse("message_resend", args=[message.pk]) if is_over and may_resend else "",
    )
