"""动态口令: who signs papers, and the three administrators, come in with a code of their phone or not at all."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django_otp.oath import hotp
from pytest_django import Settings

from accounts.actor import Actor
from accounts.entering import HELD_KEY
from accounts.keyed import shared_secrets
from accounts.models import RecoveryCode, Role, SecondFactor, SecurityNotice, User
from accounts.second_factor import ROLES_ASKED
from tasks_app.actions import second_factors
from tasks_app.domain.access import ADMIN_ROLES, Verb, rights_of
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.models import Message, StateChange
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, on, words

pytestmark = pytest.mark.django_db
NOW = moment("2026-12-07 10:00")
PASSWORD = "carbonpeak-right"
CODE = "/login/code/"
STEP = timedelta(seconds=30)


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def director(house: House) -> Iterator[User]:
    user = with_password(house.office.director)
    with on(NOW):
        yield user


def with_password(actor: Actor) -> User:
    assert actor.user is not None
    actor.user.set_password(PASSWORD)
    actor.user.save()
    return actor.user


def code_at(user: User, at: datetime = NOW) -> str:
    [secret] = shared_secrets(SecondFactor.objects.get(user=user).seed)
    return f"{hotp(secret, int(at.timestamp()) // 30):06d}"


def knock(user: User, client: Client | None = None, **more: str) -> Client:
    """A browser in which the password was given."""
    client = client or Client()
    answer = client.post("/login/", {"username": user.username, "password": PASSWORD, **more})
    assert answer.status_code == 302
    return client


def bind(user: User) -> list[str]:
    """Binds a phone two minutes ago; returns the recovery codes."""
    then = NOW - 4 * STEP
    second_factors.begin(user, at=then)
    return second_factors.confirm(user, code_at(user, then), at=then)


def give(client: Client, code: str) -> HttpResponse:
    return client.post(CODE, {"code": code})


def is_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_the_roles_are_those_of_the_table() -> None:
    signing = {role for role in Role.values if rights_of(role, Verb.SIGN_PAPER)}
    assert signing | set(ADMIN_ROLES) == ROLES_ASKED


def test_nobody_is_asked_where_the_setting_is_off(director: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert is_in(knock(director))


def test_who_signs_nothing_is_not_asked(house: House, director: User) -> None:
    assert is_in(knock(with_password(house.office.clerk)))


def test_recovery_codes_are_renewed_by_who_has_the_phone(director: User) -> None:
    old = bind(director)
    client = knock(director)
    give(client, code_at(director, NOW - STEP))
    refused = client.post("/account/codes/", {"code": "000000"})
    assert refused.status_code == 422
    shown = client.post("/account/codes/", {"code": code_at(director)})
    assert "no-store" in shown.headers["Cache-Control"]
    assert len(re.findall(r"<li><code>([^<]+)</code></li>", shown.content.decode())) == 10
    assert RecoveryCode.objects.filter(used_at__isnull=True).count() == 10
    assert StateChange.objects.filter(kind="account", act="renew_codes").count() == 1
    with pytest.raises(Invalid):
        second_factors.prove(director, old[0], at=NOW)


def test_who_bound_no_phone_has_no_codes_to_renew(director: User) -> None:
    with pytest.raises(NotNow):
        second_factors.renew_codes(director, "000000", at=NOW)


class TestBinding:
    """The first login leads to the phone, and shows the recovery codes once."""

    def test_there_is_no_session_before_the_code(self, director: User) -> None:
        client = knock(director)
        assert SESSION_KEY not in client.session
        assert client.get("/")["Location"].startswith("/login/")
        page = client.get(CODE)
        assert "<svg" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        bound = give(client, code_at(director))
        assert is_in(client)
        codes = re.findall(r"<li><code>([^<]+)</code></li>", bound.content.decode())
        assert (len(set(codes)), RecoveryCode.objects.count()) == (10, 10)
        kept = f"{list(RecoveryCode.objects.values())}{list(SecondFactor.objects.values())}"
        assert not any(code.replace("-", "") in kept for code in codes)
        assert "2026年12月7日绑定，恢复码还剩10个" in words(client.get("/account/"))
        assert StateChange.objects.get(kind="account").label == "绑定动态口令"

    def test_a_wrong_code_binds_nothing(self, director: User) -> None:
        client = knock(director)
        client.get(CODE)
        assert give(client, code_at(director, NOW + 9 * STEP)).status_code == 422
        assert SESSION_KEY not in client.session
        assert SecondFactor.objects.get().confirmed_at is None

    def test_the_secret_is_not_in_the_database(self, director: User) -> None:
        page = knock(director).get(CODE)
        [secret] = re.findall(r"密钥 <code>([A-Z2-7-]+)</code>", page.content.decode())
        assert secret.replace("-", "") not in f"{SecondFactor.objects.values()}"

    def test_a_stranger_is_led_to_the_login(self) -> None:
        assert Client().get(CODE)["Location"] == "/login/"
        assert Client().post(CODE, {"code": "000000"})["Location"] == "/login/"


class TestComingBack:
    """Later logins ask for a code: this one, once, within half a minute."""

    def test_the_code_opens_and_leads_where_one_wanted(self, director: User) -> None:
        bind(director)
        client = knock(director, next="/plan/")
        assert SESSION_KEY not in client.session
        assert give(client, code_at(director))["Location"] == "/plan/"
        assert is_in(client)

    def test_another_site_is_no_place_to_go_on(self, director: User) -> None:
        bind(director)
        assert give(knock(director, next="//evil.example/"), code_at(director))["Location"] == "/"

    def test_a_code_is_taken_once(self, director: User) -> None:
        bind(director)
        assert is_in_after(director, code_at(director))
        assert not is_in_after(director, code_at(director))
        assert not is_in_after(director, code_at(director, NOW - STEP))
        assert is_in_after(director, code_at(director, NOW + STEP))

    @pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_clocks_may_differ_by_one_step(self, director: User, steps: int, opens: bool) -> None:
        bind(director)
        assert is_in_after(director, code_at(director, NOW + steps * STEP)) is opens

    @pytest.mark.parametrize("typed", ["", " ", "000000", "٣٣٣٣٣٣", "\x00", "9" * 5000, "A" * 10, "\ud800"])
    def test_what_is_no_code_is_asked_again(self, director: User, typed: str) -> None:
        bind(director)
        client = knock(director)
        body = {"code": typed} if typed != "\ud800" else b"code=%ed%a0%80"
        kind = {} if typed != "\ud800" else {"content_type": "application/x-www-form-urlencoded"}
        assert client.post(CODE, body, **kind).status_code == 422
        assert SESSION_KEY not in client.session

    def test_after_five_wrong_codes_also_the_right_one_waits(self, director: User) -> None:
        bind(director)
        for _ in range(5):
            refused = give(knock(director), "000000")
        assert "已暂停15分钟" in words(refused)
        assert not is_in_after(director, code_at(director))
        with on(NOW + timedelta(minutes=16)):
            assert is_in_after(director, code_at(director, NOW + timedelta(minutes=16)))

    def test_wrong_passwords_stay_counted_until_both_were_given(self, director: User) -> None:
        bind(director)
        for _ in range(4):
            Client().post("/login/", {"username": director.username, "password": "wrong"})
        knock(director)
        shut = Client().post("/login/", {"username": director.username, "password": "wrong"})
        assert shut.status_code == 429

    def test_a_recovery_code_opens_once_and_is_told(self, director: User) -> None:
        first, second = bind(director)[:2]
        assert is_in_after(director, first.lower())
        assert not is_in_after(director, first)
        assert is_in_after(director, f" {second} ")
        assert "您用恢复码登录，还剩 8 个" in SecurityNotice.objects.values_list("what", flat=True)

    def test_the_password_alone_does_not_wait_for_ever(self, director: User) -> None:
        bind(director)
        client = knock(director)
        with on(NOW + timedelta(minutes=11)):
            late = give(client, code_at(director, NOW + timedelta(minutes=11)))
            assert late["Location"] == "/login/"
        assert SESSION_KEY not in client.session

    def test_a_password_changed_meanwhile_ends_the_waiting(self, director: User) -> None:
        bind(director)
        client = knock(director)
        director.set_password("another-one-altogether")
        director.save()
        assert give(client, code_at(director))["Location"] == "/login/"
        assert HELD_KEY in client.session
        assert SESSION_KEY not in client.session


def is_in_after(user: User, code: str) -> bool:
    client = knock(user)
    give(client, code)
    return is_in(client)


class TestSeveralPosts:
    """Who holds several posts is asked when the post that is worn needs it, once a session."""

    @pytest.fixture
    def both(self, house: House, director: User) -> Actor:
        """A clerk who stands in for the director."""
        factories.post(Role.OFFICE_DIRECTOR, house.office.unit, user=house.office.clerk.user)
        with_password(house.office.clerk)
        return house.office.clerk

    def test_turning_to_the_post_asks_for_the_code(self, both: Actor) -> None:
        user, clerk = both.user, both.post
        assert user is not None
        assert clerk is not None
        client = knock(user)
        other = user.posts.exclude(pk=clerk.pk).get()
        assert client.get("/supervision/late/").status_code == 200
        client.post(f"/posts/{other.pk}/use/")
        assert client.get("/supervision/late/")["Location"] == CODE
        assert client.post("/settings/outgoing/hold/")["Location"] == CODE
        client.get(CODE)
        assert give(client, code_at(user)).status_code == 200
        assert client.get("/supervision/late/").status_code == 200
        client.post(f"/posts/{clerk.pk}/use/")
        client.post(f"/posts/{other.pk}/use/")
        assert client.get("/supervision/late/").status_code == 200

    def test_one_may_turn_back_or_leave_instead(self, both: Actor) -> None:
        user, clerk = both.user, both.post
        assert user is not None
        assert clerk is not None
        client = knock(user)
        client.post(f"/posts/{user.posts.exclude(pk=clerk.pk).get().pk}/use/")
        client.post(f"/posts/{clerk.pk}/use/")
        assert client.get("/supervision/late/").status_code == 200
        client.post("/logout/")
        assert SESSION_KEY not in client.session

    def test_a_post_that_comes_by_itself_is_not_worn_without_a_code(self, both: Actor, house: House) -> None:
        """The clerk's own post ends at midnight: the other one would be worn from then on."""
        user, clerk = both.user, both.post
        assert user is not None
        assert clerk is not None
        client = knock(user)
        clerk.ends_on = NOW.date() - timedelta(days=1)
        clerk.save()
        assert client.get("/supervision/late/")["Location"] == CODE


