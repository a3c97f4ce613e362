"""Every form that changes something: a key, so that twice is once; and the version of the row it was made from.

Walked over the POST addresses of :mod:`tests.access.test_every_url` with its one body of fields. Whoever sends a form
without a key changes nothing; the same key twice acts once; where a stored row is changed, a page that shows another
version is refused with 409. What is otherwise stands in a table with its reason.
"""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import HttpResponse

from tests.access.test_every_url import (
    PAGES,
    POST_ANSWERS,
    Scene,
    fingerprint,
    scene,  # noqa: F401  (the fixtures)
    scene_of_the_module,  # noqa: F401
    undone,
)

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).parents[2] / "templates"
FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
TOKENS = re.compile(r"form_tokens\.html|name=\"form_key\"")
VERSIONS = re.compile(r"version|name=\"(chosen|shown|line)\"")

SECRET = "a password or a code is no part of what is stored about a sent form; twice is once anyway"
THE_FIRST_COUNTS = "the first time counts, however often one comes back"
LOOKS_ONLY = "answers with a page and stores nothing"
# POST addresses that take a form without a key.
KEYLESS = {
    "login": SECRET,
    "logout": THE_FIRST_COUNTS,
    "activate": SECRET,
    "forgotten": SECRET,
    "second_factor": SECRET,
    "own_password": SECRET,
    "own_sessions_end": THE_FIRST_COUNTS,
    "switch_post": THE_FIRST_COUNTS,
    "notice": THE_FIRST_COUNTS,
    "rehearsal": LOOKS_ONLY,
}
# The templates of those, and of questions that only lead on to the form that acts.
KEYLESS_TEMPLATES = {
    "accounts/activate.html": SECRET,
    "accounts/activate_code.html": SECRET,
    "accounts/bind.html": SECRET,
    "accounts/forgotten.html": SECRET,
    "accounts/login.html": SECRET,
    "accounts/own.html": SECRET,
    "accounts/second_factor.html": SECRET,
    "frame/top_bar.html": THE_FIRST_COUNTS,
    "inbox/notices.html": THE_FIRST_COUNTS,
    "rehearsal/rehearsal.html": LOOKS_ONLY,
    "periods/period.html": "leads to the question, whose form has the key",
}
NEW = "makes something new; what may be there only once has a unique key or is locked and looked up"
ITS_OWN = "the row it is about has one way on, and is locked and looked at before"
# Forms without the version of a row. Those that show many rows bear a version for each (``shown``, ``chosen``).
VERSIONLESS_TEMPLATES = {
    "accounts/new.html": NEW,
    "calls/call.html": NEW,
    "clock/proposal.html": ITS_OWN,
    "clock/troubles.html": ITS_OWN,
    "cycles/late_members.html": NEW,
    "leads/units.html": "a unit joins once or leaves once: the second who tries is told that it is so already",
    "inbox/inbox.html": "names the newest notice that was shown",
    "papers/mandate_form.html": NEW,
    "papers/new.html": NEW,
    "papers/series.html": NEW,
    "people/import.html": LOOKS_ONLY,
    "people/import_preview.html": "names what was shown by its digest (``seen``), and is refused where that changed",
    "periods/sheet.html": "each row of the sheet bears the version of its report (forms/period_sheet.py)",
    "plan/upload_new.html": NEW,
    "policy/put_form.html": NEW,
    "settings/succession_form.html": NEW,
    "talk/item.html": "what is said is never edited; taking it back is locked and looked up",
    "units/form.html": NEW,
}
# POST addresses that change no stored row of which the page showed a version, though they answer 302.
ALL_THAT_WAITS = "acts on all that waits when it is sent, each locked and asked by its own act"
VERSIONLESS: dict[str, str] = {
    "plan_upload_again": "only wakes the job, which takes what waits",
    "account_deactivate": "an account is switched off once, however often one presses",
    "paper_correct": NEW,
    "inbox_read": "names the newest notice that was shown",
    "comment_withdraw": "what is said is never edited; it is locked and looked at before",
    "consulted_none": ALL_THAT_WAITS,
    "consulted_approve": ALL_THAT_WAITS,
}

STALE = "2147483647"


def who_may(name: str) -> str | None:
    """One person who may send it, and is led on (302) in this scene where anybody is."""
    door = PAGES[name].post
    return min(door.may, default=None) if door else None


POSTS = [name for name in PAGES if who_may(name)]
DONE_HERE = [name for name in POSTS if POST_ANSWERS.get(name, 302) == 302 and name not in KEYLESS]


def sent(scene: Scene, name: str, **more: object) -> HttpResponse:  # noqa: F811
    person = who_may(name)
    assert person is not None
    fields = {**scene.body, **more}
    return scene.browser(person).post(PAGES[name].url(name, scene.things), fields)


def test_every_form_of_every_page_has_a_key() -> None:
    without = {
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*.html"))
        for form in FORM.findall(path.read_text("utf-8"))
        if not TOKENS.search(form)
    }
    assert without == set(KEYLESS_TEMPLATES)


def test_every_form_with_a_key_has_a_version_or_a_reason_for_none() -> None:
    without = {
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*.html"))
        for form in FORM.findall(path.read_text("utf-8"))
        if TOKENS.search(form) and not VERSIONS.search(form)
    }
    assert without == set(VERSIONLESS_TEMPLATES)


@pytest.mark.parametrize("name", [name for name in POSTS if name not in KEYLESS])
def test_without_a_key_nothing_is_done(scene: Scene, name: str) -> None:  # noqa: F811
    with undone():
        before = fingerprint()
        answer = sent(scene, name)
        assert (answer.status_code in (200, 409, 422), fingerprint() == before) == (True, True), answer.status_code


@pytest.mark.parametrize("name", DONE_HERE)
def test_the_same_form_twice_is_once_and_a_stale_one_nothing(scene: Scene, name: str) -> None:  # noqa: F811
    key = str(uuid4())
    with undone():
        before = fingerprint()
        stale = sent(scene, name, form_key=str(uuid4()), version=STALE)
        changed = fingerprint() != before
    with undone():
        first = sent(scene, name, form_key=key)
        once = fingerprint()
        again = sent(scene, name, form_key=key)
        assert (first.status_code, again.status_code) == (302, 302)
        assert fingerprint() == once
    if name in VERSIONLESS:
        assert stale.status_code != 409, "it has a version by now: take it out of the table"
    else:
        assert (stale.status_code, changed) == (409, False)
