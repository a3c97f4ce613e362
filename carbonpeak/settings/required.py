"""Refuse to start on a setting that is missing, naming every such setting and how to give it."""

import os

from django.core.exceptions import ImproperlyConfigured

# Name: how to give it.
REQUIRED = {
    "SECRET_KEY": "a long random text, kept the same on every machine: openssl rand -base64 48",
    "DATABASE_URL": "postgresql://user:password@host:5432/carbonpeak",
    "REDIS_URL": "redis://host:6379/0 or unix:///run/valkey/valkey.sock?db=0",
    "ALLOWED_HOSTS": "the host names of the site, separated by commas",
    "EMAIL_URL": "smtp+tls://user:password@host:587 (consolemail:// sends nothing)",
    "DEFAULT_FROM_EMAIL": "the sender that recipients see, carbonpeak@example.gov.cn",
    "PUBLIC_ADDRESS": "where people find the site, for links in mail: https://dcs.example.gov.cn",
    "MEDIA_ROOT": "the folder of uploaded files, outside the code and in the backup",
    "STATIC_ROOT": "the folder that collectstatic fills",
}


def refuse_if_missing(required: dict[str, str]) -> None:
    """Raise ImproperlyConfigured when a variable of `required` (name: how to set it) is missing."""
    missing = {name: how for name, how in required.items() if not os.environ.get(name, "").strip()}
    if missing:
        lines = "\n".join(f"  {name}: {how}" for name, how in missing.items())
        raise ImproperlyConfigured(
            f"Production does not start without these environment variables:\n{lines}\n"
            "Set them in the environment of the service, see docs/operations.md."
        )
