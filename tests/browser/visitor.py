"""Somebody at a browser of their own: what they open, press and read, and whatever the browser complains about."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, FilePayload, Locator, Page, Response, ViewportSize, expect

from tasks_app.management.demo.people import PASSWORD
from tests.browser import pictures
from tests.factories import PDF

DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
ZOOMED: ViewportSize = {"width": 720, "height": 450}  # what is left of a desk at 200 %
FIRST_ROOM = re.compile("^(工作台|设置与审计)$")
MOST_TABS = 120
PATIENCE_MILLISECONDS = 10_000
# What axe is asked in which window: on the phone everything but colours, which take it five times as long as all other
# rules together and do not change with the width; at the desk everything, but of a table only its first rows, for the
# others are drawn by the same templates.
ON_THE_PHONE = {"options": {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}}
AT_THE_DESK = {"context": {"exclude": [["tbody tr:nth-child(n+11)"]]}, "options": {"resultTypes": ["violations"]}}
ASKED = ((PHONE, ON_THE_PHONE), (ZOOMED, None), (DESK, AT_THE_DESK))
TOLD_BY_ITS_STATUS = "Failed to load resource"
# The elements that make a page scroll sideways, as they begin.
STICKS_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > width);
    return wide.map(one => one.outerHTML.slice(0, 90));
}"""


@dataclass
class Visitor:
    """One person. A page that answers with a refusal is a complaint, unless it was expected (:meth:`refused`)."""

    page: Page
    address: str
    username: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MILLISECONDS)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._note_response)

    def _note_console(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(TOLD_BY_ITS_STATUS):
            self.complaints.append(message.text)

    def _note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}")

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """Within, exactly one page answers with this status."""
        assert self.complaints == []
        yield
        assert self.complaints == [f"{status}"]
        self.complaints.clear()

    # --- coming and going
    def logs_in(self) -> None:
        """Goes to the door and in."""
        self.page.goto(f"{self.address}/login/")
        self.knocks()

    def knocks(self) -> None:
        """Gives name and password at the door, and stands at the desk, or in the administrators' room."""
        self.page.get_by_label("登录名").fill(self.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.presses("登录")
        expect(self.page.get_by_role("heading", name=FIRST_ROOM, level=1)).to_be_visible()
        self.page.wait_for_load_state()  # from here on the keyboard is heard

    def opens(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.address + path)

    def follows(self, link: str) -> None:
        """Clicks the first link with exactly these words."""
        self.page.get_by_role("link", name=link, exact=True).first.click()

    def another_tab(self) -> "Visitor":
        """The same person and session in a second tab; complaints are gathered together."""
        return Visitor(self.page.context.new_page(), self.address, self.username, self.complaints)

    # --- acting
    def presses(self, button: str) -> None:
        """Clicks the button with exactly these words."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def decides(self, verb: str, **typed: str) -> None:
        """Opens the question behind a verb, fills in what it asks for (label to words), and confirms."""
        self.page.locator("summary", has_text=re.compile(rf"^\s*{verb}\s*$")).click()
        question = self.page.locator("details.confirm[open]")
        for label, words in typed.items():
            question.get_by_label(label).fill(words)
        question.get_by_role("button", name=verb, exact=True).click()

    def writes(self, **typed: str) -> None:
        """Fills in the fields with these labels, optional or not."""
        for label, words in typed.items():
            self.page.get_by_label(re.compile(rf"^\s*{label}\s*(（选填）)?\s*$")).fill(words)

    def chooses(self, choice: str) -> None:
        """Ticks the radio button with these words."""
        self.page.get_by_role("radio", name=choice, exact=True).check()

    def attaches(self, name: str) -> None:
        """A small PDF of this name, into the only file field of the page."""
        content = PDF + f"% {name}\n".encode()
        file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self.page.locator("input[type=file]").set_input_files(file)

    def tabs_to(self, thing: Locator) -> None:
        """Walks there with the Tab key alone."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if thing.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"no way to {thing} by the Tab key")

    # --- looking
    def reads(self, *sentences: str) -> None:
        """Finds each of these words somewhere in the main part of the page."""
        for sentence in sentences:
            expect(self.page.get_by_role("main")).to_contain_text(sentence)

    def looks(
        self, picture: str = "", *, phone: bool = False, at: str = "", closely: Sequence[ViewportSize] = (PHONE, DESK)
    ) -> None:
        """Looks the page over at a desk, zoomed in and on a phone; keeps a picture of it where pictures are wanted.

        The picture is of the top of the page, or begins ``at`` the heading with these words. ``closely``: in which
        windows axe is asked too, and not only whether the page fits.
        """
        self.page.wait_for_load_state()  # words can be read before the style sheets are in
        for window, asked in ASKED:
            self.page.set_viewport_size(window)
            wide = self.page.evaluate(STICKS_OUT)
            assert wide == [], f"{self.page.url} is too wide for {window['width']} px: {wide}"
            if asked and window in closely:
                assert faults_of(self.page, asked) == {}, self.page.url
        if picture and pictures.FOLDER:
            self.page.set_viewport_size(PHONE if phone else DESK)
            self.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
            if at:
                self.page.get_by_role("heading", name=at).evaluate("heading => heading.scrollIntoView()")
            pictures.keep(self.page.screenshot(), picture)
            self.page.set_viewport_size(DESK)


def faults_of(page: Page, asked: dict[str, Any]) -> dict[str, list[str]]:
    """What axe finds: rule to the elements that break it."""
    found = Axe().run(page, **asked).response["violations"]
    return {fault["id"]: [node["html"] for node in fault["nodes"]] for fault in found}
