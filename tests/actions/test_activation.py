"""One-time links: used once, for a while, the newest alone; never stored, logged, or mailed twice alive."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.actor import Actor
from accounts.models import Invitation, Role, SecurityNotice, User
from carbonpeak.logs import logging_settings
from tasks_app.actions import accounts, activation
from tasks_app.domain.refusals import NotAllowed, NotNow
from tasks_app.models import Message, MessageState, StateChange
from tasks_app.notifications import delivery
from tests import factories
from tests.factories import House, moment
from tests.views.walking import on

pytestmark = pytest.mark.django_db
AT = moment("2026-12-07 10:00")
PASSWORD = "carbonpeak-fresh-1"
HOUR = timedelta(hours=1)


@pytest.fixture
def keeper(house: House) -> Actor:
    return factories.working(Role.SYSTEM_ADMIN, house.office.unit)


@pytest.fixture
def user(house: House) -> User:
    person = house.commerce.liaison.user
    assert person is not None
    person.email = "liaison@example.gov.cn"
    person.set_password("carbonpeak-of-old")
    person.save()
    return person


def opens(link: Invitation, at: datetime = AT) -> bool:
    return activation.link_by(activation.digest_of_typed(link.code), at=at) is not None


class TestALink:
    """What makes it, and what ends it."""

    def test_it_is_good_for_three_days(self, user: User, keeper: Actor) -> None:
        link = activation.invite(user, by=keeper, at=AT)
        assert opens(link, AT + 72 * HOUR - timedelta(seconds=1))
        assert not opens(link, AT + 72 * HOUR)
        assert not User.objects.get(pk=user.pk).has_usable_password()

    def test_it_is_used_once(self, user: User, keeper: Actor) -> None:
        link = activation.invite(user, by=keeper, at=AT)
        activation.set_password(link, PASSWORD, at=AT)
        assert not opens(link)
        with pytest.raises(NotNow, match="链接已失效"):
            activation.set_password(link, "by-somebody-else-1", at=AT)
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    def test_a_newer_one_ends_it(self, user: User, keeper: Actor) -> None:
        first, second = (activation.invite(user, by=keeper, at=AT) for _ in range(2))
        assert (opens(first), opens(second)) == (False, True)

    def test_closing_the_account_ends_it_for_good(self, user: User, keeper: Actor) -> None:
        link = activation.invite(user, by=keeper, at=AT)
        accounts.deactivate(user, by=keeper, at=AT)
        assert not opens(link)
        accounts.activate(user, by=keeper, at=AT)
        assert not opens(link)

    def test_a_changed_password_ends_it(self, user: User) -> None:
        activation.ask(user.username, address=None, at=AT)
        link = Invitation.objects.get()
        activation.change_password(user, PASSWORD, at=AT)
        assert not opens(link)

    def test_its_code_is_stored_nowhere(self, user: User, keeper: Actor) -> None:
        link = activation.invite(user, by=keeper, at=AT)
        kept = (
            f"{list(Invitation.objects.values())}{list(Message.objects.values())}{list(StateChange.objects.values())}"
        )
        assert link.code not in kept
        assert len(link.code) == 20

    def test_a_replaced_key_still_knows_it_and_a_lost_one_does_not(
        self, user: User, keeper: Actor, settings: Settings
    ) -> None:
        link = activation.invite(user, by=keeper, at=AT)
        code = link.code
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
        assert Invitation.objects.get().code == code
        settings.SECRET_KEY_FALLBACKS = []
        assert Invitation.objects.get().code == ""


class TestWhoInvites:
    """The system administrator; another act only for an account that nobody has opened yet."""

    def test_nobody_else(self, user: User, house: House) -> None:
        for by in (house.office.director, house.commerce.reviewer, factories.clock()):
            with pytest.raises(NotAllowed):
                activation.invite(user, by=by, at=AT)

    def test_an_act_that_has_asked_may_only_where_nobody_was_in(self, user: User, house: House) -> None:
        fresh = factories.person("新联络员")
        link = activation.invite(fresh, by=house.commerce.reviewer, at=AT, checked=True)
        again = activation.invite(fresh, by=house.commerce.reviewer, at=AT, checked=True)
        assert (opens(link), opens(again)) == (False, True)
        activation.set_password(again, PASSWORD, at=AT)
        for known in (User.objects.get(pk=fresh.pk), user):
            with pytest.raises(NotAllowed):
                activation.invite(known, by=house.commerce.reviewer, at=AT, checked=True)

    def test_the_first_link_is_no_reset_and_frightens_nobody(self, house: House, keeper: Actor) -> None:
        fresh = factories.person("新联络员")
        activation.set_password(activation.invite(fresh, by=keeper, at=AT), PASSWORD, at=AT)
        assert not SecurityNotice.objects.exists()
        labels = StateChange.objects.filter(kind="account").order_by("id").values_list("label", flat=True)
        assert list(labels) == ["发放激活链接", "凭链接设置密码"]
        activation.invite(fresh, by=keeper, at=AT)
        assert SecurityNotice.objects.get().what == "系统管理员重置了您的密码"


class TestByMail:
    """The link stands in the mail that leaves, and in no row."""

    def test_it_leaves_with_the_link_and_a_dead_one_does_not_leave(self, user: User, keeper: Actor) -> None:
        dead, link = (activation.invite(user, by=keeper, at=AT) for _ in range(2))
        delivery.deliver_batch(at=AT)
        sent = [letter.body for letter in mail.outbox if "code=" in letter.body]
        assert len(sent) == 1
        assert link.path in sent[0]
        states = {row.slot: row.state for row in Message.objects.filter(slot__startswith="link:")}
        assert states == {f"link:{dead.pk}": MessageState.RETRACTED, f"link:{link.pk}": MessageState.SENT}
        assert "code=" not in f"{list(Message.objects.values())}"

    def test_a_notice_says_only_what_happened(self, user: User) -> None:
        activation.change_password(user, PASSWORD, at=AT)
        delivery.deliver_batch(at=AT)
        [letter] = mail.outbox
        assert letter.subject == "账号安全提示"
        assert letter.body.startswith("12月07日 10:00，您的密码已修改。如非本人操作，请立即联系系统管理员。")
        assert "商务局" not in letter.body

    def test_who_has_no_address_gets_no_mail(self, user: User, keeper: Actor) -> None:
        user.email = ""
        user.save()
        activation.invite(user, by=keeper, at=AT)
        assert not Message.objects.exists()


class TestAskingAtTheDoor:
    """忘记密码: by mail, not too often, and never in the way of the administrator's link."""

    def asked(self) -> int:
        return Invitation.objects.filter(kind=Invitation.Kind.ASKED).count()

    def test_the_link_is_good_for_an_hour_and_the_old_password_stays_meanwhile(self, user: User) -> None:
        activation.ask(user.username, address="10.1.1.1", at=AT)
        link = Invitation.objects.get()
        assert opens(link, AT + HOUR - timedelta(seconds=1))
        assert not opens(link, AT + HOUR)
        assert User.objects.get(pk=user.pk).check_password("carbonpeak-of-old")

    @pytest.mark.parametrize("state", ["unknown", "off", "no_address", "unopened"])
    def test_nothing_is_made_for_who_cannot_use_it(self, user: User, state: str) -> None:
        user.is_active = state != "off"
        user.email = "" if state == "no_address" else user.email
        if state == "unopened":
            user.set_unusable_password()
        user.save()
        activation.ask("nobody" if state == "unknown" else user.username, address=None, at=AT)
        assert (self.asked(), Message.objects.count()) == (0, 0)

    def test_a_name_is_asked_for_three_times_an_hour(self, user: User) -> None:
        for minutes in (0, 1, 10, 20, 30, 40):
            activation.ask(user.username, address=None, at=AT + timedelta(minutes=minutes))
        assert self.asked() == 3
        assert Invitation.objects.live(AT + timedelta(minutes=20)).count() == 1
        activation.ask(user.username, address=None, at=AT + timedelta(minutes=61))
        assert self.asked() == 4

    def test_an_address_does_not_ask_for_the_whole_house(
        self, house: House, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(activation, "MOST_OF_AN_ADDRESS", 1)
        other = house.water.liaison.user
        assert other is not None
        other.email = "other@example.gov.cn"
        other.set_password(PASSWORD)
        other.save()
        activation.ask(user.username, address="10.1.1.1", at=AT)
        activation.ask(other.username, address="10.1.1.1", at=AT)
        assert self.asked() == 1
        activation.ask(other.username, address="10.1.1.2", at=AT)
        assert self.asked() == 2


@pytest.fixture
def written(settings: Settings) -> Iterator[io.StringIO]:
    """What is written while the log is configured as in production."""
    stream = io.StringIO()
    mine = logging_settings("INFO")
    mine["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(mine)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


def test_no_log_line_holds_a_code_or_a_password(user: User, keeper: Actor, written: io.StringIO) -> None:
    link = activation.invite(user, by=keeper, at=AT)
    client = Client()
    with on(AT):
        client.get(link.path)
        client.post("/activate/", {"password": PASSWORD, "again": PASSWORD})
        assert Client().get(link.path).status_code == 410
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert len([line for line in lines if "/activate/" in line["message"]]) >= 3
    assert link.code not in written.getvalue()
    assert PASSWORD not in written.getvalue()
