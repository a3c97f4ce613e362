"""What no browser sends and an attacker does: answered by a page and a sentence, never by an error of ours."""

import pytest
from django.test import Client
from django.urls import reverse

from tasks_app.models import Denial, UnitLine
from tests import factories
from tests.factories import House, moment
from tests.views.walking import Walker, on

pytestmark = pytest.mark.django_db

AT = moment("2026-04-10 10:00")
# More digits than Python agrees to read as one number.
ENDLESS = "9" * 5000
# An octal escape in a quoted cookie is the one way by which a NUL passes a web server.
NUL_COOKIE = 'sessionid="\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'
RIGHT = "carbonpeak-right"
OTHER_NAMES = [
    *(
        "ａｄｍｉｎ",
        " PERSON1 ",
        "person1\u200b",
        "person1\x00",
        "字" * 65,
        "' OR 1=1 --",
        "\u202eperson",
        "x" * 1_000_000,
    ),
]
ELSEWHERE = [
    *("//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "\x00", "///evil"),
]


@pytest.fixture
def line(house: House) -> UnitLine:
    return house.line(house.commerce)


@pytest.mark.parametrize("version", [ENDLESS, "-1", "0x1", "１", "1e3", "1_0", str(2**31), str(2**64), "", " "])
def test_a_version_that_is_none_changes_nothing(house: House, line: UnitLine, version: str) -> None:
    answer = Walker(house.commerce.liaison, AT).post(reverse("line_sign", args=[line.pk]), version=version)
    assert answer.status_code == 409
    assert UnitLine.objects.get(pk=line.pk).version == line.version


@pytest.mark.parametrize("chosen", [ENDLESS, "-1", "１", "0", str(2**64)])
def test_a_line_that_is_none_is_not_put_into_focus(house: House, line: UnitLine, chosen: str) -> None:
    page = Walker(house.commerce.liaison, AT).get(reverse("item", args=[line.work_item_id]), line=chosen)
    assert page.status_code == 200


@pytest.mark.parametrize("field", ["line", "newest"])
def test_endless_numbers_in_lists_are_passed_over(house: House, field: str) -> None:
    walker = Walker(house.commerce.liaison, AT)
    address = {"line": reverse("line_sign_all"), "newest": reverse("inbox_read")}[field]
    assert walker.post(address, **{field: ENDLESS}).status_code in (302, 409)


def test_a_nul_in_an_address_is_refused_and_kept(house: House) -> None:
    walker = Walker(house.commerce.liaison, AT)
    with on(AT):
        assert walker.client.post("/settings/calendar/days/a%00b/").status_code == 403
    assert Denial.objects.get().path == "/settings/calendar/days/a%00b/"


@pytest.mark.parametrize(("address", "status"), [("/", 302), ("/login/", 200)])
def test_a_nul_in_the_session_cookie_is_a_stranger(address: str, status: int) -> None:
    assert Client().get(address, headers={"cookie": NUL_COOKIE}).status_code == status


@pytest.mark.parametrize("path", ["report_new", "login"])
def test_words_beyond_the_limit_are_told_the_limit(house: House, path: str) -> None:
    address = reverse("login") if path == "login" else reverse(path, args=[factories.signed_line(house).pk])
    answer = Walker(house.commerce.liaison, AT).post(address, progress_text="字" * 1_000_000)
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "填写的文字合计超过 2.5 MB 的上限，没有办理任何事项" in page
    assert "<h1>文字过长</h1>" in page


def test_invalid_bytes_in_every_field_come_back_as_a_question(house: House) -> None:
    line = factories.signed_line(house)
    walker = Walker(house.commerce.liaison, AT)
    body = b"progress_text=%ff%fe%00&problems=%ed%a0%80&percent=%00&standing=%ff&period=%00&form_key=%ff"
    with on(AT):
        answer = walker.client.post(
            reverse("report_new", args=[line.pk]), body, content_type="application/x-www-form-urlencoded"
        )
    assert answer.status_code == 422


@pytest.mark.parametrize("name", OTHER_NAMES, ids=range(len(OTHER_NAMES)))
def test_a_login_by_another_name_is_a_sentence(house: House, name: str) -> None:
    answer = Client().post(reverse("login"), {"username": name, "password": "wrong"})
    assert (answer.status_code, "。" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("door", ["login", "own_password"])
def test_a_password_of_a_megabyte_costs_no_more_than_a_sentence(house: House, door: str) -> None:
    megabyte = "x" * 2**20
    client = Client() if door == "login" else Walker(house.commerce.liaison, AT).client
    with on(AT):
        answer = client.post(reverse(door), {"username": "person", "password": megabyte, "old": "old", "again": "x"})
    assert answer.status_code == (200 if door == "login" else 422)
    assert "256" in answer.content.decode()
    assert megabyte not in answer.content.decode()


@pytest.mark.parametrize("target", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_a_login_leads_nowhere_else(house: House, target: str) -> None:
    user = house.commerce.liaison.user
    assert user is not None
    user.set_password(RIGHT)
    user.save()
    answer = Client().post(reverse("login"), {"username": user.username, "password": RIGHT, "next": target})
    assert answer["Location"] == reverse("desk")
