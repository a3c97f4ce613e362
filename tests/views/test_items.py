"""An item's page: what is asked, whose part it is, what of it one may see, and the one thing to do."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.actor import Actor
from tasks_app.actions import recording, responsibilities
from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport, Responsibility, UnitLine
from tests import factories
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

IN_APRIL = moment("2026-04-10 10:00")
BUDGET = 9  # all that the client counts after login: session, person and frame included
OTHERS_WORDS = "只有本单位、牵头单位和办公室能看。"


def item_of(line: UnitLine) -> str:
    return reverse("item", args=[line.work_item_id])


def told_by(house: House) -> ProgressReport:
    """市交通运输局 handed in a report whose words are not everyone's."""
    line = factories.signed_line(house, house.transport)
    spoken = factories.Words(OTHERS_WORDS, "无。", "无。", "behind", 40)
    report = factories.periodic_draft(line, house.transport, house.period(), words=spoken)
    factories.advance(report, ReportState.ACCEPTED, house, house.transport)
    return report


def test_page_quotes_the_task_and_leads_to_it_in_the_plan(house: House) -> None:
    page = Walker(house.commerce.liaison, IN_APRIL).get(item_of(house.line(house.commerce)))
    assert "推进第1项重点任务。完成年度目标。" in words(page)
    assert f"{reverse('plan_source')}?task=1" in page.content.decode()
    assert "行动1第1项" in words(page)


def test_unit_signs_from_the_right_column(house: House) -> None:
    line = house.line(house.commerce)
    page = Walker(house.commerce.liaison, IN_APRIL).get(item_of(line)).content.decode()
    assert f'action="{reverse("line_sign", args=[line.pk])}"' in page
    assert page.count("button-primary") == 1


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (LineState.IN_PROGRESS, "填报第一季度进展"),
        (LineState.UNIT_REVIEW, "正等待审核人审核"),
        (LineState.OFFICE_REVIEW, "等待领导小组办公室审核"),
        (LineState.SENT_BACK, "修改后重报"),
        (LineState.COMPLETED, "等待办公室负责人销号"),
        (LineState.SIGNED_OFF, "已经销号"),
    ],
)
def test_what_is_asked_of_the_unit_follows_the_state(house: House, state: str, verb: str) -> None:
    line = factories.line_in(state, house)
    page = Walker(house.commerce.liaison, IN_APRIL).get(item_of(line))
    assert verb in words(page)
    assert page.content.decode().count("button-primary") <= 1


def test_other_units_are_names_parts_states_and_dates(house: House) -> None:
    told_by(house)
    page = Walker(house.commerce.liaison, IN_APRIL).get(item_of(house.line(house.commerce)))
    assert "市交通运输局" in words(page)
    assert OTHERS_WORDS not in words(page)
    assert "进度滞后" not in words(page)
    assert "自报40%" not in words(page)
    assert "审核通过" not in words(page)


def test_choosing_another_units_line_shows_no_more_of_it(house: House) -> None:
    report = told_by(house)
    page = Walker(house.commerce.liaison, IN_APRIL).get(item_of(report.line), line=report.line_id)
    assert OTHERS_WORDS not in words(page)
    assert "不能查看填报内容" in words(page)


@pytest.mark.parametrize("who", ["office", "leader", "own"])
def test_contents_are_read_by_the_office_the_leaders_and_the_unit_itself(house: House, who: str) -> None:
    report = told_by(house)
    actor = {"office": house.office.clerk, "leader": house.office.leader, "own": house.transport.reviewer}[who]
    page = words(Walker(actor, IN_APRIL).get(item_of(report.line), line=report.line_id))
    assert OTHERS_WORDS in page
    assert "进度滞后" in page
    assert "第一季度进展" in page


def test_confirmed_lead_reads_all_lines_and_stands_first(house: House) -> None:
    report = told_by(house)
    second = Responsibility.objects.get(task__number=1, unit=house.transport.unit)
    responsibilities.confirm_lead(
        second.task, second.pk, basis_note="会议纪要", by=house.office.director, at=factories.LATER
    )
    page = Walker(house.transport.liaison, IN_APRIL).get(item_of(report.line)).content.decode()
    lead, other = page.split('<article class="unit-card')[1:]
    assert "市交通运输局" in lead
    assert "牵头" in lead
    assert f"?line={house.line(house.commerce).pk}" in other


