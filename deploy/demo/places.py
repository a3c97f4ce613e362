"""Where the demo keeps things, and what it tells its processes about them."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
STATE = VAR / "demo"
RUN = STATE / "run"
LOG = VAR / "log"
MAIL = VAR / "mail"
BROKER_DATA = STATE / "valkey"
SECRET_KEY = STATE / "secret-key"
# What docs/operations.md lists; a test keeps it equal to what the settings read.
SETTINGS = frozenset(
    {
        "ALLOWED_HOSTS",
        "BEAT_FILE",
        "BIND",
        "CLOCK_SECONDS",
        "CSRF_TRUSTED_ORIGINS",
        "DATABASE_LOCK_SECONDS",
        "DATABASE_STATEMENT_SECONDS",
        "DATABASE_URL",
        "DEFAULT_FROM_EMAIL",
        "DIGEST_HOUR",
        "EMAIL_URL",
        "EXTENSION_CLERK_DAYS",
        "LOG_LEVEL",
        "MEDIA_ROOT",
        "MESSAGE_ID_DOMAIN",
        "PROXY_COUNT",
        "PUBLIC_ADDRESS",
        "REDIS_URL",
        "REHEARSAL",
        "SECOND_FACTOR_REQUIRED",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "STATIC_ROOT",
        "URGENT_FROM_HOUR",
        "URGENT_UNTIL_HOUR",
        "WEB_CONCURRENCY",
    }
)


class RefusedError(Exception):
    """The demo cannot go on; the message is the sentence to show."""


def make_folders() -> None:
    """Make every folder of the demo that is not there yet."""
    try:
        for folder in (RUN, LOG, MAIL, BROKER_DATA, STATE / "media"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedError(f"The demo keeps its data in {VAR} and cannot write there: {error.strerror}.") from error


def socket_folder() -> Path:
    """A short folder of this checkout alone: the path of a unix socket may have 107 bytes at most, ours may not."""
    checkout = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]
    folder = Path(tempfile.gettempdir()) / f"carbonpeak-{os.getuid()}-{checkout}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise RefusedError(f"{folder} belongs to somebody else; remove it, or name another place in TMPDIR.")
    return folder


def environment(redis_url: str, address: str) -> dict[str, str]:
    """The environment of every process of the demo: what its services are is said here, whatever the shell says.

    Somebody who works on the code has our settings in the shell, or those of gunicorn and celery; with another's
    ALLOWED_HOSTS the demo would answer nobody.
    """
    inherited = {name: value for name, value in os.environ.items() if not is_setting(name)}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "carbonpeak.settings.demo",
        "DATABASE_URL": f"sqlite:///{quote(str(STATE / 'carbonpeak.sqlite3'))}",
        "REDIS_URL": redis_url,
        "PUBLIC_ADDRESS": address,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SECRET_KEY": _secret_key(),
        "MEDIA_ROOT": str(STATE / "media"),
        "BEAT_FILE": str(STATE / "beat.schedule"),
    }


def is_setting(name: str) -> bool:
    """Whether an environment variable is one that the processes of this product take as a setting."""
    return name in SETTINGS or name.startswith(("CELERY_", "DJANGO_", "GUNICORN_"))


def _secret_key() -> str:
    """This demo's own key, made once, so that a session survives a restart."""
    if not SECRET_KEY.exists():
        SECRET_KEY.touch(mode=0o600)
        SECRET_KEY.write_text(secrets.token_urlsafe(48))
    return SECRET_KEY.read_text()
