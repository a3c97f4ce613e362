"""The verdict: the oracle's counts, and one identity and one content for every mail that left."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tests.faults.database import Database
from tests.faults.mailbox import Mailbox
from tests.faults.oracle import COUNTS, DUE, HEARERS


@dataclass
class Verdict:
    """Everything that was counted. All but the first five must be zero."""

    obligations: int = 0
    notices: int = 0
    mails: int = 0
    rejected: int = 0
    extra_mails: int = 0
    lost: int = 0
    unwarranted: int = 0
    too_late: int = 0
    doubled: int = 0
    unheard: int = 0
    overheard: int = 0
    unsent: int = 0
    miscounted: int = 0
    strangers: int = 0
    changed: int = 0
    given_up: int = 0

    @property
    def faults(self) -> dict[str, int]:
        """What must be zero and is not."""
        harmless = ("obligations", "notices", "mails", "rejected", "extra_mails")
        return {name: count for name, count in asdict(self).items() if count and name not in harmless}


def judge(database: Database, mailbox: Mailbox, today: date) -> Verdict:
    """Counts what became of everything that was due by this day."""
    values = {"today": today}
    with database.connect() as connection:
        connection.execute(_quoted(DUE, today))
        connection.execute(HEARERS)
        counts = {name: _number(connection, sql, values) for name, sql in COUNTS.items()}
        sent = dict(connection.execute("SELECT message_id, state FROM tasks_app_message").fetchall())
    return Verdict(**counts, **of_mails(mailbox, sent))


def _quoted(sql: str, today: date) -> str:
    """A view takes no values: the day is written into it."""
    return sql % {"today": f"'{today.isoformat()}'"}


def _number(connection: Any, sql: str, values: dict[str, Any]) -> int:
    return int(connection.execute(sql, values).fetchone()[0])


def of_mails(mailbox: Mailbox, sent: dict[str, str]) -> dict[str, int]:
    """Compares what the mail server saw with what the database says: one identity and one content for each."""
    taken: dict[str, list[str]] = {}
    rejected = set()
    for fate, message_id, _, digest in mailbox.notes():
        if fate == "taken":
            taken.setdefault(message_id, []).append(digest)
        else:
            rejected.add(message_id)
    copies = sum(map(len, taken.values()))
    arrived = {message_id for message_id, state in sent.items() if state == "sent"}
    failed = {message_id for message_id, state in sent.items() if state == "failed"}
    return {
        "mails": len(taken),
        "rejected": len(rejected),
        "extra_mails": copies - len(taken),
        "strangers": len(taken.keys() - sent.keys()) + len(arrived - taken.keys()),
        "changed": sum(len(set(digests)) > 1 for digests in taken.values()),
        "given_up": len(failed - rejected),
    }
