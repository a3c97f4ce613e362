"""Sending again what failed for good (重发): the same message, under the same Message-ID."""

from datetime import datetime

from django.db import transaction

from accounts.actor import Actor
from tasks_app.actions.transition import locked
from tasks_app.domain.access import Verb
from tasks_app.domain.refusals import NotNow
from tasks_app.models import Attempt, Message, MessageState
from tasks_app.permissions import checks

OVER = (MessageState.FAILED, MessageState.UNREACHABLE)
NOT_OVER = "这封邮件已经重发，或仍在自动重试，无需再次重发；请刷新页面查看最新情况。"
NO_ADDRESS = "收件人没有可用的邮箱或已停用；请先在人员与任职中补正，再重发。"
RESENT = "resent"


@transaction.atomic
def resend(message: Message, *, by: Actor, at: datetime) -> Message:
    """Puts a message that was given up into the queue again; who did it stands among its tries.

    Raises NotAllowed, or NotNow where it waits anyway or its recipient has no address.
    """
    checks.require(by, Verb.RESEND_MESSAGE)
    message = locked(Message, message.pk)
    if message.state not in OVER:
        raise NotNow(NOT_OVER)
    if not message.recipient.can_be_mailed:
        raise NotNow(NO_ADDRESS)
    waiting = Message.objects.filter(pk=message.pk)
    waiting.update(state=MessageState.WAITING, try_after=at, tries=0, lease=None, leased_until=None)
    Attempt.objects.create(message=message, at=at, outcome=RESENT, detail=by.label[:300])
    return message
