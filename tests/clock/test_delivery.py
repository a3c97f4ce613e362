"""Sending to a real server that misbehaves: what is tried again, what is given up, and that nobody pays for others."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from tasks_app import jobs
from tasks_app.dashboards.clock_board import troubled_messages
from tasks_app.models import Attempt, Heartbeat, Message, MessageState, Outgoing
from tasks_app.notifications import delivery
from tests.clock.mail_server import Behaviour, MailServer, mail_server, refusing_port
from tests.clock.scene import at
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NOW = at("11-23")
MINUTE = timedelta(minutes=1)
PEOPLE = 10


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    with mail_server() as running:
        settings.EMAIL_PORT = running.port
        yield running


@pytest.fixture
def waiting(house: House) -> list[Message]:
    """Ten messages to ten people."""
    return [
        Message.objects.create(
            recipient=person,
            channel="email",
            slot="2026-11-23",
            subject="您有 1 件待办",
            body="您有 1 件待办，请登录办理：http://localhost/inbox/\n",
            message_id=f"<{number}@carbonpeak.example>",
            at=NOW,
            try_after=NOW,
        )
        for number, person in enumerate(User.objects.exclude(email="").order_by("pk")[:PEOPLE])
    ]


def address(message: Message) -> str:
    return str(message.recipient.email)


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Message.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def outcomes(message: Message) -> list[str]:
    return list(message.attempts.order_by("id").values_list("outcome", flat=True))


def deliver(after: timedelta = timedelta()) -> delivery.Delivered:
    return delivery.deliver_batch(at=NOW + after)


def test_ten_messages_leave_over_one_connection(server: MailServer, waiting: list[Message]) -> None:
    assert deliver() == delivery.Delivered(10, 10)
    assert (server.connections, len(server.received), states()) == (1, 10, {"sent": 10})
    assert [outcomes(message) for message in waiting] == [["sent"]] * 10
    assert deliver() == delivery.Delivered(0, 0)


def test_what_arrives_is_what_was_decided(server: MailServer, waiting: list[Message]) -> None:
    deliver()
    mail = next(one for one in server.received if one["To"] == address(waiting[0]))
    assert mail["Message-ID"] == waiting[0].message_id
    assert mail["Date"] == "Mon, 23 Nov 2026 01:00:00 +0000"
    assert mail.get_payload(decode=True).decode().strip() == waiting[0].body.strip()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answer", "state", "tried_again"),
    [("450 later", MessageState.WAITING, True), ("550 unknown", MessageState.FAILED, False)],
    ids=["4xx is tried again", "5xx is given up"],
)
def test_one_of_ten_is_refused(
    server: MailServer, waiting: list[Message], answer: str, state: str, tried_again: bool
) -> None:
    odd = waiting[3]
    server.behaviours[address(odd)] = Behaviour(answer=answer, fails=1)
    assert deliver() == delivery.Delivered(10, 9)
    assert states() == {"sent": 9, state: 1}
    assert server.connections == 1
    (attempt,) = odd.attempts.all()
    assert (attempt.outcome, answer[:3] in attempt.detail) == ("refused", True)
    assert deliver(MINUTE).sent == tried_again
    assert len(server.ids_for(address(odd))) == tried_again


def test_waiting_times_grow_and_end_where_somebody_has_to_look(server: MailServer, waiting: list[Message]) -> None:
    odd = waiting[0]
    Message.objects.exclude(pk=odd.pk).delete()
    server.behaviours[address(odd)] = Behaviour(answer="451 later")
    now = NOW
    for wait in delivery.BACKOFF:
        delivery.deliver_batch(at=now)
        odd.refresh_from_db()
        assert (odd.state, odd.try_after - now) == (MessageState.WAITING, wait)
        assert delivery.deliver_batch(at=odd.try_after - timedelta(seconds=1)).taken == 0
        now = odd.try_after
    delivery.deliver_batch(at=now)
    odd.refresh_from_db()
    assert (odd.state, outcomes(odd)) == (MessageState.FAILED, ["refused"] * (len(delivery.BACKOFF) + 1))


@pytest.mark.parametrize("how", [{"drops_after_data": True}, {"hangs_after_data": True}], ids=["drop", "hang"])
def test_a_line_lost_after_data_is_unknown_and_goes_again_under_the_same_identity(
    server: MailServer, waiting: list[Message], how: dict[str, bool]
) -> None:
    """At least once, one Message-ID; and the nine others leave in the same run, over a new connection."""
    odd = waiting[3]
    server.behaviours[address(odd)] = Behaviour(fails=1, **how)
    assert deliver() == delivery.Delivered(10, 9)
    assert states() == {"sent": 9, "waiting": 1}
    assert server.connections == 2
    assert outcomes(odd) == ["lost"]
    assert deliver(MINUTE) == delivery.Delivered(1, 1)
    assert server.ids_for(address(odd)) == [odd.message_id] * 2


def test_a_message_that_always_breaks_the_line_holds_nobody_up_and_is_given_up(
    server: MailServer, waiting: list[Message]
) -> None:
    odd = waiting[0]
    server.behaviours[address(odd)] = Behaviour(drops_after_data=True)
    now = NOW
    for _ in range(len(delivery.BACKOFF) + 1):
        delivery.deliver_batch(at=now)
        odd.refresh_from_db()
        now = odd.try_after
    assert states() == {"sent": 9, "failed": 1}
    assert [message.tries for message in Message.objects.exclude(pk=odd.pk)] == [1] * 9


def test_a_server_that_is_away_costs_no_message_a_try(waiting: list[Message], settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", refusing_port()
    for minute in range(20):
        answer = deliver(minute * MINUTE)
        assert (answer.sent, answer.is_cut_off) == (0, True)
    assert states() == {"waiting": 10}
    assert set(Message.objects.values_list("tries", flat=True)) == {0}
    assert outcomes(waiting[0]) == ["unreachable"] * 20  # seen once a minute, by the first who waits
    assert Attempt.objects.exclude(message=waiting[0]).count() == 0
    assert list(troubled_messages()) == [waiting[0]]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver(20 * MINUTE).sent == 10


def test_the_job_does_not_knock_again_and_again_at_a_closed_door(waiting: list[Message], settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", refusing_port()
    Message.objects.update(try_after=NOW - timedelta(days=365))
    jobs.deliver()
    assert Attempt.objects.count() == 1
    assert Heartbeat.objects.filter(name="deliver").exists()


@pytest.mark.parametrize("broken", ["两\n行@city.example", "no at sign"])
def test_an_address_that_cannot_be_written_stops_no_other(
    server: MailServer, waiting: list[Message], broken: str
) -> None:
    odd = waiting[0]
    User.objects.filter(pk=odd.recipient_id).update(email=broken)
    server.behaviours[broken] = Behaviour(answer="501 no such address")
    assert deliver().sent == 9
    odd.refresh_from_db()
    assert odd.state in (MessageState.FAILED, MessageState.WAITING)
    assert odd.lease is None
    assert odd.attempts.count() == 1


def test_killed_while_sending_the_lease_runs_out_and_it_goes_again(server: MailServer, waiting: list[Message]) -> None:
    taken = delivery._claimed(NOW)  # and then the worker died, after or before the server took it
    assert {message.state for message in taken} == {MessageState.SENDING}
    assert deliver(delivery.LEASE - timedelta(seconds=1)).taken == 0
    assert deliver(delivery.LEASE + timedelta(seconds=1)) == delivery.Delivered(10, 10)
    assert sorted(server.ids_for(address(waiting[0]))) == [waiting[0].message_id]
    assert set(Message.objects.values_list("tries", flat=True)) == {2}


def test_a_message_that_kills_its_sender_again_and_again_is_given_up(
    server: MailServer, waiting: list[Message]
) -> None:
    """Whoever takes it dies before the outcome is noted: the last try is noted for them, and somebody has to look."""
    deadly = waiting[0]
    Message.objects.exclude(pk=deadly.pk).delete()
    now = NOW
    for _ in range(len(delivery.BACKOFF) + 1):
        assert delivery._claimed(now) == [deadly]
        now += MINUTE
    assert delivery.deliver_batch(at=now) == delivery.Delivered(0, 0)
    deadly.refresh_from_db()
    assert (deadly.state, deadly.lease, outcomes(deadly)) == (MessageState.FAILED, None, ["abandoned"])
    assert deadly in troubled_messages()
    assert delivery.deliver_batch(at=now + MINUTE) == delivery.Delivered(0, 0)
    assert deadly.attempts.count() == 1


def test_a_server_that_says_goodbye_to_one_costs_the_next_no_try(server: MailServer, waiting: list[Message]) -> None:
    odd = waiting[3]
    server.behaviours[address(odd)] = Behaviour(answer="421 closing", fails=1)
    assert deliver() == delivery.Delivered(10, 9)
    assert [outcomes(message) for message in waiting] == [["refused" if one == odd else "sent"] for one in waiting]
    assert server.connections == 2


def test_who_lost_the_lease_notes_nothing(server: MailServer, waiting: list[Message]) -> None:
    slow = delivery._claimed(NOW)
    deliver(2 * MINUTE)
    delivery._note(slow[0], delivery.Outcome("lost", is_lost=True), NOW)
    slow[0].refresh_from_db()
    assert (slow[0].state, outcomes(slow[0])) == (MessageState.SENT, ["sent"])


def test_who_lost_the_lease_sends_nothing(server: MailServer, waiting: list[Message]) -> None:
    """A process that stood still wakes up with a batch that another one has sent."""
    slow = delivery._claimed(NOW)
    deliver(2 * MINUTE)
    assert delivery._send(slow, NOW) == delivery.Delivered(10, 0)
    assert len(server.received) == 10


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.SENDING])
def test_what_a_clock_set_ten_days_ahead_is_sent_when_the_clock_is_right_again(
    server: MailServer, waiting: list[Message], state: str
) -> None:
    then = NOW + timedelta(days=10)
    Message.objects.update(state=state, try_after=then, leased_until=then)
    assert deliver().sent == 10


def test_clocks_that_differ_by_a_minute_do_not_take_messages_from_each_other(
    server: MailServer, waiting: list[Message]
) -> None:
    delivery._claimed(NOW + MINUTE)
    assert deliver().taken == 0


def test_a_batch_gives_back_what_it_has_no_time_for(
    server: MailServer, waiting: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "SENDING_SECONDS", -1.0)
    assert deliver() == delivery.Delivered(10, 0)
    assert states() == {"waiting": 10}
    assert set(Message.objects.values_list("tries", flat=True)) == {0}


def test_while_held_nothing_leaves(server: MailServer, waiting: list[Message]) -> None:
    Outgoing.objects.create(pk=1, held=True, why="恢复备份后核对")
    assert deliver() == delivery.Delivered(0, 0)
    Outgoing.objects.update(held=False)
    assert deliver().sent == 10


def test_a_hold_stops_a_batch_that_is_under_way(
    server: MailServer, waiting: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at before each mail: what was claimed and not yet sent waits, and no try is counted."""
    note = delivery._note

    def note_and_hold(message: Message, *rest: object) -> None:
        note(message, *rest)  # type: ignore[arg-type]
        if len(server.received) == 3:
            Outgoing.objects.create(pk=1, held=True, why="恢复备份后核对")

    monkeypatch.setattr(delivery, "_note", note_and_hold)
    assert deliver() == delivery.Delivered(10, 3)
    assert states() == {"sent": 3, "waiting": 7}
    assert set(Message.objects.filter(state="waiting").values_list("tries", "lease")) == {(0, None)}
    Outgoing.objects.update(held=False)
    assert deliver().sent == 7


def test_what_is_given_back_costs_one_statement(
    server: MailServer, waiting: list[Message], django_assert_num_queries: object
) -> None:
    batch = delivery._claimed(NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        delivery._give_back(batch)
    assert states() == {"waiting": 10}


@pytest.mark.parametrize("answer", ["550 5.7.1 sender not allowed", "451 4.7.1 later"])
def test_a_server_that_refuses_our_sender_costs_no_recipient_anything(
    server: MailServer, waiting: list[Message], answer: str
) -> None:
    """Our own misconfiguration: everything waits as for a server that is away, and somebody sees why."""
    server.sender_answer = answer
    for minute in range(20):
        assert deliver(minute * MINUTE) == delivery.Delivered(10, 0, is_cut_off=True)
    assert states() == {"waiting": 10}
    assert set(Message.objects.values_list("tries", flat=True)) == {0}
    assert outcomes(waiting[0]) == ["sender_refused"] * 20
    assert list(troubled_messages()) == [waiting[0]]
    server.sender_answer = ""
    assert deliver(20 * MINUTE).sent == 10


def test_a_batch_is_bounded(server: MailServer, waiting: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 4)
    assert [deliver().taken for _ in range(4)] == [4, 4, 2, 0]
