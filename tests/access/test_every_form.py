"""Every form that changes something: a key, so that twice is once; and the version of the row it was made from.

Walked over the POST addresses of :mod:`tests.access.test_every_url` with its one body of fields. Whoever sends a form
without a key changes nothing; the same key twice acts once; where a stored row is changed, a page that shows another
version is refused with 409. What is otherwise stands in a table with its reason.
"""

import re
from collections import defaultdict
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
from tests.views.walking import typed_in, words

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
NEXT_NUMBER = "its file bears the number of the next version, and is refused where somebody put that in force"
ON_OR_OFF = "an account is on or off, and the button of the other is not there; the second is told it is so already"
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
    "policy/put_form.html": NEXT_NUMBER,
    "settings/succession_form.html": NEW,
    "talk/item.html": "what is said is never edited; taking it back is locked and looked up",
    "units/form.html": NEW,
}
# POST addresses that change no stored row of which the page showed a version, though they answer 302.
VERSIONLESS: dict[str, str] = {
    **dict.fromkeys(("account_new", "call_new", "comment_answer", "comment_new", "instruction_new"), NEW),
    **dict.fromkeys(("late_member_issue", "paper_new", "paper_series", "plan_upload_new", "post_new"), NEW),
    **dict.fromkeys(("instruction_register", "leave_new", "mandate_new", "paper_correct", "paper_dispatch"), NEW),
    **dict.fromkeys(("report_new", "report_on_behalf"), NEW),
    **dict.fromkeys(("succession_new", "unit_new", "year_import", "account_reset", "own_codes", "cycle_draft"), NEW),
    **dict.fromkeys(("account_activate", "account_deactivate", "account_unlock", "factor_reset"), ON_OR_OFF),
    "comment_withdraw": "what is said is never edited; it is locked and looked at before",
    "inbox_read": "names the newest notice that was shown",
    "line_sign_all": "names the lines that were shown",
    "people_import": LOOKS_ONLY,
    "people_import_confirm": "names what was shown by its digest (``seen``), and is refused where that changed",
    "plan_upload_again": "only wakes the job, which takes what waits",
    "policy_put": NEXT_NUMBER,
}


def names(listed: str) -> set[str]:
    """The names of a line or more."""
    return set(listed.split())


# What a stale form is answered otherwise in this scene, and why.
OTHERWISE_STALE: dict[str, set[str]] = {
    # It asks first (a preview, a question), or is not whole here: its choices are those of another scene.
    "another answer": names(
        """calendar_publish handover item_revise line_case_turn_down line_case_uphold period_accept period_sheet_paper
        plan_upload_answer"""
    ),
    # Nobody has touched the row yet, or somebody of another unit has: no name is told then.
    "nobody to name": names(
        """account_email brake_release calendar_day consulted_none group_alias group_member group_settle item_supervised
        lead_confirm member_end outgoing_hold outgoing_release own_phone person_amend post_end post_succeed reading_new
        task_unit_join task_unit_leave"""
    ),
    # The step cannot be taken on the page any more: a button without words, or one that another person has by now.
    "no form any more": names(
        """cycle_issue item_down item_remove item_up line_case_resume mandate_confirm paper_decline paper_instruct
        period_sheet plan_upload_confirm report_arrange report_gather unit_pass_on unit_settle"""
    ),
}
# What this scene takes the first time, so that the second can be seen; its own tests bring the others there.
TAKEN_HERE = names(
    """
    account_deactivate alias_end appointment_countersign appointment_decline appointment_withdraw calendar_day
    comment_withdraw consultation consulted_approve consulted_none consulted_paper extension_grant_on_paper
    extension_refuse extension_refuse_on_paper extension_withdraw group_alias group_member inbox_read
    instruction_reply instruction_reply_on_behalf interview_excuse interview_minutes interview_rectify
    interview_rectify_on_behalf item_down item_new item_split item_up late_remind lead_confirm leave_end
    leave_new line_case_grant line_case_refuse line_case_withdraw line_hand_over mandate_end member_end
    opinion_adopt opinion_adopt_in_part opinion_approve opinion_decline opinion_on_behalf opinion_return
    outgoing_hold paper_correct person_amend plan_upload_again plan_upload_give_up post_end post_succeed
    reading_correct report_accept report_accept_in_part report_send_back report_withdraw review_accept
    service_object service_receive succession_confirm succession_withdraw target_keep target_value
    task_unit_join unit_alias unit_kind
    """
)
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
    found: dict[str, set[str]] = defaultdict(set)
    for name in POSTS:
        if name not in {*KEYLESS, *VERSIONLESS}:
            with undone():
                brought(scene, name)
                before, fields = book(), filled(scene, name, version=STALE)
                answer = sent(scene, name, {**fields, "form_key": str(uuid4())})
                found[answer_to(answer, fields) if book() == before else "done"].add(name)
    assert {fault: names for fault, names in found.items() if fault} == OTHERWISE_STALE


def test_the_same_form_twice_is_one_step_and_one_answer(scene: Scene) -> None:  # noqa: F811
    taken: dict[str, bool] = {}
    for name in POSTS:
        if name not in KEYLESS:
            with undone():
                fields = {**filled(scene, name), "form_key": str(uuid4())}
                first, once = sent(scene, name, fields), book()
                if first.status_code == 302:
                    again = sent(scene, name, {**fields, "scan": factories.pdf("签批件.pdf")})
                    taken[name] = (again.status_code, again["Location"], book()) == (302, first["Location"], once)
    assert {name for name, is_once in taken.items() if not is_once} == set()
    assert TAKEN_HERE - taken.keys() == set()


def book() -> tuple[int, int]:
    """What every act leaves: its form, in the transaction of the act, and its step."""
    return SubmittedForm.objects.count(), StateChange.objects.count()


def answer_to(answer: HttpResponse, typed: dict[str, object]) -> str:
    """What is missing in the answer to a stale form; empty where it is as it should be."""
    told = words(answer)
    if answer.status_code != 409 or NOT_THE_LATEST not in told:
        return "another answer"
    here = answer.request["PATH_INFO"]
    forms = [fields for action, fields in typed_in(answer) if re.split("[?#]", action or here)[0] == here]
    if any(name in typed and value != str(typed[name]) for fields in forms for name, value in fields.items()):
        return "words are lost"
    if not WHO_AND_WHEN.search(told):
        return "nobody to name"
    return "" if forms else "no form any more"
