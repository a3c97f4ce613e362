"""Refuse to start on a setting that is missing, naming every such setting and how to give it."""

import os

from django.core.exceptions import ImproperlyConfigured


def refuse_if_missing(required: dict[str, str]) -> None:
    """Raise ImproperlyConfigured when a variable of `required` (name: how to set it) is missing."""
    missing = {name: how for name, how in required.items() if not os.environ.get(name, "").strip()}
    if missing:
        lines = "\n".join(f"  {name}: {how}" for name, how in missing.items())
        raise ImproperlyConfigured(
            f"Production does not start without these environment variables:\n{lines}\n"
            "Set them in the environment of the service, see docs/operations.md."
        )
