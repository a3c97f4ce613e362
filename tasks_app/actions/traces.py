"""Leaving a trace: refusals, downloads, an auditor's looks. Each in a transaction of its own."""

from datetime import datetime

from accounts.actor import Actor
from tasks_app.models import Denial, Download, Look


def note_denial(actor: Actor | None, *, method: str, path: str, sentence: str, at: datetime) -> None:
    """Keeps a refusal; it stays although the act it refused was rolled back."""
    Denial.objects.create(sentence=sentence[:500], **_who(actor), method=method, path=_path(path), at=at)


def note_download(actor: Actor, *, path: str, what: str, at: datetime) -> None:
    """Keeps who took which file or list out of the system."""
    Download.objects.create(what=what[:300], **_who(actor), method="GET", path=_path(path), at=at)


def note_look(actor: Actor, *, path: str, at: datetime) -> None:
    """Keeps what an auditor looked at."""
    Look.objects.create(**_who(actor), method="GET", path=_path(path), at=at)


def _path(path: str) -> str:
    """An address as it can be stored: PostgreSQL keeps no NUL, and whoever sends one is to be kept all the same."""
    return path.replace("\0", "%00")[:500]


def _who(actor: Actor | None) -> dict[str, object]:
    if actor is None:
        return {"user": None, "post_label": ""}
    return {"user": actor.user, "post_label": actor.post.label[:200] if actor.post else ""}