def test_inferred_lead_is_shown_to_the_office_alone(house: House) -> None:
    url = item_of(house.line(house.commerce))
    assert "推定牵头单位：市商务局" in words(Walker(house.office.clerk, IN_APRIL).get(url))
    for actor in (house.commerce.liaison, house.transport.reviewer, house.office.leader):
        assert "推定" not in words(Walker(actor, IN_APRIL).get(url))


def test_unit_that_is_not_on_the_item_finds_nothing(house: House) -> None:
    url = item_of(house.line(house.commerce))
    assert Walker(house.water.liaison, IN_APRIL).get(url).status_code == 404
    assert Walker(house.commerce.liaison, IN_APRIL).get(reverse("item", args=[2**63])).status_code == 404


def test_moved_deadline_keeps_the_original_struck_through(house: House) -> None:
    line = house.line(house.commerce)
    line.deadline = moment("2026-12-15").date()
    recording.save(line, by=factories.clock(), at=IN_APRIL, why="测试")
    page = Walker(house.commerce.liaison, IN_APRIL).get(item_of(line)).content.decode()
    assert '<time datetime="2026-11-30">2026-11-30</time></del>' in page
    assert "2026-12-15" in page


def test_office_meets_the_line_that_waits_for_it(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.transport)
    page = Walker(house.office.clerk, IN_APRIL).get(item_of(report.line))
    assert "审核第一季度进展" in words(page)
    assert reverse("report", args=[report.pk]) in page.content.decode()


def test_director_signs_off_but_not_what_they_accepted(house: House) -> None:
    line = factories.line_in(LineState.COMPLETED, house)
    assert reverse("line_sign_off", args=[line.pk]) in shown_to(house.office.director, line)
    assert reverse("line_sign_off", args=[line.pk]) not in shown_to(house.office.clerk, line)
    second = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING, unit_staff=house.transport)
    factories.reports.accept(second, by=house.office.director, at=factories.LATER)
    page = shown_to(house.office.director, second.line)
    assert reverse("line_sign_off", args=[second.line_id]) not in page
    assert "须由另一位负责人办理" in page


@pytest.mark.parametrize("state", [LineState.PENDING_SIGNATURE, LineState.OFFICE_REVIEW, LineState.COMPLETED])
@pytest.mark.parametrize("who", ["clerk", "director", "leader"])
def test_every_act_fits_into_the_budget(
    house: House, state: str, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    line = factories.line_in(state, house)
    walker = Walker(getattr(house.office, who), IN_APRIL)
    walker.get(item_of(line))
    with django_assert_max_num_queries(BUDGET):
        walker.get(item_of(line), line=line.pk)


def shown_to(actor: Actor, line: UnitLine) -> str:
    return Walker(actor, IN_APRIL).get(item_of(line), line=line.pk).content.decode()


def test_closing_is_told_once_and_issuing_to_all_units_is_one_step(house: House) -> None:
    line = factories.line_in(LineState.OFFICE_REVIEW, house)
    page = words(Walker(house.office.clerk, IN_APRIL).get(item_of(line)))
    assert page.count("报送办结") == 1
    assert "审核通过" not in page
    assert "交办（2个单位）" in page
    assert "申请办结（市商务局）" not in page, "the unit itself did it, and is named already"


def test_phone_of_the_clerk_stands_on_a_units_page(house: House) -> None:
    clerk = house.office.second_clerk.user
    clerk.phone = "0756-7654321"
    recording.save(clerk, by=factories.clock(), at=IN_APRIL, why="测试")
    url = item_of(house.line(house.commerce))
    assert "0756-7654321" in words(Walker(house.commerce.liaison, IN_APRIL).get(url))


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_shows_the_page(house: House, garbage: str) -> None:
    url = item_of(house.line(house.commerce))
    assert Walker(house.commerce.liaison, IN_APRIL).get(url, line=garbage, steps=garbage).status_code == 200
