"""One try to hand a mail to the mail server (SMTP), and what it came to. Knows nothing of leases and states."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from tasks_app.models import Message

PERMANENT = range(500, 600)
# The server is going away: smtplib closes the connection by itself when it hears this (RFC 5321, 3.8).
GOING_AWAY = 421
UNREACHABLE, SENDER_REFUSED = "unreachable", "sender_refused"


@dataclass(frozen=True)
class Outcome:
    """What one try came to. After a ``lost`` connection the next message gets a new one.

    ``is_house_fault``: the server takes nothing from this house; no recipient pays for that.
    """

    word: str
    detail: str = ""
    is_sent: bool = False
    is_permanent: bool = False
    is_lost: bool = False
    is_house_fault: bool = False


class Wire:
    """The connection of one batch: opened when the first mail wants it, and anew after one on which it broke."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._close()

    def send(self, message: Message) -> Outcome:
        """Hands a message over."""
        try:
            connection = self._connection or self._opened()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(UNREACHABLE, _said(error), is_house_fault=True)
        outcome = _tried(connection, message)
        if outcome.is_lost:
            self._close()
        return outcome

    def _opened(self) -> BaseEmailBackend:
        connection = get_connection()
        connection.open()
        self._connection = connection
        return connection

    def _close(self) -> None:
        """Says goodbye; whether the other side still hears it changes nothing about what was sent."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.close()
        self._connection = None


def _tried(connection: BaseEmailBackend, message: Message) -> Outcome:
    """One try. The sender's address is ours: a server that refuses it refuses this house."""
    try:
        _mail(connection, message).send()
    except smtplib.SMTPSenderRefused as error:
        return Outcome(SENDER_REFUSED, _said(error), is_house_fault=True)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return Outcome("refused", f"{code} {said!r}", is_permanent=code in PERMANENT, is_lost=code == GOING_AWAY)
    except smtplib.SMTPResponseException as error:
        code = error.smtp_code
        return Outcome("refused", _said(error), is_permanent=code in PERMANENT, is_lost=code == GOING_AWAY)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("lost", _said(error), is_lost=True)
    except ValueError as error:  # an address or a header that no server would be asked to take
        return Outcome("refused", _said(error), is_permanent=True)
    return Outcome("sent", is_sent=True)


def _mail(connection: BaseEmailBackend, message: Message) -> EmailMessage:
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.address or message.recipient.email],
        headers={"Message-ID": message.message_id, "Date": message.at.strftime("%a, %d %b %Y %H:%M:%S %z")},
        connection=connection,
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
