"""What stands beside every answer, also beside errors and beside files that no view hands out."""

from contextlib import closing

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

ANSWERS = ["/login/", "/", "/nothing/", "/healthz", "/static/css/text.css", "/static/img/logo.svg"]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_says_what_it_may_load_and_that_it_is_what_it_says(address: str) -> None:
    with closing(Client().get(address)) as answer:
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_login_says_that_no_state_secret_belongs_here() -> None:
    assert "严禁处理、存储、传输国家秘密" in Client().get("/login/").content.decode()


@pytest.mark.parametrize("aim", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_login_leads_nowhere_else(aim: str) -> None:
    person = factories.person("行人")
    person.set_password("a long password")
    person.save()
    answer = Client().post("/login/", {"username": person.username, "password": "a long password", "next": aim})
    assert (answer.status_code, answer.url) == (302, "/")


def test_forwarded_names_are_not_believed() -> None:
    answer = Client().get("/", headers={"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"})
    assert answer.url == "/login/?next=/"
    assert Client().get("/login/", headers={"host": "evil.example"}).status_code == 400
