"""Wrong passwords are counted: a name is closed for a while to the address they came from, and to no other."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from accounts.addresses import client_address
from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db
RIGHT = "carbonpeak-right"
LOCKED = "该登录名连续多次输错密码，已暂停登录 15 分钟"


@pytest.fixture
def user() -> User:
    person = factories.person("李某")
    person.set_password(RIGHT)
    person.save()
    return person


def knock(user: User, password: str, *, address: str = "10.1.2.3") -> HttpResponse:
    return Client(REMOTE_ADDR=address).post("/login/", {"username": user.username, "password": password})


def test_the_right_password_after_too_many_wrong_ones_has_to_wait(user: User) -> None:
    for _ in range(4):
        assert knock(user, "wrong").status_code == 200
    shut = knock(user, "wrong")
    assert (shut.status_code, LOCKED in shut.content.decode()) == (429, True)
    assert knock(user, RIGHT).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert knock(user, RIGHT).status_code == 302


def test_nobody_is_shut_out_by_somebody_elsewhere(user: User) -> None:
    for _ in range(6):
        knock(user, "wrong")
    assert knock(user, RIGHT, address="10.9.9.9").status_code == 302
    assert knock(factories.person("另一人"), "wrong").status_code == 200


def test_the_right_password_in_time_forgets_the_wrong_ones(user: User) -> None:
    for _ in range(4):
        knock(user, "wrong")
    assert knock(user, RIGHT).status_code == 302
    assert knock(user, "wrong").status_code == 200
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_no_password_is_kept(user: User) -> None:
    knock(user, "nearly-right")
    kept = AccessAttempt.objects.get()
    assert "nearly-right" not in f"{vars(kept)}"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (1, "", "127.0.0.1"),
        (2, "1.1.1.1", "127.0.0.1"),
        (1, "unknown", "127.0.0.1"),
        (1, "fe80::1", "fe80::1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Settings, proxies: int, forwarded: str, address: str) -> None:
    settings.PROXY_COUNT = proxies
    assert client_address(RequestFactory().get("/", headers={"x-forwarded-for": forwarded})) == address
