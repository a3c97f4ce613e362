"""The pages before one has a password: one sentence for every link that does not work, one answer for every name."""

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Invitation, Role
from tasks_app.actions import activation
from tests import factories
from tests.factories import House
from tests.views.walking import LATE_DAY, on, words

pytestmark = pytest.mark.django_db
PASSWORD = "carbonpeak-fresh-1"
ACTIVATE, FORGOTTEN = "/activate/", "/login/forgotten/"
# What is no code, has no code, or breaks what looks for one.
NO_CODES = ["ABCD-EFGH", "\x00", "٣" * 20, "' OR 1=1 --", "A" * 1_000_000, "../../etc", "%ff"]


@pytest.fixture
def link(house: House) -> Invitation:
    keeper = factories.working(Role.SYSTEM_ADMIN, house.office.unit)
    person = house.commerce.liaison.user
    assert person is not None
    return activation.invite(person, by=keeper, at=LATE_DAY)


def opened(link: Invitation) -> Client:
    client = Client()
    assert client.get(link.path)["Location"] == ACTIVATE
    return client


def send(client: Client, password: str = PASSWORD, again: str = PASSWORD) -> HttpResponse:
    return client.post(ACTIVATE, {"password": password, "again": again})


def test_the_link_leads_to_the_password_and_on_to_the_login(link: Invitation) -> None:
    with on(LATE_DAY):
        client = opened(link)
        page = client.get(ACTIVATE)
        assert link.user.username in words(page)
        assert link.code not in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        assert client.session.get("_auth_user_id") is None
        assert send(client)["Location"] == "/login/"
        assert "密码已设置，请登录。" in words(client.get("/login/"))
        inside = Client()
        assert inside.post("/login/", {"username": link.user.username, "password": PASSWORD})["Location"] == "/"


def test_a_weak_password_leaves_the_link_as_it_is(link: Invitation) -> None:
    with on(LATE_DAY):
        client = opened(link)
        for weak in ("12345678901234", f"{link.user.username}xyz", "short"):
            assert send(client, weak, weak).status_code == 422
        assert send(client, PASSWORD, "another").status_code == 422
        assert send(client).status_code == 302


def test_unknown_used_replaced_and_late_read_the_same(link: Invitation) -> None:
    with on(LATE_DAY):
        two = [opened(link), opened(link)]
        assert [send(client).status_code for client in two] == [302, 410]
        used = Client().get(link.path)
        unknown = Client().get(ACTIVATE, {"code": "ABCD" * 5})
    late = Client().get(link.path)
    assert [page.status_code for page in (used, unknown, late)] == [410] * 3
    assert len({words(page) for page in (used, unknown, late)}) == 1
    assert "链接已失效" in words(used)


def test_the_code_may_be_typed_from_paper(link: Invitation) -> None:
    typed = " - ".join((link.code[:4].lower(), link.code[4:]))
    with on(LATE_DAY):
        assert Client().post(ACTIVATE, {"code": typed})["Location"] == ACTIVATE
        assert Client().post(ACTIVATE, {"code": "  "}).status_code == 422


@pytest.mark.parametrize("code", NO_CODES, ids=range(len(NO_CODES)))
def test_rubbish_is_one_sentence(link: Invitation, code: str) -> None:
    for answer in (Client().get(ACTIVATE, {"code": code[:2000]}), Client().post(ACTIVATE, {"code": code})):
        assert answer.status_code == 410
        assert "链接已失效" in words(answer)


def test_halves_of_characters_are_one_sentence(link: Invitation) -> None:
    form = "application/x-www-form-urlencoded"
    assert Client().get(f"{ACTIVATE}?code=%ed%a0%80").status_code == 410
    assert Client().post(ACTIVATE, b"code=%ed%a0%80%ff", content_type=form).status_code == 410
    assert Client().post(FORGOTTEN, b"username=%ed%a0%80%ff", content_type=form).status_code == 200


class TestForgotten:
    """忘记密码 says the same of every name."""

    def test_one_answer_for_all(self, house: House) -> None:
        known = house.commerce.liaison.user
        assert known is not None
        known.email = "liaison@example.gov.cn"
        known.set_password(PASSWORD)
        known.save()
        pages = {words(Client().post(FORGOTTEN, {"username": name})) for name in (known.username, "nobody", " x " * 9)}
        assert len(pages) == 1
        assert "如果这个登录名存在并登记了电子邮箱，链接已经发出" in pages.pop()
        assert Invitation.objects.get().user == known

    @pytest.mark.parametrize("name", ["", " ", "a\x00b", "字" * 65, "x" * 1_000_000])
    def test_what_is_no_name_is_asked_again(self, name: str) -> None:
        assert Client().post(FORGOTTEN, {"username": name}).status_code == 422
