"""A hundred kills and one of every other fault, against real processes: nothing is lost and nothing doubled."""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.bars import missed_bars
from tests.faults.clock import SHANGHAI
from tests.faults.healing import Mail, Wave
from tests.faults.log import Log
from tests.faults.mailbox import Mailbox
from tests.faults.plan import KILLS, OTHERS, SHORT, WHOLE, plan
from tests.faults.run import BREAK_SECONDS_OF_A_SHORT_RUN
from tests.faults.site import ROOT, Site
from tests.faults.verdict import Verdict, judge, of_mails
from tests.faults.waves import LATE, line_of

PATIENCE_SECONDS = 60
NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc and kills by parent")


def test_the_same_seed_plans_the_same_faults() -> None:
    assert plan(3, 1000) == plan(3, 1000) != plan(4, 1000)


@pytest.mark.parametrize(("asked", "kills", "of_each_other"), [(WHOLE, 900, 5), (SHORT, 100, 1), (1200, 1080, 6)])
def test_nine_in_ten_are_kills_and_the_others_come_in_whole_rounds(asked: int, kills: int, of_each_other: int) -> None:
    kinds = Counter(injection.kind for injection in plan(1, asked))
    assert {kinds[kind] for kind in OTHERS} == {of_each_other}
    assert sum(kinds[kind] for kind in KILLS) == kills


@pytest.mark.parametrize("asked", [0, 1, 399, 999])
def test_there_are_at_least_as_many_as_were_asked_for(asked: int) -> None:
    assert len(plan(1, asked)) >= max(asked, len(OTHERS))


A_WHOLE_RUN = {
    "planned": 1005, "faults": {}, "missed": 0, "unhealed": 0, "longest_healing": 120.0, "extra_mails": 180,
    "killed": 900, "obligations": 20_000, "running": 3600.0, "by_kind": dict.fromkeys(OTHERS, 5),
}  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "value", "missed"),
    [
        ("faults", {"lost": 1}, "nothing lost, doubled or unaccounted for"),
        ("missed", 1, "every fault of the plan was injected"),
        ("unhealed", 1, "every wave came through"),
        ("longest_healing", 120.1, "healed within 120 s"),
        ("extra_mails", 181, "at most 0.2 extra mails a kill"),
    ],
)
def test_every_run_has_these_bars(figure: str, value: object, missed: str) -> None:
    for planned in (121, 1005):
        assert missed_bars(A_WHOLE_RUN | {"planned": planned}) == []
        assert missed_bars(A_WHOLE_RUN | {"planned": planned, figure: value}) == [missed]


@pytest.mark.parametrize(
    ("figure", "value", "missed"),
    [
        ("obligations", 19_999, "at least 20000 obligations"),
        ("killed", 899, "at least 900 kills"),
        ("by_kind", {**dict.fromkeys(OTHERS, 5), OTHERS[-1]: 4}, "at least 5 of every other kind"),
        ("running", 3600.1, "within 60 minutes of running"),
    ],
)
def test_a_whole_run_has_these_too(figure: str, value: object, missed: str) -> None:
    changed = A_WHOLE_RUN | {"extra_mails": 0, figure: value}
    assert missed_bars(changed) == [missed]
    assert missed_bars(changed | {"planned": 121}) == []


def test_a_pause_between_two_parts_of_a_run_is_no_running_time(tmp_path: Path) -> None:
    file = tmp_path / "1.jsonl"
    file.write_text('{"what": "run", "running": 0.1}\n{"what": "wave", "running": 100.0}\n{"what": "wa')
    taken_up = Log(file)
    assert 100.0 <= taken_up.running < 105.0
    taken_up.begin()
    assert taken_up.running < 5.0
    assert not file.exists()


def test_healing_counts_from_the_fault_that_hit_last() -> None:
    wave = Wave(injection=1, over=100.0, hit=100.0)
    for mail, now in ((1, 140.0), (2, 150.0), (1, 160.0)):
        wave.see(mail, Mail(1, NOON, is_sending=True), now, is_server_away=False)
    wave.see(
        2, Mail(1, NOON + MINUTE, is_sending=False), 165.0, is_server_away=True
    )  # a try that failed and is counted
    assert wave.hit == 100.0
    wave.see(1, Mail(2, NOON, is_sending=True), 170.0, is_server_away=False)
    assert wave.hit == 140.0


