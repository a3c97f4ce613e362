"""Notices that no rule of the clock writes (情形): told once to each person for each case, in the inbox like others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tasks_app.models import Notification
from tasks_app.models.appending import append
from tasks_app.notifications.wording import LONGEST_TITLE

KEY = ("recipient_id", "topic")
LONGEST_BECAUSE = 300


@dataclass(frozen=True)
class Case:
    """What is told: ``key`` names the case for ever, ``address`` is where it is dealt with."""

    key: str
    title: str
    asked: str
    because: str
    address: str
    urgent: bool = False


def put_case(case: Case, people: Iterable[int], *, at: datetime) -> int:
    """Writes the notice of a case to these people; who was told of it before is not told again. One statement."""
    told = {
        "topic": case.key,
        "title": case.title[:LONGEST_TITLE],
        "asked": case.asked,
        "because": case.because[:LONGEST_BECAUSE],
        "address": case.address,
        "urgent": case.urgent,
        "at": at,
    }
    rows = [{"recipient_id": person, **told} for person in sorted(set(people))]
    return len(append(Notification, rows, KEY))
