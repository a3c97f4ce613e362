"""Two sweeps at once, a sweep beside a closing, two digests, two deliveries: decided once, told once, nobody waits."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from accounts.models import User
from tasks_app.actions import posts, proposals, reports, retractions, sweeps
from tasks_app.dashboards.clock_ledger import Ledger
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Message, Notification, Obligation, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import delivery, outbox
from tests import factories
from tests.clock.scene import a_line_at_work, a_proposal, at, clocked_house, codes, ledger, sweep_on
from tests.factories import House

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 20
A_MOMENT = 0.5
TWO_OR_MORE = 4


@pytest.fixture
def house(transactional_db: None) -> House:
    """A house of its own for each test: what threads commit cannot be taken back."""
    return clocked_house()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed returns, all begun at the same moment, each on a connection of its own."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            gate.wait(PATIENCE_SECONDS)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [running.result(PATIENCE_SECONDS) for running in [pool.submit(run, deed) for deed in deeds]]


@pytest.mark.portable
def test_sweeps_at_once_decide_once(house: House) -> None:
    outcomes = at_once(*[lambda: sweeps.sweep(at=at("11-09"))] * TWO_OR_MORE)
    fired = Counter(row for outcome in outcomes for row in outcome.fired)  # type: ignore[attr-defined]
    again = sweep_on("11-09")
    assert set(fired.values()) == {1}
    assert again.planned == 0
    assert len(fired) == Obligation.objects.filter(state="fired").count()
    told = Counter(Notification.objects.values_list("recipient_id", "obligation_id"))
    assert set(told.values()) == {1}


@pytest.mark.portable
def test_even_with_the_same_lines_in_hand_the_key_has_the_last_word(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sweeps that read before either wrote, as two databases' clocks could make them: one row each."""
    line = a_line_at_work(house)
    sweep_on("11-20")
    first = Obligation.objects.count()
    sweeps.sweep(at=at("11-23"))
    UnitLine.objects.filter(pk=line.pk).update(next_step_on=date(2026, 11, 23))
    monkeypatch.setattr("tasks_app.dashboards.clock_facts.Ledger.of_lines", lambda lines: Ledger([]))
    blind = sweeps.sweep(at=at("11-23"))
    assert (blind.fired, Obligation.objects.count()) == ([], first + 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_sweep_passes_over_a_line_that_somebody_is_closing(house: House) -> None:
    """Closed one second before escalation: the sweep does not wait, and the next one finds the line handed in."""
    line = a_line_at_work(house)
    sweep_on("11-27")
    draft = factories.closing_draft(line, house.commerce, at=at("11-30"))
    reports.send(draft, by=house.commerce.liaison, at=at("11-30"))
    is_held, may_commit = Event(), Event()

    def close_slowly() -> None:
        with transaction.atomic():
            reports.approve(draft, by=house.commerce.reviewer, at=at("11-30 23:59"))
            is_held.set()
            may_commit.wait(PATIENCE_SECONDS)

    def sweep_beside() -> list[str]:
        is_held.wait(PATIENCE_SECONDS)
        outcome = sweep_on("12-01 00:00")
        may_commit.set()
        return codes(outcome.fired)

    _, beside = at_once(close_slowly, sweep_beside)
    assert beside == []
    sweep_on("12-01 00:01")
    assert "U1" not in ledger(line)


@pytest.mark.portable
@pytest.mark.parametrize("turn", range(5))
def test_a_sweep_against_an_acceptance_leaves_no_contradiction(house: House, turn: int) -> None:
    line = a_line_at_work(house)
    draft = factories.closing_draft(line, house.commerce, at=at("11-27"))
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=at("11-27"))
    at_once(
        lambda: reports.accept(draft, by=house.office.clerk, at=at("12-02")),
        lambda: sweep_on("12-02"),
    )
    sweep_on("12-02 10:00")
    line.refresh_from_db()
    assert (line.state, line.next_step_on) == ("completed", None)
    assert set(ledger(line)) <= {"O3"} | set(ledger(line, "superseded")) | {"PU1"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("turn", range(3))
def test_a_decision_beside_a_sweep_never_locks_up(house: House, turn: int) -> None:
    proposal = a_proposal(house)
    urge = Obligation.objects.get(of_line=proposal.of_line, rule="U1")
    at_once(
        lambda: proposals.refuse(proposal, reason="本周办结。", by=house.office.clerk, at=at("12-10")),
        lambda: retractions.retract(urge, reason="登记有误。", by=house.office.director, at=at("12-10")),
        lambda: sweep_on("12-10"),
        lambda: sweep_on("12-10"),
    )
    proposal.refresh_from_db()
    assert proposal.state == "refused"


@pytest.mark.portable
def test_digests_gathered_at_once_are_one_a_person(house: House) -> None:
    sweep_on("11-23 08:00")
    at_once(*[lambda: outbox.gather(at=at("11-23"), calendar=working_calendar())] * TWO_OR_MORE)
    slots = Counter(Message.objects.values_list("recipient_id", "slot"))
    assert set(slots.values()) == {1}
    for message in Message.objects.filter(slot="2026-11-23"):
        assert message.subject == f"您有 {message.notifications.count()} 件待办"
    assert not Notification.objects.unsent().exists()


@pytest.mark.portable
@pytest.mark.parametrize("turn", range(3))
def test_what_is_urgent_gathered_at_once_is_one_message_a_person(house: House, turn: int) -> None:
    sweep_on("11-27", "12-01 07:00")
    at_once(*[lambda: outbox.gather(at=at("12-01 08:00"), calendar=working_calendar())] * TWO_OR_MORE)
    urgent = Message.objects.filter(slot__startswith="urgent:")
    assert set(Counter(urgent.values_list("recipient_id", flat=True)).values()) == {1}
    for message in urgent:
        assert message.subject == f"您有 {message.notifications.count()} 件待办"
    assert not Notification.objects.unsent().filter(urgent=True).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_notice_that_comes_while_a_digest_is_made_is_counted_or_waits(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Committed after the count, it would join a mail that says one less."""
    sweep_on("11-23 08:00")
    late = Notification.objects.filter(recipient=house.commerce.liaison.user)[0]
    Notification.objects.filter(pk=late.pk).update(retracted_at=at("11-23"))
    message_of = outbox._message

    def message_while_one_comes(person: User, slot: str, bundle: object, when: object) -> Message:
        at_once(lambda: Notification.objects.filter(pk=late.pk).update(retracted_at=None))
        return message_of(person, slot, bundle, when)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "_message", message_while_one_comes)
    outbox.gather(at=at("11-23"), calendar=working_calendar())
    digest = Message.objects.get(recipient=house.commerce.liaison.user)
    assert digest.subject == f"您有 {digest.notifications.count()} 件待办"
    late.refresh_from_db()
    assert late.message is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_notice_of_somebody_who_left_waits_while_its_row_is_decided_about(house: House) -> None:
    """Turned to others beside a retraction, it would outlive that."""
    a_line_at_work(house)
    sweep_on("11-20")
    posts.leave(house.commerce.liaison.own_post, by=factories.clock(), at=at("11-20"), last_day=date(2026, 11, 22))
    gathering = [lambda: outbox.gather(at=at("11-23"), calendar=working_calendar())]
    his = Notification.objects.filter(recipient=house.commerce.liaison.user)
    with transaction.atomic():
        list(Obligation.objects.select_for_update(no_key=True))
        at_once(*gathering)
        assert his.unsent().count() == his.count() > 0
    at_once(*gathering)
    assert not his.unsent().exists()
    assert not Message.objects.filter(recipient=house.commerce.liaison.user).exists()


@pytest.mark.portable
def test_deliveries_at_once_send_each_message_once(house: House, mailoutbox: list) -> None:
    sweep_on("11-09", "11-23", "12-01")
    outbox.gather(at=at("12-01"), calendar=working_calendar())
    at_once(*[lambda: delivery.deliver_batch(at=at("12-01"))] * TWO_OR_MORE)
    sent = Counter(mail.extra_headers["Message-ID"] for mail in mailoutbox)
    assert sent == Counter(Message.objects.values_list("message_id", flat=True))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_who_waited_for_a_claim_takes_nothing_of_it(house: House) -> None:
    """Both chose the same messages; the second looks again when the first has committed, and passes over them."""
    sweep_on("11-09", "12-01")
    outbox.gather(at=at("12-01"), calendar=working_calendar())
    is_claimed = Event()

    def claim_slowly() -> int:
        with transaction.atomic():
            taken = delivery._claimed(at("12-01"))
            is_claimed.set()
            time.sleep(A_MOMENT)
        return len(taken)

    def claim_beside() -> int:
        is_claimed.wait(PATIENCE_SECONDS)
        return len(delivery._claimed(at("12-01")))

    assert at_once(claim_slowly, claim_beside) == [Message.objects.count(), 0]
