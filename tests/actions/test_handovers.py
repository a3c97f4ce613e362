"""Handing over (移交), and that the old person's next click is refused while the successor goes on."""

from datetime import date

import pytest

from accounts.models import Role, User
from tasks_app.actions import handovers, posts, report_drafts
from tasks_app.dashboards.handover import open_work
from tasks_app.domain.refusals import Invalid, NotAllowed, Stale
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Notification, ProgressReport, StateChange, UnitLine
from tests import extension_factories, factories
from tests.factories import LATER, WORDS, House
from tests.views.walking import Walker

pytestmark = pytest.mark.django_db
TODAY = LATER.date()
TOLD = {"at": LATER, "basis": "单位来函"}


@pytest.fixture
def work(house: House) -> ProgressReport:
    """The liaison of 市商务局 has a draft, is named on the line, and asked for more time."""
    line = factories.signed_line(house)
    UnitLine.objects.filter(pk=line.pk).update(handler=house.commerce.liaison.name, handler_phone="1")
    line.refresh_from_db()
    draft = factories.periodic_draft(line, house.commerce, house.period())
    extension_factories.ask(line, by=house.commerce.liaison, at=factories.REPORTED_AT)
    return draft


def successor(house: House) -> User:
    return posts.succeed(
        house.commerce.liaison.own_post, factories.person("接手人"), starts_on=TODAY, by=house.commerce.reviewer, **TOLD
    ).user


def test_the_list_names_all_that_hangs_on_the_person(house: House, work: ProgressReport) -> None:
    listed = open_work(house.commerce.liaison.own_post)
    assert listed.in_words == "起草中的填报 1 件、承办人为其本人的事项 1 件、待审批的延期申请 1 件"
    assert listed.handled == (work.line_id,)
    assert open_work(house.transport.liaison.own_post).count == 0


def test_a_reviewer_s_list_names_what_waits_for_approval(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    [pile] = open_work(house.commerce.reviewer.own_post).piles
    assert (pile.label, pile.is_inner, pile.tasks[0].url) == ("待其审核的填报", True, f"/reports/{report.pk}/")


def test_it_goes_to_the_successor_with_one_notice(house: House, work: ProgressReport) -> None:
    new, old = successor(house), house.commerce.liaison.own_post
    done = handovers.hand_over(old, new.posts.get(), by=house.commerce.reviewer, at=LATER, version=1)
    line = UnitLine.objects.get(pk=work.line_id)
    assert (line.handler, line.handler_phone, line.version) == ("接手人", "", work.line.version + 1)
    notice = Notification.objects.get(recipient=new)
    assert (notice.obligation, notice.topic) == (None, f"handover:{old.pk}:2")
    assert done.in_words in notice.asked
    step = StateChange.objects.get(kind="line", act="hand_over")
    assert (step.line, step.internal, step.why) == (line, True, f"承办人由{old.user.full_name}改为接手人")
    assert ProgressReport.objects.get(pk=work.pk).author == old  # who wrote stays who wrote


def test_who_may_not_and_to_whom_it_cannot_go(house: House, work: ProgressReport) -> None:
    old, reviewer = house.commerce.liaison.own_post, house.commerce.reviewer
    for by in (house.commerce.liaison, house.transport.reviewer, house.office.leader):
        with pytest.raises(NotAllowed):
            handovers.hand_over(old, reviewer.own_post, by=by, at=LATER)
    for to in (old, house.transport.liaison.own_post, house.office.clerk.own_post):
        with pytest.raises(Invalid, match="接手人员"):
            handovers.hand_over(old, to, by=reviewer, at=LATER)
    with pytest.raises(Stale):
        handovers.hand_over(old, reviewer.own_post, by=reviewer, at=LATER, version=9)


def test_rights_follow_on_the_same_click(house: House, work: ProgressReport) -> None:
    """The old liaison is logged in and looks at the draft; the reviewer replaces them; the next click finds nothing."""
    old, page = Walker(house.commerce.liaison, LATER), f"/reports/{work.pk}/edit/"
    assert old.get(page).status_code == 200
    new = successor(house)
    assert old.get(page).status_code == 404
    assert old.post(page, progress_text="仍在改", version=work.version).status_code == 404
    assert old.get("/").status_code == 200  # the desk says whom to call
    held = new.posts.get()
    assert Walker(factories.actor(held, LATER), LATER).get(page).status_code == 200
    rewritten = report_drafts.rewrite(work, WORDS, by=factories.actor(held, LATER), at=LATER)
    assert rewritten.author == held


def test_a_reviewer_who_left_with_open_approvals_approves_no_more_and_the_next_one_does(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    old = Walker(house.commerce.reviewer, LATER)
    told = {**TOLD, "by": house.office.clerk}
    new = posts.succeed(house.commerce.reviewer.own_post, factories.person(), starts_on=TODAY, **told)
    assert old.post(f"/reports/{report.pk}/approve/", version=report.version).status_code == 404
    fresh = Walker(factories.actor(new, LATER), LATER)
    assert fresh.post(f"/reports/{report.pk}/approve/", version=report.version).status_code == 302
    assert ProgressReport.objects.get(pk=report.pk).state == ReportState.SUBMITTED


def test_in_two_posts_one_acts_in_one_and_ending_the_other_takes_only_that(house: House) -> None:
    second = posts.appoint(
        house.commerce.liaison.user,  # type: ignore[arg-type]
        house.water.unit,
        Role.LIAISON,
        starts_on=TODAY,
        by=house.office.clerk,
        **TOLD,
    )
    walker = Walker(factories.actor(second, LATER), LATER)
    assert walker.get("/").context["frame"].actor_label == "市水务局 · 联络员"
    posts.leave(second, last_day=date(2026, 4, 12), by=house.water.reviewer, **TOLD)
    assert walker.get("/").context["frame"].actor_label == "市商务局 · 联络员"
