"""Walking through the pages as somebody: a browser without scripts, logged in, on a day of one's choice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import time_machine
from django.http import HttpResponse
from django.test import Client

from accounts.actor import Actor
from accounts.middleware import POST_KEY
from tests.factories import moment

# Five working days after 2026-11-30, the day on which items without a date of their own are due.
LATE_DAY = moment("2026-12-07 10:00")
# What people and robots write into addresses. None of it may break a page.
GARBAGE = ("abc", "-1", "0", str(2**63), "é%00", "\x00", "2026-02-29", "password", "' OR 1=1 --", "٣")


@contextmanager
def on(at: datetime) -> Iterator[None]:
    """The clock of the house stands at this moment."""
    with time_machine.travel(at, tick=False):
        yield


class Walker:
    """Somebody in one of their posts, with a browser."""

    def __init__(self, actor: Actor, at: datetime = LATE_DAY) -> None:
        self.at = at
        self.client = Client(raise_request_exception=True)
        with on(at):
            self.client.force_login(actor.user)
            session = self.client.session
            session[POST_KEY] = actor.post.pk
            session.save()

    def get(self, url: str, **words: Any) -> HttpResponse:
        """The page at an address, with these words in its query."""
        with on(self.at):
            return self.client.get(url, words)

    def post(self, url: str, **fields: Any) -> HttpResponse:
        """Sends a form with a fresh key, unless one is given."""
        with on(self.at):
            return self.client.post(url, {"form_key": str(uuid4()), **fields})


class _Forms(HTMLParser):
    """The forms of a page: where each leads, what it carries unseen, and the words that stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((told.get("action", ""), {}, {}))
        elif self.forms and told.get("name"):
            _, hidden, words = self.forms[-1]
            if tag == "textarea":
                self.area = told["name"]
                words[self.area] = ""
            elif tag == "input" and told.get("type") == "hidden":
                hidden.setdefault(told["name"], []).append(told.get("value", ""))
            elif tag == "input" and told.get("type", "text") not in ("file", "radio", "checkbox", "submit"):
                words[told["name"]] = told.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][2][self.area] += data


def _forms_of(page: HttpResponse) -> _Forms:
    reader = _Forms()
    reader.feed(page.content.decode())
    return reader


def hidden_in(page: HttpResponse, action: str = "") -> dict[str, list[str]]:
    """What the form of a page that leads to this address carries unseen: its key, the version it was made from.

    A form without an address of its own leads to the page's.
    """
    here = page.request["PATH_INFO"]
    return next(hidden for to, hidden, _ in _forms_of(page).forms if (to or here) == (action or here))


def typed_in(page: HttpResponse) -> list[tuple[str, dict[str, str]]]:
    """Where each form of a page leads, and the words that stand in its fields."""
    return [(to, {name: text.strip() for name, text in words.items()}) for to, _, words in _forms_of(page).forms]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words(page: HttpResponse) -> str:
    """What a reader of the page reads, without its white space."""
    reader = _Words()
    reader.feed(page.content.decode())
    return "".join("".join(reader.found).split())
