"""Stories in a browser: a clock that is set by the story, and people who come in by the door."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import BrowserContext, ViewportSize
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tasks_app.management.demo.people import PASSWORD
from tests.browser.visitor import DESK, Visitor
from tests.factories import moment

Visit = Callable[..., Visitor]
BANNER = "演示数据，与实际工作无关"
FIRST_DAY = moment("2026-03-02")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock of the house: it runs, and a story sets it on to a later day."""
    with time_machine.travel(FIRST_DAY, tick=True) as coordinates:
        yield coordinates


@pytest.fixture
def visit(
    clock: time_machine.Traveller,
    live_server: LiveServer,
    new_context: Callable[..., BrowserContext],
    settings: Settings,
) -> Iterator[Visit]:
    """Lets a user in, each with a browser of their own; in the end no browser may have complained."""
    settings.DEMO_BANNER = BANNER
    came: list[Visitor] = []

    def enter(user: User, *, window: ViewportSize = DESK, scripts: bool = True) -> Visitor:
        if not user.check_password(PASSWORD):  # a new password would end the sessions of an earlier browser
            user.set_password(PASSWORD)
            user.save()
        context = new_context(viewport=window, java_script_enabled=scripts)
        visitor = Visitor(context.new_page(), live_server.url, user.username)
        came.append(visitor)
        visitor.logs_in()
        return visitor

    yield enter
    assert [visitor.complaints for visitor in came if visitor.complaints] == []
