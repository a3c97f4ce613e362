"""我的账号: one's own password by the old one, and the end of every other session."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import SecurityNotice, User
from tasks_app.actions import posts
from tasks_app.models import StateChange
from tests import factories
from tests.factories import House
from tests.views.walking import LATE_DAY, Walker, on, words

pytestmark = pytest.mark.django_db
OLD, NEW = "carbonpeak-of-old", "carbonpeak-fresh-1"
OWN = "/account/"


@pytest.fixture
def user(house: House) -> User:
    person = house.commerce.liaison.user
    assert person is not None
    person.set_password(OLD)
    person.save()
    return person


@pytest.fixture
def walker(house: House, user: User) -> Walker:
    return Walker(house.commerce.liaison)


def change(walker: Walker, *, old: str = OLD, new: str = NEW, again: str = "") -> list[str]:
    """What is wrong with it; nothing where it was done."""
    page = walker.post(f"{OWN}password/", old=old, password=new, again=again or new)
    if page.status_code == 302:
        return []
    assert page.status_code == 422
    return [str(error) for errors in page.context["form"].errors.values() for error in errors]


def test_the_new_password_holds_and_other_sessions_end(house: House, user: User, walker: Walker) -> None:
    other = Walker(house.commerce.liaison)
    assert change(walker) == []
    assert walker.get(OWN).status_code == 200
    assert other.get(OWN).status_code == 302
    assert User.objects.get(pk=user.pk).check_password(NEW)
    page = words(walker.get(OWN))
    assert "您的密码已修改" in page
    assert NEW not in page


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"old": "wrong"}, "原密码不对，请核对后再填。"),
        ({"again": "something-else-1"}, "两次填写的新密码不一样，请重新填写。"),
        ({"new": OLD}, "新密码与原密码相同，请换一个。"),
        ({"new": "short"}, "密码太短，至少 10 个字符。"),
        ({"new": "20261207100000"}, "密码只包含数字。"),
        ({"new": "1q2w3e4r5t"}, "这个密码太常见了。"),
        ({"new": "x" * 257}, "密码最多 256 个字符。"),
        ({"new": "carbon\x00peak-fresh"}, "这里有看不见的字符，请重新填写。"),
    ],
    ids=lambda value: next(iter(value)) + str(len(next(iter(value.values())))) if isinstance(value, dict) else "",
)
def test_what_does_not_hold_is_said(user: User, walker: Walker, typed: dict[str, str], fault: str) -> None:
    assert fault in change(walker, **typed)
    assert User.objects.get(pk=user.pk).check_password(OLD)


def test_the_old_password_is_not_guessed_in_an_open_session(walker: Walker) -> None:
    for _ in range(4):
        change(walker, old="wrong")
    assert walker.post(f"{OWN}password/", old="wrong", password=NEW, again=NEW).status_code == 429
    assert walker.post(f"{OWN}password/", old=OLD, password=NEW, again=NEW).status_code == 429


def test_other_sessions_end_and_this_one_stays(house: House, walker: Walker) -> None:
    other = Walker(house.commerce.liaison)
    assert walker.post(f"{OWN}sessions/end/").status_code == 302
    assert walker.get(OWN).status_code == 200
    assert other.get(OWN).status_code == 302


def test_what_happened_is_told_once_after_the_next_login(user: User) -> None:
    with on(LATE_DAY):
        SecurityNotice.objects.create(user=user, what="系统管理员重置了您的密码", at=LATE_DAY - timedelta(hours=2))
        told = "12月07日08:00，系统管理员重置了您的密码。如非本人操作，请立即联系系统管理员。"
        for is_first in (True, False):
            client = Client()
            client.post("/login/", {"username": user.username, "password": OLD})
            assert (told in words(client.get("/plan/"))) is is_first


class TestWhoIsNoLongerThere:
    """The next click of a session obeys what has changed since."""

    def test_a_session_of_who_was_switched_off_and_on_again_stays_dead(
        self, house: House, user: User, walker: Walker
    ) -> None:
        keeper = Walker(factories.working("system_admin", house.office.unit))
        keeper.post(f"/settings/accounts/{user.pk}/deactivate/")
        assert walker.get(OWN)["Location"].startswith("/login/")
        keeper.post(f"/settings/accounts/{user.pk}/activate/")
        assert walker.get(OWN)["Location"].startswith("/login/")

    def test_who_moved_holds_nothing_of_the_old_unit(self, house: House, walker: Walker) -> None:
        item = f"/items/{house.line(house.commerce).work_item_id}/"
        assert walker.get(item).status_code == 200
        assert house.commerce.liaison.post is not None
        yesterday = LATE_DAY.date() - timedelta(days=1)
        posts.leave(house.commerce.liaison.post, by=factories.clock(), at=LATE_DAY, last_day=yesterday)
        assert walker.get(item).status_code == 404
        factories.post("liaison", house.water.unit, user=house.commerce.liaison.user)
        assert walker.get(item).status_code == 404
        assert "市水务局" in words(walker.get(OWN))


def test_ones_own_number_is_changed_with_its_history(user: User, walker: Walker) -> None:
    wrong = walker.post(f"{OWN}phone/", phone="请打李四", version=0)
    assert (wrong.status_code, "只能有数字" in words(wrong)) == (422, True)
    assert walker.post(f"{OWN}phone/", phone="13900000000", version=0).status_code == 302
    assert User.objects.get(pk=user.pk).phone == "13900000000"
    assert user.history.first().history_change_reason.startswith("本人更改电话")
    assert StateChange.objects.get(kind="person", object_id=user.pk).act == "own_phone"
    assert walker.post(f"{OWN}phone/", phone="0756-1", version=0).status_code == 409
