"""Secrets made from a stored seed and the secret key: a stolen copy of the database alone opens nothing.

A key that was replaced still counts while it stands in ``SECRET_KEY_FALLBACKS``.
"""

import hashlib
import re
import secrets
from base64 import b32encode
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "carbonpeak.accounts"
CODE_CHARACTERS = 20
RECOVERY_CHARACTERS = 10
SEED_BYTES = 16


def fresh_seed() -> str:
    """What is stored of a new secret."""
    return secrets.token_hex(SEED_BYTES)


def keys_of() -> tuple[str | bytes, ...]:
    """The secret key, and those it replaced."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def code_of(use: str, seed: str, key: str | bytes | None = None) -> str:
    """A code of a hundred bits, in letters that can be read from paper: ``ABCD234…``."""
    made = salted_hmac(f"{SALT}.{use}", seed, secret=key, algorithm="sha256").digest()
    return b32encode(made).decode()[:CODE_CHARACTERS]


def digest_of(code: str) -> str:
    """By what a code of a hundred bits is found again: too long to be guessed, so it needs no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


def shared_secrets(seed: str) -> list[bytes]:
    """The twenty bytes that a phone shares with us (RFC 4226), of the present key first."""
    return [salted_hmac(f"{SALT}.totp", seed, secret=key, algorithm="sha1").digest() for key in keys_of()]


def fresh_recovery_code() -> str:
    """A code of fifty bits for whoever lost the phone."""
    return b32encode(secrets.token_bytes(SEED_BYTES)).decode()[:RECOVERY_CHARACTERS]


def recovery_digests(seed: str, code: str) -> list[str]:
    """By what a recovery code may be stored, of the present key first."""
    return [
        salted_hmac(f"{SALT}.recovery", f"{seed}:{code}", secret=key, algorithm="sha256").hexdigest()
        for key in keys_of()
    ]


def typed(code: str) -> str:
    """A code as somebody typed it from paper: small letters, spaces and dashes do not count."""
    return re.sub(r"[^A-Z0-9]", "", code.upper()[: 4 * CODE_CHARACTERS])


def in_groups(code: str, size: int = 4) -> str:
    """A code as it is read aloud: ``ABCD-EFGH``."""
    return "-".join(_slices(code, size))


def _slices(text: str, size: int) -> Iterable[str]:
    return (text[start : start + size] for start in range(0, len(text), size))
