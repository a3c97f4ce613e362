"""A hundred kills and one of every other fault, against real processes: nothing is lost and nothing doubled."""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.healing import Wave
from tests.faults.mailbox import Mailbox
from tests.faults.plan import KILLS, OTHERS, plan
from tests.faults.site import ROOT, Site
from tests.faults.verdict import Verdict, judge, of_mails
from tests.faults.waves import LATE, line_of

PATIENCE_SECONDS = 60
INJECTIONS = 100 + len(OTHERS)
WHOLE = 900 + 5 * len(OTHERS)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc and kills by parent")


def test_the_same_seed_plans_the_same_faults() -> None:
    assert plan(3, 1000) == plan(3, 1000) != plan(4, 1000)


def test_a_whole_run_is_nine_hundred_kills_and_five_of_every_other_kind() -> None:
    kinds = Counter(injection.kind for injection in plan(1, WHOLE))
    assert {kinds[kind] for kind in OTHERS} == {5}
    assert sum(kinds[kind] for kind in KILLS) == 900


def test_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="one of each kind"):
        plan(1, len(OTHERS))


def test_healing_counts_from_the_fault_that_hit_last() -> None:
    wave = Wave(injection=1, over=100.0, hit=100.0)
    for mail, tries, now in ((1, 1, 140.0), (2, 1, 150.0), (1, 1, 160.0)):
        wave.see(mail, tries, now)
    assert wave.hit == 100.0
    wave.see(1, 2, 170.0)
    assert wave.hit == 140.0


@pytest.mark.faults
def test_a_hundred_kills_and_one_of_every_other_fault_lose_and_double_nothing(tmp_path: Path) -> None:
    """The bars are those of docs/faults.md; the last lines name what missed them."""
    command = [sys.executable, "-m", "tests.faults", "--injections", str(INJECTIONS), "--logs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.fixture
def site() -> Iterator[Site]:
    """A house at rest, through which two waves have passed."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir="/tmp", ignore_cleanup_errors=True) as home:
        quiet = Site(Path(home))
        try:
            quiet.open()
            quiet.release()
            yield quiet
        finally:
            quiet.close()


def test_the_oracle_agrees_with_a_house_at_rest_and_sees_what_is_taken_from_it(site: Site) -> None:
    """An oracle that cannot say no proves nothing."""

    def faults() -> dict[str, int]:
        return judge(site.database, site.mailbox, site.clock.today()).faults

    site.people.ask(line=line_of(site.release(), LATE), act="extend")
    site.people.wait()
    assert site.people.answers[-1]["said"] == ""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while faults() and time.monotonic() < deadline:
        time.sleep(0.5)
    assert faults() == {}
    site.crew.kill_all()

    def planted(sql: str) -> dict[str, int]:
        with site.database.connect(autocommit=False) as connection:
            connection.execute(sql)
            connection.commit()
        return faults()

    site.database.ask("ALTER TABLE tasks_app_obligation DROP CONSTRAINT obligation_once")
    assert planted(DOUBLED) == {"doubled": 1}
    assert planted(TAKEN) == {}
    assert planted(TAKEN) == {"lost": 1}
    assert planted(UNSENT) == {"lost": 1, "unsent": 1}
    assert planted(UNHEARD) == {"lost": 1, "unheard": 1, "miscounted": 1}


LAST_SKIPPED = "SELECT max(id) FROM tasks_app_obligation WHERE state = 'superseded' AND rule = 'R15'"
COLUMNS = (
    "subject, rule, round, of_line_id, line_id, policy_id, level, deed, anchor, anchor_on, due_on, state, decided_in,"
    " at, reason, deferrals"
)
DOUBLED = (
    f"INSERT INTO tasks_app_obligation ({COLUMNS}) SELECT {COLUMNS} FROM tasks_app_obligation"  # noqa: S608
    f" WHERE id IN ({LAST_SKIPPED})"
)
TAKEN = f"DELETE FROM tasks_app_obligation WHERE id IN ({LAST_SKIPPED})"  # noqa: S608
LAST_SENT = "SELECT max(message_id) FROM tasks_app_notification WHERE urgent"
UNSENT = f"UPDATE tasks_app_message SET state = 'waiting', sent_at = NULL WHERE id IN ({LAST_SENT})"  # noqa: S608
UNHEARD = f"DELETE FROM tasks_app_notification WHERE message_id IN ({LAST_SENT})"  # noqa: S608


def test_the_oracle_sees_mails_that_came_twice_changed_or_from_nowhere(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path / "mails")
    for number, words in ((1, "same"), (1, "same"), (2, "once"), (2, "changed"), (3, "known to nobody")):
        mailbox.note("taken", f"Message-ID: <{number}@x>\r\n\r\n{words}".encode(), "a@people.test")
    mailbox.note("rejected", b"Message-ID: <4@x>\r\n\r\nno", "b@people.test")
    states = {"<1@x>": "sent", "<2@x>": "sent", "<4@x>": "failed", "<5@x>": "failed", "<6@x>": "sent"}
    counts = {"mails": 3, "rejected": 1, "extra_mails": 2, "strangers": 2, "changed": 1, "given_up": 1}
    assert of_mails(mailbox, states) == counts
    assert Verdict(**counts).faults == {"strangers": 2, "changed": 1, "given_up": 1}
