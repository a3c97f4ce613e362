"""Requests for more time (延期申请): who may ask and decide, every refusal, and what a granted one leaves behind."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import extensions, reports
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.actions.report_drafts import Caller
from tasks_app.actions.reports import Sheet
from tasks_app.domain.extension_states import ExtensionState
from tasks_app.domain.line_states import LineState
from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Refusal, Stale
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Extension, ExtensionSheet, Notification, StateChange, UnitLine, WorkItem
from tests import factories
from tests.extension_factories import ASKED_AT, DECIDED_AT, IN_TEN_DAYS, ask, asked, grant, refuse
from tests.factories import House, moment, published_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

DEADLINE = date(2026, 11, 30)
IN_ELEVEN_DAYS = date(2026, 12, 15)


def stored(line: UnitLine) -> UnitLine:
    return UnitLine.objects.get(pk=line.pk)


# --- asking ----------------------------------------------------------------------------------------------------------
def test_a_request_says_what_was_asked_by_whom_and_when(house: House) -> None:
    request = asked(house)
    assert (request.state, request.deadline_was, request.wished_until) == ("asked", DEADLINE, IN_TEN_DAYS)
    assert (request.in_time, request.asked_by, request.asked_at) == (True, house.commerce.liaison.post, ASKED_AT)
    step = StateChange.objects.get(kind="extension", object_id=request.pk)
    assert (step.label, step.line, step.to_state) == ("申请延期", request.line, "asked")
    assert step.why == "申请延期至 2026-12-14：设备交货推迟两周。"
    assert stored(request.line).deadline == DEADLINE
    assert stored(request.line).next_step_on == ASKED_AT.date()


@pytest.mark.parametrize(
    ("at", "in_time"), [("2026-11-30 23:59", True), ("2026-12-01 00:00", False), ("2026-12-04 09:00", False)]
)
def test_the_end_of_the_deadline_day_divides_in_time_from_late(house: House, at: str, in_time: bool) -> None:
    request = asked(house, at=moment(at))
    assert request.in_time == in_time
    label = StateChange.objects.get(kind="extension").label
    assert label == ("申请延期" if in_time else "申请延期（逾期后提出）")


@pytest.mark.parametrize(
    ("wish", "field", "sentence"),
    [
        (Wish(IN_TEN_DAYS, " ", "过半。"), "reason", "请填写延期理由，写明为什么不能按期完成。"),
        (Wish(IN_TEN_DAYS, "推迟。", "\u3000"), "progress", "请填写目前进展，写明已完成和未完成的部分。"),
        (Wish(None, "推迟。", "过半。"), "until", "请选择新的完成时限。"),
        (Wish(DEADLINE, "推迟。", "过半。"), "until", "新时限应晚于现时限 2026-11-30。"),
        (Wish(date(2026, 12, 12), "推迟。", "过半。"), "until", "2026-12-12 不是工作日，请另选工作日。"),
        (Wish(date(2027, 1, 4), "推迟。", "过半。"), "until", "新时限应在本年度内，最晚为 2026-12-31。"),
    ],
)
def test_a_request_that_does_not_hold_is_refused_by_field(house: House, wish: Wish, field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked(house, wish=wish)
    assert refused.value.faults == {field: sentence}
    assert not Extension.objects.exists()


def test_a_late_request_cannot_wish_for_a_day_that_is_over(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        asked(house, at=moment("2026-12-08"), wish=Wish(date(2026, 12, 8), "推迟。", "过半。"))
    assert refused.value.faults == {"until": "新时限应晚于今天。"}


@pytest.mark.parametrize(
    "state", [state for state in LineState if state not in (LineState.IN_PROGRESS, LineState.SENT_BACK)]
)
def test_nobody_asks_for_more_time_for_a_line_that_is_not_at_work(house: House, state: str) -> None:
    line = factories.line_in(state, house)
    with pytest.raises(NotNow, match="不能申请延期"):
        ask(line, by=house.commerce.liaison)


def test_a_line_that_was_sent_back_may_ask(house: House) -> None:
    line = factories.line_in(LineState.SENT_BACK, house)
    assert ask(line, by=house.commerce.reviewer).is_open


def test_one_request_at_a_time(house: House) -> None:
    asked(house)
    with pytest.raises(NotNow, match="已有一件延期申请等待审批"):
        asked(house)


def test_a_year_that_is_over_leaves_no_day(house: House) -> None:
    line = factories.signed_line(house, house.commerce, 3)
    assert line.deadline > line.cycle.cut_off_on
    with pytest.raises(NotNow, match="下一年度"):
        ask(line, by=house.commerce.liaison)


def test_who_saw_another_version_of_the_line_is_told(house: House) -> None:
    line = factories.signed_line(house)
    with pytest.raises(Stale):
        ask(line, by=house.commerce.liaison, version=line.version - 1)


def test_only_the_own_unit_asks(house: House) -> None:
    line = factories.signed_line(house)
    for stranger in (house.transport.liaison, house.water.reviewer, house.office.clerk, house.office.leader):
        with pytest.raises(NotAllowed, match="只有承办单位"):
            ask(line, by=stranger)


def test_the_clerk_enters_what_a_unit_phoned(house: House) -> None:
    line = factories.signed_line(house)
    request = ask(line, by=house.office.clerk, caller=Caller("电话", "王某"))
    assert (request.on_behalf_source, request.on_behalf_of) == ("电话", "王某")
    step = StateChange.objects.get(kind="extension")
    assert (step.act, step.why) == ("ask_on_behalf", "电话，王某")
    with pytest.raises(NotAllowed, match="只有领导小组办公室经办人可以代录"):
        ask(line, by=house.office.director, caller=Caller("电话", "王某"))


def test_what_is_entered_for_a_unit_names_its_source(house: House) -> None:
    line = factories.signed_line(house)
    with pytest.raises(Invalid):
        ask(line, by=house.office.clerk, caller=Caller("电话", " "))


# --- deciding --------------------------------------------------------------------------------------------------------
def test_a_granted_one_moves_the_deadline_and_nothing_else_of_the_past(house: House) -> None:
    request = asked(house)
    before = stored(request.line)
    request = grant(request, by=house.office.clerk)
    line = stored(request.line)
    assert (line.deadline, line.original_deadline, line.round) == (IN_TEN_DAYS, DEADLINE, before.round + 1)
    assert (line.state, line.version, line.next_step_on) == (before.state, before.version + 1, DECIDED_AT.date())
    assert (request.state, request.granted_until, request.opened_round) == ("granted", IN_TEN_DAYS, line.round)
    assert (request.decided_by, request.decided_at, request.words) == (
        house.office.clerk.post,
        DECIDED_AT,
        "同意。",
    )
    assert extensions.slips_of(line) == 1
    step = StateChange.objects.filter(kind="extension").latest("id")
    assert (step.label, step.why, step.line) == ("同意延期", "延期至 2026-12-14：同意。", line)
    assert line.history.latest().history_change_reason.startswith("同意延期至 2026-12-14")


def test_a_refused_one_moves_nothing(house: House) -> None:
    request = refuse(asked(house), by=house.office.clerk)
    line = stored(request.line)
    assert (request.state, request.words, request.granted_until) == ("refused", "进度可追回。", None)
    assert (line.deadline, line.round, extensions.slips_of(line)) == (DEADLINE, 0, 0)
    assert line.next_step_on == DECIDED_AT.date()


def test_the_unit_takes_its_request_back_and_may_ask_again(house: House) -> None:
    request = extensions.withdraw(asked(house), by=house.commerce.reviewer, at=DECIDED_AT)
    assert (request.state, request.decided_by) == ("withdrawn", house.commerce.reviewer.post)
    assert asked(house, at=DECIDED_AT).is_open


def test_only_the_own_unit_takes_it_back(house: House) -> None:
    request = asked(house)
    for stranger in (house.transport.liaison, house.office.clerk):
        with pytest.raises(NotAllowed):
            extensions.withdraw(request, by=stranger, at=DECIDED_AT)


def test_a_refusal_says_why(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        refuse(asked(house), by=house.office.clerk, reason="\u200b")
    assert refused.value.faults == {"reason": extensions.WORDS_NEEDED}


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (None, "请选择新的完成时限。"),
        (date(2026, 11, 27), "新时限应晚于现时限 2026-11-30。"),
        (date(2026, 12, 13), "2026-12-13 不是工作日，请另选工作日。"),
        (date(2027, 1, 4), "新时限应在本年度内，最晚为 2026-12-31。"),
    ],
)
def test_what_is_granted_must_be_a_day_that_can_be(house: House, until: date | None, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        grant(asked(house), by=house.office.director, until=until)
    assert refused.value.faults == {"until": sentence}


def test_the_clerk_grants_the_first_up_to_ten_working_days(house: House) -> None:
    request = asked(house)
    with pytest.raises(NotAllowed, match="第 1 次，11 个工作日"):
        grant(request, by=house.office.clerk, until=IN_ELEVEN_DAYS)
    assert grant(request, by=house.office.director, until=IN_ELEVEN_DAYS).state == "granted"


def test_how_many_days_is_a_setting(house: House, settings: Any) -> None:
    settings.EXTENSION_CLERK_DAYS = 9
    with pytest.raises(NotAllowed, match="不超过 9 个工作日"):
        grant(asked(house), by=house.office.clerk)


def test_the_second_of_a_line_is_the_director_s(house: House) -> None:
    grant(asked(house), by=house.office.clerk)
    later = Wish(date(2026, 12, 16), "还差验收。", "已安装。")
    second = asked(house, at=moment("2026-12-10"), wish=later)
    with pytest.raises(NotAllowed, match="第 2 次"):
        grant(second, by=house.office.clerk, until=later.until, at=moment("2026-12-11"))
    with pytest.raises(NotAllowed, match="第 2 次"):
        refuse(second, by=house.office.clerk, at=moment("2026-12-11"))
    grant(second, by=house.office.director, until=later.until, at=moment("2026-12-11"))
    line = stored(second.line)
    assert (line.deadline, line.original_deadline, line.round) == (later.until, DEADLINE, 2)
    assert extensions.slips_of(line) == 2


def test_a_refused_one_does_not_count_as_the_first(house: House) -> None:
    refuse(asked(house), by=house.office.clerk)
    assert grant(asked(house, at=DECIDED_AT), by=house.office.clerk).state == "granted"


def test_no_unit_and_no_reader_decides(house: House) -> None:
    request = asked(house)
    for stranger in (house.commerce.reviewer, house.transport.liaison, house.office.leader):
        with pytest.raises(NotAllowed, match="只有领导小组办公室可以审批延期申请"):
            grant(request, by=stranger)


def test_nobody_decides_what_they_entered_themselves(house: House) -> None:
    line = factories.signed_line(house)
    request = ask(line, by=house.office.clerk, caller=Caller("来函", "李某"))
    with pytest.raises(NotAllowed):
        grant(request, by=house.office.clerk)
    assert grant(request, by=house.office.second_clerk).state == "granted"


def test_nobody_decides_for_a_unit_in_which_they_hold_a_post(house: House) -> None:
    """回避: neither granting nor refusing, and not about the host of the office either."""
    clerk = house.office.clerk
    assert clerk.user is not None
    factories.post(Role.LIAISON, house.commerce.unit, user=clerk.user)
    torn = factories.actor(clerk.own_post, DECIDED_AT)
    request = asked(house)
    for decide in (grant, refuse):
        with pytest.raises(NotAllowed, match="回避"):
            decide(request, by=torn)
    assert stored(request.line).deadline == DEADLINE


def test_about_the_office_s_own_house_a_leader_decides(house: House) -> None:
    request = asked(house, house.host, 2)
    for barred in (house.office.clerk, house.office.director):
        with pytest.raises(NotAllowed, match="回避"):
            grant(request, by=barred)
    granted = grant(request, by=house.office.leader, until=IN_ELEVEN_DAYS)
    assert (granted.state, stored(request.line).deadline) == ("granted", IN_ELEVEN_DAYS)


def test_a_leader_may_decide_on_paper(house: House) -> None:
    request = asked(house, house.host, 2)
    sheet = factories.sheet(DECIDED_AT, words="同意延期。")
    extensions.grant_on_paper(
        request,
        Grant(IN_ELEVEN_DAYS, sheet=sheet),
        calendar=published_calendar(),
        by=house.office.clerk,
        at=DECIDED_AT,
    )
    kept = ExtensionSheet.objects.get(extension=request)
    assert (kept.act, kept.signer, kept.scan_name) == ("grant_on_paper", "陈某", "签批件.pdf")
    assert stored(request.line).deadline == IN_ELEVEN_DAYS
    assert Extension.objects.get().words == "同意延期。"


def test_a_leader_may_refuse_on_paper(house: House) -> None:
    request = asked(house, house.host, 2)
    sheet = factories.sheet(DECIDED_AT, words="不同意。")
    extensions.refuse_on_paper(request, sheet, by=house.office.clerk, at=DECIDED_AT)
    assert Extension.objects.get().words == "不同意。"
    assert stored(request.line).deadline == DEADLINE


def signed(by: Actor, at: datetime = DECIDED_AT) -> Sheet:
    return replace(factories.sheet(at, words="同意，请抓紧。"), signer=by.name, signer_user=by.user)


def grant_on_paper(request: Extension, sheet: Sheet, *, by: Actor, consent: Sheet | None = None) -> Extension:
    granted = Grant(IN_ELEVEN_DAYS, sheet=sheet, consent=consent)
    return extensions.grant_on_paper(request, granted, calendar=published_calendar(), by=by, at=DECIDED_AT)


def test_what_the_director_signed_is_registered_by_the_clerk(house: House) -> None:
    request, office = asked(house), house.office
    done = grant_on_paper(request, signed(office.director), by=office.clerk)
    assert (done.state, done.words, stored(request.line).deadline) == ("granted", "同意，请抓紧。", IN_ELEVEN_DAYS)
    kept = ExtensionSheet.objects.get()
    assert (kept.act, kept.signer, kept.registered_by) == ("grant_on_paper", office.director.name, office.clerk.post)
    second = asked(house, house.transport)
    done = extensions.refuse_on_paper(second, signed(office.director), by=office.clerk, at=DECIDED_AT)
    assert (done.state, done.words) == ("refused", "同意，请抓紧。")


def test_a_sheet_counts_where_the_signer_s_click_would(house: House) -> None:
    """A clerk's signature grants nothing on paper, nor a leader's about another house, nor the director's about his
    own, nor one from before it was asked; and only a clerk registers."""
    request, own, office = asked(house), asked(house, house.host, 2), house.office
    named = replace(signed(office.second_clerk), signer_user=None)
    for thing, sheet, field in (
        (request, signed(office.second_clerk), "signer_account"),
        (request, named, "signer"),
        (request, signed(office.leader), "signer_account"),
        (own, signed(office.director), "signer_account"),
        (request, signed(office.director, ASKED_AT - timedelta(days=1)), "signed_on"),
    ):
        with pytest.raises(Invalid) as refused:
            grant_on_paper(thing, sheet, by=office.clerk)
        assert set(refused.value.faults) == {field}
    with pytest.raises(NotAllowed, match="经办人可以登记"):
        grant_on_paper(request, signed(office.director), by=office.director)
    assert not ExtensionSheet.objects.exists()


def test_a_date_of_the_plan_granted_on_paper_needs_the_leader_s_sheet_too(house: House) -> None:
    request, office = asked(house), house.office
    plan_date(request)
    with pytest.raises(Invalid) as refused:
        grant_on_paper(request, signed(office.director), by=office.clerk)
    assert set(refused.value.faults) == {"leader_signer"}
    grant_on_paper(request, signed(office.director), by=office.clerk, consent=factories.sheet(DECIDED_AT))
    assert list(ExtensionSheet.objects.values_list("act", flat=True)) == ["grant_on_paper", "consent"]


def plan_date(request: Extension) -> None:
    WorkItem.objects.filter(pk=request.line.work_item_id).update(is_plan_date=True)


def test_a_date_of_the_plan_moves_with_a_leader_s_consent_only(house: House) -> None:
    request = asked(house)
    plan_date(request)
    with pytest.raises(NotAllowed):
        grant(request, by=house.office.clerk, sheet=factories.sheet(DECIDED_AT))
    with pytest.raises(Invalid) as refused:
        grant(request, by=house.office.director)
    assert refused.value.faults == {"signer": extensions.CONSENT_NEEDED}
    assert stored(request.line).deadline == DEADLINE
    grant(request, by=house.office.director, sheet=factories.sheet(DECIDED_AT))
    kept = ExtensionSheet.objects.get(extension=request)
    assert (kept.act, kept.signer_title, kept.registered_by) == ("consent", "分管副局长", house.office.director.post)
    assert stored(request.line).deadline == IN_TEN_DAYS


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"signer": " "}, "signer"), ({"signed_on": date(2026, 11, 25)}, "signed_on"), ({"scan": None}, "scan")],
)
def test_a_consent_without_its_parts_is_none(house: House, changed: dict[str, Any], field: str) -> None:
    request = asked(house)
    plan_date(request)
    sheet = reports.Sheet(**vars(factories.sheet(DECIDED_AT)) | changed)
    with pytest.raises(Invalid) as refused:
        grant(request, by=house.office.director, sheet=sheet)
    assert set(refused.value.faults) == {field}


def test_the_director_refuses_a_date_of_the_plan_without_a_leader(house: House) -> None:
    request = asked(house)
    plan_date(request)
    assert refuse(request, by=house.office.director).state == "refused"


# --- two at once, and what else happens meanwhile ---------------------------------------------------------------------
def test_the_second_decision_meets_the_first(house: House) -> None:
    request = asked(house)
    seen = request.version
    grant(request, by=house.office.clerk, version=seen)
    with pytest.raises(Stale, match="同意延期"):
        grant(request, by=house.office.director, version=seen)
    with pytest.raises(NotNow, match="现在的状态是“同意”"):
        refuse(request, by=house.office.director)
    assert stored(request.line).round == 1


@pytest.mark.parametrize("ended", ["granted", "refused", "withdrawn"])
def test_what_is_decided_is_decided(house: House, ended: str) -> None:
    request = asked(house)
    if ended == "granted":
        grant(request, by=house.office.clerk)
    elif ended == "refused":
        refuse(request, by=house.office.clerk)
    else:
        extensions.withdraw(request, by=house.commerce.liaison, at=DECIDED_AT)
    for act in (
        lambda: grant(request, by=house.office.director),
        lambda: refuse(request, by=house.office.director),
        lambda: extensions.withdraw(request, by=house.commerce.liaison, at=DECIDED_AT),
    ):
        with pytest.raises(Refusal):
            act()


def test_whoever_hands_in_a_closing_asks_for_no_more_time(house: House) -> None:
    request = asked(house)
    draft = factories.closing_draft(request.line, house.commerce, at=DECIDED_AT)
    factories.advance(draft, ReportState.SUBMITTED, house, house.commerce, at=DECIDED_AT)
    request = Extension.objects.get(pk=request.pk)
    assert (request.state, request.decided_by) == (ExtensionState.WITHDRAWN, house.commerce.reviewer.post)
    step = StateChange.objects.filter(kind="extension").latest("id")
    assert step.label == "随办结报送撤回延期申请"
    with pytest.raises(NotNow):
        grant(request, by=house.office.clerk)


def test_the_people_of_the_unit_are_told_what_was_decided_once_and_by_no_mail(house: House) -> None:
    granted, refused = asked(house), asked(house, house.transport)
    grant(granted, by=house.office.clerk)
    refuse(refused, by=house.office.director)
    told = Notification.objects.filter(topic=f"extension:{granted.pk}")
    people = house.commerce
    assert {notice.recipient for notice in told} == {people.liaison.user, people.reviewer.user}
    assert told[0].title == f"同意延期：{granted.line.work_item.title}"
    assert told[0].asked == "完成时限延至 2026-12-14，请在新的时限前办结。"
    assert told[0].address == f"/extensions/{granted.pk}/"
    other = Notification.objects.filter(topic=f"extension:{refused.pk}")
    assert {notice.title for notice in other} == {f"不同意延期：{refused.line.work_item.title}"}
    assert "完成时限仍为 2026-11-30" in other[0].asked
    said = " ".join(f"{one.title}{one.asked}{one.because}" for one in (*told, *other))
    assert not any(word in said for word in GUARDED_WORDS)
    assert not Notification.objects.unsent().exists()


def test_what_the_unit_took_back_is_told_to_nobody(house: House) -> None:
    extensions.withdraw(asked(house), by=house.commerce.liaison, at=DECIDED_AT)
    assert not Notification.objects.exists()
