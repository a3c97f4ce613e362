"""A form counts once: double clicks, Back and resubmit, and retries of a slow network end in one act."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.actor import Actor
from tasks_app.domain.refusals import NotNow
from tasks_app.models import SubmittedForm
from tasks_app.models.appending import append

KEPT_FOR = timedelta(hours=48)
REUSED = "这份表单已经提交过，而内容又有改动；请重新打开页面，核对后再提交。"
SPOILT = "表单已失效，请刷新页面后重新提交。"


@dataclass
class Submission:
    """One sent form. ``is_repeat``: it was sent before, and ``outcome`` says where that led."""

    is_repeat: bool
    outcome: str


@contextmanager
def once(key: str, body: Mapping[str, object], *, by: Actor, at: datetime) -> Iterator[Submission]:
    """Opens the transaction of a form's act. The body of the ``with`` must not act when ``is_repeat``.

    Two at once: the second waits for the first to commit, then finds its row. Raises NotNow when the key is no
    key, belongs to somebody else, or was used with another body.
    """
    assert by.user is not None, "only people send forms"
    form_key, digest = _parsed(key), _digest(body)
    if form_key is None:
        raise NotNow(SPOILT)
    with transaction.atomic():
        # One statement says whether the key was free, and waits for whoever is using it.
        first = {"key": form_key, "user_id": by.user.pk, "body_hash": digest, "at": at}
        new = append(SubmittedForm, [first], key=("user_id", "body_hash"))
        if not new:
            known = SubmittedForm.objects.get(key=form_key)
            if known.user_id != by.user.pk or known.body_hash != digest:
                raise NotNow(REUSED)
            yield Submission(is_repeat=True, outcome=known.outcome)
            return
        submission = Submission(is_repeat=False, outcome="")
        yield submission
        SubmittedForm.objects.filter(pk=new[0]["id"]).update(outcome=submission.outcome)


def led_to(key: str, body: Callable[[], Mapping[str, object]], *, by: Actor) -> str:
    """Where this very form led when this person sent it before; empty where it was not done. ``body`` may cost."""
    form_key = _parsed(key)
    known = SubmittedForm.objects.filter(key=form_key, user=by.user).first() if form_key and by.user else None
    return known.outcome if known and known.outcome and known.body_hash == _digest(body()) else ""


def forget_old(*, at: datetime) -> int:
    """Drops forms older than they need be kept; returns how many."""
    dropped, _ = SubmittedForm.objects.filter(at__lt=at - KEPT_FOR).delete()
    return dropped


def _parsed(key: str) -> UUID | None:
    try:
        return UUID(key)
    except (ValueError, AttributeError, TypeError):
        return None


def _digest(body: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
