"""A form counts once: double clicks, Back and resubmit, and retries of a slow network end in one act."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.actor import Actor
from tasks_app.domain.refusals import NotNow
from tasks_app.models import SubmittedForm

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
    with transaction.atomic():
        row, is_new = SubmittedForm.objects.get_or_create(
            key=form_key, defaults={"user": by.user, "body_hash": digest, "at": at}
        )
        if not is_new and (row.user_id != by.user.pk or row.body_hash != digest):
            raise NotNow(REUSED)
        submission = Submission(not is_new, row.outcome)
        yield submission
        if is_new:
            row.outcome = submission.outcome
            row.save(update_fields=["outcome"])


def forget_old(*, at: datetime) -> int:
    """Drops forms older than they need be kept; returns how many."""
    dropped, _ = SubmittedForm.objects.filter(at__lt=at - KEPT_FOR).delete()
    return dropped


def _parsed(key: str) -> UUID:
    try:
        return UUID(key)
    except (ValueError, AttributeError, TypeError):
        raise NotNow(SPOILT) from None


def _digest(body: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