@pytest.mark.parametrize(
    ("is_seen_in_hand", "is_server_away", "hit"),
    [(True, True, 160.0), (False, True, 160.0), (True, False, 110.0), (False, False, 100.0)],
)
def test_healing_counts_anew_where_no_server_was_there_for_a_mail(
    is_seen_in_hand: bool, is_server_away: bool, hit: float
) -> None:
    """No try is counted then, and the mail waits a minute. A house that puts off mails without that fault is slow."""
    wave = Wave(injection=1, over=100.0, hit=100.0)
    wave.see(1, Mail(1, NOON, is_sending=False), 110.0, is_server_away=is_server_away)
    if is_seen_in_hand:
        wave.see(1, Mail(2, NOON, is_sending=True), 159.5, is_server_away=is_server_away)
    wave.see(1, Mail(1, NOON + MINUTE, is_sending=False), 160.0, is_server_away=is_server_away)
    assert wave.hit == hit


def test_the_mail_server_knows_when_it_was_away(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path / "mails")
    mailbox.open()
    was = [mailbox.was_away(60)]
    mailbox.close()
    was.append(mailbox.was_away(0))
    mailbox.open()
    was += [mailbox.was_away(60), mailbox.was_away(-1)]
    mailbox.close()
    assert was == [False, True, True, False]


@pytest.mark.faults
def test_a_hundred_kills_and_one_of_every_other_fault_lose_and_double_nothing(tmp_path: Path) -> None:
    """The bars are those of docs/faults.md; the last lines name what missed them."""
    command = [sys.executable, "-m", "tests.faults", "--injections", str(SHORT), "--logs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.fixture
def site() -> Iterator[Site]:
    """A house at rest, through which two waves have passed."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir="/tmp", ignore_cleanup_errors=True) as home:
        quiet = Site(Path(home), BREAK_SECONDS_OF_A_SHORT_RUN)
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
    for before, rule in enumerate(("R15", "A1", "C5", "T15")):  # of a line, of a letter, of a promise, of a target
        lost = {"lost": before} if before else {}
        assert planted(DOUBLED.format(rule=rule)) == {**lost, "doubled": 1}
        assert planted(TAKEN.format(rule=rule)) == lost
        assert planted(TAKEN.format(rule=rule)) == {"lost": before + 1}
    assert planted(UNSENT) == {"lost": 4, "unsent": 1}
    assert planted(UNHEARD) == {"lost": 4, "unheard": 1, "miscounted": 1}
    assert planted(SIGNED_FOR) == {"lost": 4, "unheard": 1, "miscounted": 1, "unwarranted": 1}


LAST_SKIPPED = "SELECT max(id) FROM tasks_app_obligation WHERE state = 'superseded' AND rule = '{rule}'"
COLUMNS = (
    "subject, rule, round, of_line_id, line_id, service_id, commitment_id, target_id, policy_id, level, deed, anchor,"
    " anchor_on, due_on, state, decided_in, at, reason, deferrals"
)
DOUBLED = (
    f"INSERT INTO tasks_app_obligation ({COLUMNS}) SELECT {COLUMNS} FROM tasks_app_obligation"  # noqa: S608
    f" WHERE id IN ({LAST_SKIPPED})"
)
TAKEN = f"DELETE FROM tasks_app_obligation WHERE id IN ({LAST_SKIPPED})"  # noqa: S608
# The last urgent message that tells of one thing.
LAST_SENT = (
    "SELECT max(message_id) FROM (SELECT message_id FROM tasks_app_notification WHERE urgent"
    " GROUP BY message_id HAVING count(*) = 1) AS messages"
)
UNSENT = f"UPDATE tasks_app_message SET state = 'waiting', sent_at = NULL WHERE id IN ({LAST_SENT})"  # noqa: S608
LAST_SERVED = "SELECT max(id) FROM tasks_app_paperservice WHERE state = 'served'"
SIGNED_FOR = f"UPDATE tasks_app_paperservice SET state = 'closed' WHERE id IN ({LAST_SERVED})"  # noqa: S608
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
