"""Who is asked for a code besides the password (动态口令), and whether a code is the one of this moment."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare
from django_otp.oath import hotp

from accounts.models import Role, User

# Whoever signs papers, and the three administrators; a test keeps it equal to the table of rights.
ROLES_ASKED = frozenset(
    {Role.OFFICE_DIRECTOR, Role.GROUP_LEADER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
)
PROVED_KEY = "second_factor"
STEP_SECONDS = 30
DIGITS = 6
# A phone's clock may be half a minute off, or somebody types slowly.
DRIFTS = (0, -1, 1)


def is_asked(role: str) -> bool:
    """Whether this role acts only after a code."""
    return settings.SECOND_FACTOR_REQUIRED and role in ROLES_ASKED


def is_proved(session: SessionBase, user: User) -> bool:
    """Whether this person gave a code in this session."""
    return bool(session.get(PROVED_KEY) == user.pk)


def matching_step(code: str, secrets: Iterable[bytes], *, at: datetime, after: int) -> int | None:
    """The time step whose code this is, within one of now and later than ``after``; None where it is none."""
    now = int(at.timestamp()) // STEP_SECONDS
    steps = [now + drift for drift in DRIFTS if now + drift > after]
    for secret in secrets:
        for step in steps:
            if constant_time_compare(f"{hotp(secret, step, DIGITS):0{DIGITS}d}", code):
                return step
    return None
