"""Accounts: the system administrator gives a new password once, and switches people off and on; all of it is kept."""

import re
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Role, User
from tasks_app.models import StateChange
from tests import factories
from tests.factories import House
from tests.views.walking import GARBAGE, Walker, on, words

ACCOUNTS = "/settings/accounts/"


@pytest.fixture
def administrator(house: House) -> Actor:
    return factories.working(Role.SYSTEM_ADMIN, house.office.unit)


@pytest.fixture
def walker(administrator: Actor) -> Walker:
    return Walker(administrator)


def person(house: House) -> User:
    user = house.commerce.liaison.user
    assert user is not None
    return user


def page_of(user: User, act: str = "") -> str:
    return f"{ACCOUNTS}{user.pk}/{f'{act}/' if act else ''}"


def told(answer: HttpResponse) -> str:
    """The new password that a page shows."""
    [password] = re.findall(r"新密码：<code>([^<]+)</code>", answer.content.decode())
    return password


def log_in(user: User, password: str) -> int:
    return Client().post("/login/", {"username": user.username, "password": password}).status_code


class TestANewPassword:
    """重置密码: shown once, and everything that stood on the old one is over."""

    def test_it_opens_the_door_and_ends_what_was_open(self, house: House, walker: Walker) -> None:
        user, before = person(house), Walker(house.commerce.liaison)
        assert before.get("/inbox/").status_code == 200
        answer = walker.post(page_of(user, "reset"))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        with on(walker.at):
            assert log_in(user, told(answer)) == 302
        assert before.get("/inbox/").status_code == 302

    def test_the_form_sent_twice_shows_nothing_more(self, house: House, walker: Walker) -> None:
        user, key = person(house), str(uuid4())
        password = told(walker.post(page_of(user, "reset"), form_key=key))
        again = walker.post(page_of(user, "reset"), form_key=key)
        assert again.status_code == 302
        page = words(walker.get(page_of(user)))
        assert "新密码只显示一次" in page
        assert password not in page
        with on(walker.at):
            assert log_in(user, password) == 302

    def test_a_name_that_was_closed_is_open_again(self, house: House, walker: Walker) -> None:
        user = person(house)
        with on(walker.at):
            for _ in range(5):
                log_in(user, "wrong")
            password = told(walker.post(page_of(user, "reset")))
            assert not AccessAttempt.objects.exists()
            assert log_in(user, password) == 302


class TestSwitchingOff:
    """停用 and 启用."""

    def test_who_is_switched_off_is_out_at_once_and_may_come_back(self, house: House, walker: Walker) -> None:
        user, inside = person(house), Walker(house.commerce.liaison)
        assert walker.post(page_of(user, "deactivate")).status_code == 302
        assert inside.get("/inbox/").status_code == 302
        page = words(walker.get(page_of(user)))
        assert "已停用" in page
        assert "重置密码" not in page
        assert walker.post(page_of(user, "reset")).status_code == 409
        assert walker.post(page_of(user, "deactivate")).status_code == 409
        assert walker.post(page_of(user, "activate")).status_code == 302
        assert walker.post(page_of(user, "activate")).status_code == 409
        assert User.objects.get(pk=user.pk).is_active

    def test_nobody_switches_themselves_off(self, walker: Walker, administrator: Actor) -> None:
        assert administrator.user is not None
        assert "停用" not in words(walker.get(page_of(administrator.user))).replace("停用账号", "")
        refused = walker.post(page_of(administrator.user, "deactivate"))
        assert (refused.status_code, "不能停用自己的账号" in words(refused)) == (409, True)
        assert User.objects.get(pk=administrator.user.pk).is_active


def test_what_was_done_stands_in_the_history_and_in_the_audit(
    house: House, walker: Walker, administrator: Actor
) -> None:
    user = person(house)
    password = told(walker.post(page_of(user, "reset")))
    walker.post(page_of(user, "deactivate"))
    assert [(row.history_user, row.history_change_reason.partition("｜")[0]) for row in user.history.all()[:2]] == [
        (administrator.user, "停用账号"),
        (administrator.user, "重置密码"),
    ]
    audit = words(Walker(factories.working(Role.AUDIT_ADMIN, house.office.unit)).get("/audit/"))
    assert f"重置密码账号{user.pk}{user.full_name}（{user.username}）" in audit
    assert password not in audit
    assert password not in f"{list(StateChange.objects.values())}"


def test_the_list_is_searched_by_login_name_and_unit(house: House, walker: Walker) -> None:
    user = person(house)
    for asked in (user.username, user.full_name, "市商务局"):
        rows = walker.get(ACCOUNTS, q=asked).context["rows"]
        assert user.username in [row.username for row in rows], asked
    assert "没有这样的账号。" in words(walker.get(ACCOUNTS, q="没有这个人"))


def test_a_long_list_says_that_it_goes_on(house: House, walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks_app.dashboards.accounts.MOST", 2)
    page = walker.get(ACCOUNTS)
    assert len(page.context["rows"]) == 2
    assert "请用登录名、姓名或单位查找其余账号" in words(page)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, walker: Walker, garbage: str) -> None:
    assert walker.get(ACCOUNTS, q=garbage).status_code == 200
    assert walker.get(f"{ACCOUNTS}{10**30}/").status_code == 404


def test_the_list_costs_few_statements(
    house: House, walker: Walker, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walker.get(ACCOUNTS)
    with django_assert_max_num_queries(9):
        walker.get(ACCOUNTS)
