"""The desk: today in one sentence, then what hurts first; each role finds its own day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from accounts.models import Post, Role
from tasks_app.actions import comments, instructions, posts, recording, reports
from tasks_app.actions.comments import Words
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportState
from tasks_app.models import UnitLine
from tasks_app.presenters.links import line_url
from tests import factories, line_case_factories
from tests.extension_factories import DECIDED_AT, ask, asked
from tests.factories import House, moment, published_calendar
from tests.views.walking import GARBAGE, LATE_DAY, Walker, words

DESK = "/"
IN_APRIL = moment("2026-04-10 10:00")
STATEMENTS = 10  # all that the client counts after login: session, person and frame included


def test_sentence_and_list_say_what_is_to_be_done(house: House) -> None:
    factories.signed_line(house, house.commerce, 2)
    page = words(Walker(house.commerce.liaison, IN_APRIL).get(DESK))
    assert "今天：2件待签收，1件待填报，下次调度4月15日（第一季度）。" in page
    assert "填报第一季度进展" in page
    assert "签收" in page


def test_what_hurts_most_stands_first(house: House) -> None:
    line = factories.signed_line(house, house.commerce, 2)
    line.claimed_standing = "behind"
    recording.save(line, by=factories.clock(), at=IN_APRIL, why="测试")
    page = Walker(house.commerce.liaison, moment("2026-03-20 10:00")).get(DESK).content.decode()
    page = page[page.index("本单位承办事项") :]
    assert page.index("推进第2项重点任务") < page.index("推进第1项重点任务")


def test_late_lines_are_counted_and_chosen_by_the_sentence(house: House) -> None:
    walker = Walker(house.commerce.liaison)
    assert "2件逾期" in words(walker.get(DESK))
    late = words(walker.get(DESK, want="late"))
    assert "推进第1项" in late
    assert "推进第3项" not in late
    assert "逾期5个工作日" in late


def test_reviewer_sees_first_what_waits_and_that_own_words_wait_for_another(house: House) -> None:
    factories.report_in(ReportState.UNIT_REVIEW, house)
    page = words(Walker(house.commerce.reviewer, IN_APRIL).get(DESK))
    assert "1件待您审核" in page
    assert page.index("待您审核") < page.index("本单位承办事项")
    assert "审核第一季度进展" in page
    assert "1件待填报" not in page
    assert "待您审核" not in words(Walker(house.commerce.liaison, IN_APRIL).get(DESK))


def test_sent_back_report_leads_to_its_form(house: House) -> None:
    report = factories.report_in(ReportState.SENT_BACK, house)
    page = Walker(house.commerce.liaison, IN_APRIL).get(DESK)
    assert "1件退回修改" in words(page)
    assert reverse("report_edit", args=[report.pk]) in page.content.decode()


def test_unit_without_lines_is_told_so(house: House) -> None:
    page = words(Walker(house.water.liaison, IN_APRIL).get(DESK))
    assert "没有需要您办理的事项" in page
    assert "本年度还没有交办给本单位的事项" in page


def test_done_lines_stand_under_their_own_choice(house: House) -> None:
    factories.line_in(LineState.SIGNED_OFF, house)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    assert "推进第1项" not in words(walker.get(DESK))
    assert "推进第1项" in words(walker.get(DESK, want="done"))


def test_office_sees_what_waits_and_what_is_late(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    page = Walker(house.office.clerk).get(DESK)
    assert "4件逾期，1件报送待审核，3项任务待确认牵头单位" in words(page)
    assert reverse("late") in page.content.decode()
    assert reverse("review_queue") in page.content.decode()
    assert "审核第一季度进展" in words(page)
    assert f"因为市商务局（{report.author.user.full_name}）2026-04-" in words(page)
    assert "报送，等待您审核" in words(page)
    monkeypatch.setattr("tasks_app.dashboards.desk.SHOWN", 0)
    page = words(Walker(house.office.clerk).get(DESK))
    assert "先列最早的0件，其余1件在审核清单中" in page


def test_what_a_clerk_recorded_waits_for_another(house: House) -> None:
    factories.recorded_report(house)
    page = words(Walker(house.office.clerk, LATE_DAY).get(DESK))
    assert "由您代录，须由他人审核" in page
    assert "查看第一季度进展" in page
    other = words(Walker(house.office.second_clerk, LATE_DAY).get(DESK))
    assert "审核第一季度进展" in other
    assert f"因为市商务局的情况由{house.office.clerk.user.full_name}" in other
    assert "代录，等待您审核" in other


def test_leader_is_asked_only_about_lines_the_office_may_not_judge(house: House) -> None:
    factories.report_in(ReportState.SUBMITTED, house)
    walker = Walker(house.office.leader, IN_APRIL)
    assert "待您审定" not in words(walker.get(DESK))
    factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    assert "1件报送待您审定" in words(walker.get(DESK))


def test_office_sees_what_waits_for_a_leader(house: House) -> None:
    """So that the clerk takes it to them on paper; by plan, where several live side by side."""
    walker = Walker(house.office.clerk, DECIDED_AT)
    asked(house)
    assert "须由领导小组领导审定" not in words(walker.get(DESK))
    report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    own = ask(UnitLine.objects.get(pk=report.line_id), by=house.host.liaison)
    assert "2件须由领导小组领导审定" in words(walker.get(DESK))
    page = walker.get(reverse("for_leaders"))
    assert "审定第一季度进展" in words(page)
    assert "审批延期至2026-12-14" in words(page)
    assert {row.url for row in page.context["rows"]} == {f"/reports/{report.pk}/", f"/extensions/{own.pk}/"}


def test_past_its_deadline_a_closing_to_be_redone_is_late_and_says_by_when(house: House) -> None:
    """The light stays honest: a deadline never moves because a closing was sent back."""
    line, on_time, back = factories.signed_line(house), moment("2026-11-27"), moment("2026-12-02")
    draft = factories.closing_draft(line, house.commerce, at=on_time)
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=on_time)
    calendar = factories.published_calendar()
    reports.send_back(draft, reason="补。", redo_by=None, calendar=calendar, by=house.office.clerk, at=back)
    page = words(Walker(house.commerce.liaison, back).get(DESK))
    assert "逾期未完成修改后重报" in page
    assert "重报时限2026-12-07" in page
    assert "退回续办，重报时限12月7日" in words(Walker(house.office.clerk, back).get(line_url(line)))


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.AUDITOR])
def test_readers_find_links_and_nothing_to_do(house: House, role: str) -> None:
    scope = {"ends_on": LATE_DAY.date(), "scope_year": 2026} if role == Role.AUDITOR else {}
    page = words(Walker(factories.working(role, house.office.unit, **scope)).get(DESK))
    assert "4件逾期" in page
    assert "待审核" not in page
    assert "重点任务分工表" in page


@pytest.mark.parametrize(
    ("role", "place"), [(Role.SYSTEM_ADMIN, "accounts"), (Role.SECURITY_ADMIN, "people"), (Role.AUDIT_ADMIN, "audit")]
)
def test_administrators_are_led_to_their_room(house: House, role: str, place: str) -> None:
    """They have no desk: they land where their rail has a light on."""
    walker = Walker(factories.working(role, house.office.unit))
    assert walker.get(DESK).headers["Location"] == reverse("settings")
    page = walker.get(reverse("settings"))
    assert "不办理业务" in words(page)
    assert reverse(place) in page.content.decode()
    assert [room.label for room in page.context["frame"].places if room.current] == ["设置与审计"]


def test_somebody_without_a_post_is_told_whom_to_call(house: House) -> None:
    clerk = house.office.clerk.user
    clerk.phone = "0756-1234567"
    recording.save(clerk, by=factories.clock(), at=IN_APRIL, why="测试")
    liaison = house.commerce.liaison
    walker = Walker(liaison)
    posts.leave(liaison.post, by=factories.clock(), at=IN_APRIL, last_day=IN_APRIL.date())
    page = words(walker.get(DESK))
    assert "没有生效的任职" in page
    assert "0756-1234567" in page


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_shows_the_open_lines(house: House, garbage: str) -> None:
    page = Walker(house.commerce.liaison, IN_APRIL).get(DESK, want=garbage, after=garbage, before=garbage)
    assert page.status_code == 200
    assert "推进第1项" in words(page)


@pytest.mark.parametrize(
    "who", ["commerce.liaison", "commerce.reviewer", "office.clerk", "office.director", "office.leader"]
)
def test_desk_keeps_its_budget(house: House, who: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for people in (house.commerce, house.transport):
        factories.report_in(ReportState.SUBMITTED, house, unit_staff=people)
    factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.host, number=2)
    walker = Walker(_named(house, who), IN_APRIL)
    walker.get(DESK)
    with django_assert_max_num_queries(STATEMENTS):
        walker.get(DESK)


@pytest.mark.parametrize("who", ["office.clerk", "commerce.liaison"])
def test_each_thing_more_to_do_costs_no_statement_more(house: House, who: str) -> None:
    """Cases, questions and instructions name their item and its plan without asking for each."""
    walker, calendar, counts = Walker(_named(house, who), IN_APRIL), published_calendar(), []
    for people in (house.commerce, house.transport, house.host):
        line = house.line(people, 2 if people is house.host else 1)
        line_case_factories.ask(line, CaseKind.OBJECTION, by=people.liaison, at=IN_APRIL)
        asked_item = house.line(house.commerce).work_item
        comments.say(
            asked_item, Words("question", "何时开工？", {house.commerce.unit.pk}), by=house.office.clerk, at=IN_APRIL
        )
        wish = instructions.Wish("请报进展。", {house.commerce.unit.pk}, calendar.plus(IN_APRIL.date(), 5))
        instructions.instruct(asked_item, wish, calendar=calendar, by=house.office.leader, at=IN_APRIL)
        walker.get(DESK)
        with CaptureQueriesContext(connection) as asked_for:
            walker.get(DESK)
        counts.append(len(asked_for))
    assert counts == counts[:1] * 3


def _named(house: House, who: str) -> Actor:
    of, name = who.split(".")
    return getattr(getattr(house, of), name)


def test_changed_post_is_obeyed_by_the_next_click(house: House) -> None:
    liaison = house.commerce.liaison
    walker = Walker(liaison, IN_APRIL)
    assert "推进第1项" in words(walker.get(DESK))
    posts.leave(liaison.post, by=factories.clock(), at=IN_APRIL, last_day=moment("2026-04-09").date())
    assert "推进第1项" not in words(walker.get(DESK))
    assert Post.objects.get(pk=liaison.post.pk).ends_on
    assert UnitLine.objects.filter(unit=house.commerce.unit).exists()


def test_report_sent_back_beside_a_closing_under_review_is_counted(house: House) -> None:
    report = factories.report_in(ReportState.SENT_BACK, house)
    closing = factories.closing_draft(report.line, house.commerce)
    factories.advance(closing, ReportState.SUBMITTED, house, house.commerce)
    page = words(Walker(house.commerce.liaison, IN_APRIL).get(DESK))
    assert "1件退回修改" in page
    assert "修改后重报" in page
