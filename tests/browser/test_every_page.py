"""Every page of the rail for every role, and each room behind it once, with a whole year on them.

They are accessible, quiet (nothing on the console, no breach of the content policy), and as wide as their window.
"""

from copy import deepcopy

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django import Settings

from accounts.models import User
from tasks_app.actions import heartbeats
from tasks_app.dashboards.clock_health import JOBS
from tasks_app.management.commands.load_demo import load
from tests.browser.conftest import Visit
from tests.browser.visitor import DESK, Visitor
from tests.factories import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = moment("2026-11-23 10:00")
# Two halves, so that two processes walk; a year takes its time to load, so there are not more.
WORKING = ("u11-liaison", "u11-reviewer", "clerk", "director")
LOOKING_ON = ("leader", "evaluator", "auditor", "sysadmin", "secadmin", "auditadmin")
PLACES = "nav[aria-label=主要位置] a"
ROOMS = (
    "main .sub-nav a, main .doors a, main .page-links a, main .filter-chips[aria-label=按查看筛选] a, .top-bar-inbox"
)
# Which page is kept as a picture, by role and address.
PICTURES = {
    ("u11-liaison", "/"): "desk",
    ("clerk", "/plan/"): "plan",
    ("clerk", "/supervision/late/"): "late",
    ("clerk", "/supervision/clock/"): "clock",
    ("clerk", "/periods/"): "period",
    ("auditor", "/audit/"): "audit",
}


@pytest.fixture
def year(clock: time_machine.Traveller) -> None:
    """A whole year on the pages: that of the demo."""
    clock.move_to(TODAY)
    load(TODAY)
    for job in JOBS:
        heartbeats.beat(job.name, at=timezone.now())


def test_every_page_for_those_with_work_on_their_desk(visit: Visit, year: None, subtests: pytest.Subtests) -> None:
    walk_every_page(visit, WORKING, subtests)


def test_every_page_for_those_who_look_on_and_what_is_printed(
    visit: Visit, year: None, settings: Settings, subtests: pytest.Subtests
) -> None:
    walk_every_page(visit, LOOKING_ON, subtests)
    visitor = visit(User.objects.get(username="director"))
    with subtests.test("the plan in print"):
        then_the_printed_plan_is_the_paper(visitor)
    with subtests.test("the brief of a period"):
        then_the_director_reads_the_brief(visitor)
    with subtests.test("the door of a demo"):
        then_the_door_names_who_can_log_in(visitor, settings)


def walk_every_page(visit: Visit, roles: tuple[str, ...], subtests: pytest.Subtests) -> None:
    """Everybody's places, and each room behind them for the first who comes to it.

    A place is looked at closely once, and at a desk: the same templates draw it for the next role, and the stories take
    the pages of each kind in hand on a phone too.
    """
    seen: set[str] = set()
    looked: set[str] = set()
    for role in roles:
        visitor = visit(User.objects.get(username=role))
        places = addresses(visitor, PLACES)
        rooms = {room: None for place in places for room in rooms_behind(visitor, place) if room not in seen}
        seen.update(rooms)
        for address in dict.fromkeys([*places, *rooms]):
            for job in JOBS:
                heartbeats.beat(job.name, at=timezone.now())
            with subtests.test(role=role, address=address):
                visitor.opens(address)
                expect(visitor.page.get_by_role("heading", level=1)).to_have_count(1)
                visitor.looks(PICTURES.get((role, address), ""), closely=() if address in looked else (DESK,))
                looked.add(address)


def addresses(visitor: Visitor, links: str) -> list[str]:
    """Where these links of the page lead, pages only: no file that would be taken away."""
    found = visitor.page.locator(links).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    plain = [address.partition("?")[0] for address in found if address.startswith("/")]
    return [address for address in plain if "." not in address]


def rooms_behind(visitor: Visitor, place: str) -> list[str]:
    """The pages to which a place of the rail leads on."""
    visitor.opens(place)
    return addresses(visitor, ROOMS)


def then_the_printed_plan_is_the_paper(visitor: Visitor) -> None:
    """Printed, the table has the words of the paper and nothing of the screen around it."""
    page = visitor.page
    visitor.opens("/plan/")
    page.emulate_media(media="print")
    for gone in (page.get_by_role("navigation", name="主要位置"), page.get_by_role("searchbox")):
        expect(gone).to_be_hidden()
    expect(page.get_by_text("市发展改革局、生态环境局、统计局，各区人民政府（管委会）").first).to_be_visible()
    page.emulate_media(media="screen")


def then_the_director_reads_the_brief(director: Visitor) -> None:
    """专报: one page for a vice-mayor, behind the page of the period."""
    director.opens("/periods/")
    director.follows("打印专报")
    director.reads("各行动亮灯情况")
    director.looks("brief")


def then_the_door_names_who_can_log_in(visitor: Visitor, settings: Settings) -> None:
    """With the demo's own settings the login page lists its people and their password."""
    (engine,) = deepcopy(settings.TEMPLATES)
    engine["OPTIONS"]["context_processors"].append("tasks_app.management.demo.people.for_login_page")
    settings.TEMPLATES = [engine]
    visitor.page.context.clear_cookies()
    visitor.opens("/login/")
    visitor.reads("演示账号", "u11-liaison", "carbonpeak-demo")
    visitor.looks()
