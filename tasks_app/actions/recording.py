"""Every write of a business row goes through here, so that history knows the person and the reason.

simple-history listens to ``save()``; it sees nothing of bulk writes and knows no person inside a job. These
helpers close both gaps.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.actor import Actor

Row = TypeVar("Row", bound=Model)
BATCH = 300


def reason_of(by: Actor, why: str) -> str:
    """What a history row says: why, and in which capacity."""
    return f"{why}｜{by.label}"


def save(row: Row, *, by: Actor, at: datetime, why: str) -> Row:
    """Saves a new or changed row with its history row."""
    vars(row).update(_history_user=by.user, _change_reason=reason_of(by, why), _history_date=at)
    row.save()
    return row


def remove(row: Row, *, by: Actor, at: datetime, why: str) -> None:
    """Takes a row away; its history stays, and ends with who took it and why."""
    vars(row).update(_history_user=by.user, _change_reason=reason_of(by, why), _history_date=at)
    row.delete()


def create_many(rows: Sequence[Row], *, by: Actor, at: datetime, why: str) -> list[Row]:
    """Creates many rows of one model, each with its history row."""
    if not rows:
        return []
    created: list[Row] = bulk_create_with_history(
        rows,
        type(rows[0]),
        batch_size=BATCH,
        default_user=by.user,
        default_change_reason=reason_of(by, why),
        default_date=at,
    )
    return created


def update_many(rows: Sequence[Row], fields: Sequence[str], *, by: Actor, at: datetime, why: str) -> None:
    """Writes these fields of many rows of one model, each with its history row."""
    if not rows:
        return
    bulk_update_with_history(
        rows,
        type(rows[0]),
        list(fields),
        batch_size=BATCH,
        default_user=by.user,
        default_change_reason=reason_of(by, why),
        default_date=at,
    )
