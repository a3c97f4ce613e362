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

from tasks_app.models import StateChange, SubmittedForm
from tests import factories
from tests.access.forms import STALE, brought, filled
from tests.access.test_every_url import (
    PAGES,
    Scene,
    fingerprint,
    scene,  # noqa: F401  (the fixtures)
    scene_of_the_module,  # noqa: F401
    undone,
)
from tests.views.walking import typed_in

pytestmark = pytest.mark.django_db

NOT_THE_LATEST = "您看到的不是最新内容"
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
    "clock/troubles.html": ITS_OWN,
    "cycles/late_members.html": NEW,
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
VERSIONLESS: dict[str, str] = {
    "plan_upload_again": "only wakes the job, which takes what waits",
    "account_deactivate": "an account is switched off once, however often one presses",
    "paper_correct": NEW,
    "inbox_read": "names the newest notice that was shown",
    "comment_withdraw": "what is said is never edited; it is locked and looked at before",
}

NOT_SHOWN_STALE: dict[str, str] = {}
NOT_TAKEN_HERE: dict[str, str] = {}
FAULTS = re.compile(r'class="(?:field-error|notice notice-error)[^>]*>(.*?)</(?:p|div|span)>', re.DOTALL)
WHO_AND_WHEN = re.compile(r"已于\d\d月\d\d日\d\d:\d\d")


def who_may(name: str) -> str | None:
    """One person who may send it, and is led on (302) in this scene where anybody is."""
    door = PAGES[name].post
    return min(door.may, default=None) if door else None


POSTS = [name for name in PAGES if who_may(name)]


def sent(scene: Scene, name: str, fields: dict[str, object]) -> HttpResponse:  # noqa: F811
    person = who_may(name)
    assert person is not None
    return scene.browser(person).post(PAGES[name].url(name, scene.things), fields)


def said(answer: HttpResponse) -> str:
    """What the page says first that is wrong."""
    return " ".join(re.sub(r"<[^>]+>|\s+", "", one) for one in FAULTS.findall(answer.content.decode()))[:120]


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


def test_without_a_key_nothing_is_done(scene: Scene) -> None:  # noqa: F811
    before = fingerprint()
    answers = {name: sent(scene, name, filled(scene, name)).status_code for name in POSTS if name not in KEYLESS}
    assert {name: status for name, status in answers.items() if status not in (200, 409, 422)} == {}
    assert fingerprint() == before


def test_a_stale_form_does_nothing_says_who_was_faster_and_keeps_what_was_typed(scene: Scene) -> None:  # noqa: F811
    wrong: dict[str, str] = {}
    for name in POSTS:
        if name not in {*KEYLESS, *VERSIONLESS}:
            with undone():
                brought(scene, name)
                before, fields = book(), filled(scene, name, version=STALE)
                answer = sent(scene, name, {**fields, "form_key": str(uuid4())})
                fault = "it is done" if book() != before else fault_of(answer, fields)
            if fault:
                wrong[name] = fault
    assert wrong == NOT_SHOWN_STALE


def test_the_same_form_twice_is_one_step_and_one_answer(scene: Scene) -> None:  # noqa: F811
    wrong: dict[str, str] = {}
    for name in POSTS:
        if name not in KEYLESS:
            with undone():
                brought(scene, name)
                fields = {**filled(scene, name), "form_key": str(uuid4())}
                first = sent(scene, name, fields)
                once = book()
                again = sent(scene, name, {**fields, "scan": factories.pdf("签批件.pdf")})
                if first.status_code != 302:
                    wrong[name] = f"{first.status_code} {said(first)}"
                elif (again.status_code, again["Location"], book()) != (302, first["Location"], once):
                    wrong[name] = f"again {again.status_code}"
    assert wrong == NOT_TAKEN_HERE


def book() -> tuple[int, int]:
    """What every act leaves: its form, in the transaction of the act, and its step."""
    return SubmittedForm.objects.count(), StateChange.objects.count()


def fault_of(answer: HttpResponse, typed: dict[str, object]) -> str:
    """What is missing in the answer to a stale form; empty where it is as it should be."""
    if answer.status_code != 409 or NOT_THE_LATEST not in (told := said(answer)):
        return f"{answer.status_code} {said(answer)}"
    if not WHO_AND_WHEN.search(told):
        return "nobody is named"
    here = answer.request["PATH_INFO"]
    forms = [fields for action, fields in typed_in(answer) if (action or here).partition("?")[0] == here]
    lost = [name for fields in forms for name, value in fields.items() if name in typed and value != str(typed[name])]
    return f"lost {lost}" if lost else "" if forms else "no form"
