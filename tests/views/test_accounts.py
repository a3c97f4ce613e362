"""Accounts: one-time links, names that are closed and opened, people switched off and on; all of it is kept."""

import re
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Invitation, Role, SecurityNotice, User
from tasks_app.models import Message, StateChange
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
    """The code of the link that a page shows."""
    [code] = re.findall(r"激活码 <code>([^<]+)</code>", answer.content.decode())
    return code


def set_by(code: str) -> str:
    """The person opens the link and sets a password, which is returned."""
    client, password = Client(), "carbonpeak-fresh-1"
    assert client.post("/activate/", {"code": code}).status_code == 302
    assert client.post("/activate/", {"password": password, "again": password})["Location"] == "/login/"
    return password


def log_in(user: User, password: str) -> int:
    return Client().post("/login/", {"username": user.username, "password": password}).status_code


class TestAnAccountWithoutAPassword:
    """建立账号 and 重置密码: the link is shown once, and everything that stood on the old password is over."""

    def test_a_new_account_is_opened_by_its_person(self, house: House, walker: Walker) -> None:
        asked = {"username": "ｗangxiao", "full_name": "王晓", "phone": "", "email": "wangxiao@example.gov.cn"}
        page = walker.post(f"{ACCOUNTS}new/", **asked)
        assert page.status_code == 200
        user = User.objects.get(username="wangxiao")
        assert not user.has_usable_password()
        with on(walker.at):
            assert log_in(user, set_by(told(page))) == 302
        again = walker.post(f"{ACCOUNTS}new/", **asked)
        assert (again.status_code, "该登录名已被使用" in words(again)) == (422, True)

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("username", "王 晓"),
            ("username", "a/b"),
            ("username", "字" * 65),
            ("full_name", "\u200b"),
            ("email", "王晓"),
        ],
    )
    def test_what_cannot_be_a_name_is_asked_again(self, house: House, walker: Walker, field: str, typed: str) -> None:
        asked = {"username": "wangxiao", "full_name": "王晓", "email": "", field: typed}
        page = walker.post(f"{ACCOUNTS}new/", **asked)
        assert (page.status_code, field in page.context["form"].errors) == (422, True)

    def test_a_reset_ends_what_was_open_and_the_link_opens_the_door(self, house: House, walker: Walker) -> None:
        user, before = person(house), Walker(house.commerce.liaison)
        assert before.get("/inbox/").status_code == 200
        answer = walker.post(page_of(user, "reset"))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert "<svg" in answer.content.decode()
        with on(walker.at):
            assert before.get("/inbox/").status_code == 302
            assert log_in(user, set_by(told(answer))) == 302

    def test_the_form_sent_twice_shows_nothing_more(self, house: House, walker: Walker) -> None:
        user, key = person(house), str(uuid4())
        code = told(walker.post(page_of(user, "reset"), form_key=key))
        again = walker.post(page_of(user, "reset"), form_key=key)
        assert again.status_code == 302
        page = words(walker.get(page_of(user)))
        assert "只显示一次" in page
        assert code not in page
        with on(walker.at):
            assert log_in(user, set_by(code)) == 302

    def test_nobody_resets_their_own_here(self, walker: Walker, administrator: Actor) -> None:
        assert administrator.user is not None
        refused = walker.post(page_of(administrator.user, "reset"))
        assert (refused.status_code, "请在“我的账号”修改" in words(refused)) == (409, True)


class TestAClosedName:
    """暂停登录: seen and opened by the administrator, or by who sets a password through a link."""

    def closed(self, house: House) -> User:
        user = person(house)
        for _ in range(5):
            log_in(user, "wrong")
        return user

    def test_the_administrator_sees_it_and_opens_it(self, house: House, walker: Walker) -> None:
        with on(walker.at):
            user = self.closed(house)
        assert f"{user.username}，来自127.0.0.1，至10:15" in words(walker.get(ACCOUNTS))
        assert "暂停至10:15" in words(walker.get(page_of(user)))
        assert walker.post(page_of(user, "unlock")).status_code == 302
        assert not AccessAttempt.objects.exists()
        assert "暂停至" not in words(walker.get(page_of(user)))
        assert walker.post(page_of(user, "unlock")).status_code == 409
        step = StateChange.objects.get(kind="account", object_id=user.pk)
        assert (step.act, step.label) == ("unlock", "解除暂停登录")
        assert SecurityNotice.objects.get(user=user).told_at is None

    def test_a_link_alone_opens_no_name_but_its_use_does(self, house: House, walker: Walker) -> None:
        with on(walker.at):
            user = self.closed(house)
            code = told(walker.post(page_of(user, "reset")))
            assert AccessAttempt.objects.exists()
            password = set_by(code)
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
        assert "发放链接" not in page
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
    code = told(walker.post(page_of(user, "reset")))
    walker.post(page_of(user, "deactivate"))
    assert [(row.history_user, row.history_change_reason.partition("｜")[0]) for row in user.history.all()[:2]] == [
        (administrator.user, "停用账号"),
        (administrator.user, "发放激活链接"),
    ]
    audit = words(Walker(factories.working(Role.AUDIT_ADMIN, house.office.unit)).get("/audit/"))
    assert f"发放激活链接账号{user.pk}{user.full_name}（{user.username}）" in audit
    kept = f"{audit}{list(StateChange.objects.values())}{list(Invitation.objects.values())}"
    assert code not in kept
    assert code.replace("-", "") not in kept


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


def test_another_address_is_told_to_both(house: House, walker: Walker) -> None:
    user = person(house)
    User.objects.filter(pk=user.pk).update(email="old@example.gov.cn")
    assert walker.post(page_of(user, "email"), email="不是邮箱", version=0).status_code == 422
    assert walker.post(page_of(user, "email"), email="new@example.gov.cn", version=0).status_code == 302
    user.refresh_from_db()
    assert user.email == "new@example.gov.cn"
    assert "由“old@example.gov.cn”改为“new@example.gov.cn”" in user.history.first().history_change_reason
    assert set(Message.objects.filter(recipient=user).values_list("address", flat=True)) == {"", "old@example.gov.cn"}
    assert SecurityNotice.objects.get(user=user).what == "您的电子邮箱已更改"
    assert walker.post(page_of(user, "email"), email="", version=0).status_code == 409