class TestALostPhone:
    """Freed by an administrator, with a reason; the system administrators by another one."""

    @pytest.fixture
    def keeper(self, house: House, director: User) -> User:
        return with_password(factories.working(Role.SYSTEM_ADMIN, house.office.unit))

    def walker(self, role: str, house: House, settings: Settings) -> Walker:
        settings.SECOND_FACTOR_REQUIRED = False  # the walker's own phone is not what is asked about
        return Walker(factories.working(role, house.office.unit), NOW)

    def test_it_is_freed_with_a_reason_and_bound_anew(self, house: House, director: User, settings: Settings) -> None:
        director.email = "director@example.gov.cn"
        director.save()
        old = bind(director)
        inside = knock(director)
        give(inside, code_at(director))
        walker = self.walker(Role.SYSTEM_ADMIN, house, settings)
        assert director.full_name in words(walker.get("/settings/factors/"))
        address = f"/settings/factors/{director.pk}/reset/"
        asked = walker.post(address, reason="\u200b")
        assert (asked.status_code, "请写明理由" in words(asked)) == (422, True)
        assert walker.post(address, reason="手机丢失，已当面核实").status_code == 302
        assert walker.post(address, reason="再来一次").status_code == 409
        settings.SECOND_FACTOR_REQUIRED = True
        assert inside.get("/account/")["Location"].startswith("/login/")
        client = knock(director)
        assert "<svg" in client.get(CODE).content.decode()
        assert give(client, old[0]).status_code == 422
        assert "手机丢失，已当面核实" in StateChange.objects.get(act="reset_factor").why
        mail = Message.objects.filter(recipient=director).latest("id")
        assert "系统管理员解除了您的动态口令绑定。如非本人操作" in mail.body
        assert "手机丢失" not in mail.body

    @pytest.mark.parametrize(
        ("role", "whose", "status"),
        [
            (Role.SYSTEM_ADMIN, "keeper", 403),
            (Role.SECURITY_ADMIN, "keeper", 302),
            (Role.SECURITY_ADMIN, "director", 403),
            (Role.AUDIT_ADMIN, "director", 403),
        ],
    )
    def test_nobody_frees_themselves(
        self, house: House, director: User, keeper: User, settings: Settings, role: str, whose: str, status: int
    ) -> None:
        user = {"keeper": keeper, "director": director}[whose]
        bind(user)
        walker = self.walker(role, house, settings)
        assert walker.post(f"/settings/factors/{user.pk}/reset/", reason="手机丢失").status_code == status
        assert (SecondFactor.objects.get(user=user).confirmed_at is None) is (status == 302)


def test_a_key_that_was_replaced_still_counts(director: User, settings: Settings) -> None:
    [recovery, *_] = bind(director)
    code = code_at(director)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert is_in_after(director, code)
    assert is_in_after(director, recovery)
