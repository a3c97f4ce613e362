"""A year is opened, drawn up and issued; what issuing makes and what stops it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import GroupMembership, UnitName
from tasks_app.actions import cycles, item_drafts, responsibilities
from tasks_app.domain.access import Bar
from tasks_app.domain.access_words import BAR_SENTENCES
from tasks_app.domain.parts import Basis
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.year_states import ItemState, Rhythm, YearPlanState
from tasks_app.models import (
    CalendarYear,
    Cycle,
    Heading,
    Plan,
    Responsibility,
    Task,
    UnitLine,
    WorkItem,
    YearPlan,
)
from tests import factories
from tests.factories import ISSUED_AT, LATER, Office, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.portable]


@pytest.fixture
def office() -> Office:
    return factories.office()


@pytest.fixture
def staff() -> Staff:
    return factories.staff("市商务局")


def parts(cycle: Cycle) -> list[tuple[int, str, str, int]]:
    """(task, unit, part, order) of every line of a year, in the order of the plan."""
    lines = UnitLine.objects.filter(cycle=cycle).select_related("work_item__year_plan__task")
    return [
        (line.work_item.year_plan.task.number, line.unit_name, line.part, line.order)
        for line in lines.order_by("work_item", "order")
    ]


class TestOpen:
    """A year is opened with the dates of the rhythm."""

    def test_with_its_dates_and_periods(self, office: Office) -> None:
        cycle = cycles.open_year(2026, by=office.clerk, at=ISSUED_AT, calendar=factories.published_calendar())
        assert (cycle.item_due_on, cycle.evaluation_on) == (date(2026, 11, 30), date(2027, 1, 20))
        assert (cycle.state, cycle.drafted_by) == (YearPlanState.DRAFT, office.clerk.post)
        assert list(cycle.periods.values_list("name", "due_on")) == [
            ("第一季度", date(2026, 4, 15)),
            ("第二季度", date(2026, 7, 15)),
            ("第三季度", date(2026, 10, 15)),
            ("年度自评", date(2027, 1, 20)),
        ]
        assert cycle.periods.get(order=1).history.get().history_user == office.clerk.user

    def test_an_open_year_is_left_as_it_is(self, office: Office) -> None:
        first = cycles.open_year(2026, by=office.clerk, at=ISSUED_AT, calendar=factories.published_calendar())
        again = cycles.open_year(2026, by=office.director, at=LATER, calendar=factories.published_calendar())
        assert (again.pk, again.drafted_by, again.periods.count()) == (first.pk, office.clerk.post, 4)

    def test_a_year_nobody_published_yet(self, office: Office) -> None:
        cycle = cycles.open_year(2028, by=office.clerk, at=ISSUED_AT, calendar=factories.published_calendar())
        assert cycle.periods.count() == 4
        assert not CalendarYear.objects.filter(year=2028, state="official").exists()

    @pytest.mark.parametrize("year", [0, 1, 1999, 2061, 9999])
    def test_a_year_that_cannot_be_meant(self, office: Office, year: int) -> None:
        with pytest.raises(Invalid, match="年度应在"):
            cycles.open_year(year, by=office.clerk, at=ISSUED_AT, calendar=factories.published_calendar())

    def test_only_the_office_opens_a_year(self, office: Office, staff: Staff) -> None:
        for by in (staff.liaison, staff.reviewer, office.leader, factories.clock()):
            with pytest.raises(NotAllowed):
                cycles.open_year(2026, by=by, at=ISSUED_AT, calendar=factories.published_calendar())


class TestDraft:
    """One item for each task of the plan."""

    def test_from_the_plan(self, office: Office, staff: Staff) -> None:
        plan = factories.plan()
        action = factories.task(plan, 1, [staff.unit])
        yearly = factories.task(plan, 2, [office.unit], kind=Heading.Kind.ORGANISATION)
        cycle = factories.drafted_cycle(office)
        items = WorkItem.objects.order_by("year_plan__task__number")
        assert list(items.values_list("year_plan__task", "planned_deadline", "rhythm", "state")) == [
            (action.pk, date(2026, 11, 30), Rhythm.QUARTERLY, ItemState.DRAFT),
            (yearly.pk, date(2027, 1, 20), Rhythm.YEARLY, ItemState.DRAFT),
        ]
        assert (items[0].title, items[0].deliverable) == ("推进第1项重点任务", action.text)
        assert not UnitLine.objects.exists()
        assert YearPlan.objects.get(task=action).history.get().history_user == office.clerk.user
        assert cycle.state == YearPlanState.DRAFT

    def test_a_long_text_is_cut_for_its_title(self, office: Office, staff: Staff) -> None:
        task = factories.task(factories.plan(), 1, [staff.unit])
        task.text = "推动" * 100
        task.save()
        factories.drafted_cycle(office)
        title = WorkItem.objects.get().title
        assert len(title) == 60
        assert title.endswith("…")

    def test_drafting_again_adds_what_is_new_and_touches_nothing_else(self, office: Office, staff: Staff) -> None:
        plan = factories.plan()
        factories.task(plan, 1, [staff.unit])
        cycle = factories.drafted_cycle(office)
        assert cycles.draft_items(cycle, by=office.clerk, at=LATER) == []
        factories.task(plan, 2, [staff.unit])
        [added] = cycles.draft_items(cycle, by=office.clerk, at=LATER)
        assert added.year_plan.task.number == 2

    def test_whoever_drafts_last_is_who_may_not_issue(self, office: Office, staff: Staff) -> None:
        factories.task(factories.plan(), 1, [staff.unit])
        cycle = cycles.open_year(2026, by=office.clerk, at=ISSUED_AT, calendar=factories.published_calendar())
        cycles.draft_items(cycle, by=office.director, at=ISSUED_AT)
        with pytest.raises(NotAllowed, match="由您本人经办"):
            cycles.issue(Cycle.objects.get(), by=office.director, at=ISSUED_AT)


class TestRevise:
    """A drafted item may still be changed; an issued one is frozen."""

    def test_its_deadline_and_words(self, office: Office, staff: Staff) -> None:
        factories.task(factories.plan(), 1, [staff.unit])
        factories.drafted_cycle(office)
        item, june = WorkItem.objects.get(), date(2026, 6, 30)
        revised = item_drafts.revise_item(
            item,
            by=office.clerk,
            at=ISSUED_AT,
            planned_deadline=june,
            title="新标题",
            version=item.version,
        )
        assert (revised.planned_deadline, revised.title, revised.deliverable) == (
            june,
            "新标题",
            item.deliverable,
        )
        with pytest.raises(Stale):
            item_drafts.revise_item(
                item, by=office.clerk, at=LATER, planned_deadline=date(2026, 7, 1), version=item.version
            )

    def test_not_into_the_past(self, office: Office, staff: Staff) -> None:
        factories.task(factories.plan(), 1, [staff.unit])
        factories.drafted_cycle(office)
        with pytest.raises(Invalid):
            item_drafts.revise_item(
                WorkItem.objects.get(), by=office.clerk, at=ISSUED_AT, planned_deadline=ISSUED_AT.date()
            )

    def test_a_year_that_the_plan_names_is_a_date_of_the_plan(self) -> None:
        house = factories.house(is_issued=False)
        task = factories.task(house.plan, 4, [house.commerce.unit])
        Task.objects.filter(pk=task.pk).update(text="到2026年底前建成示范区。")
        cycles.draft_items(house.cycle, by=house.office.clerk, at=factories.ISSUED_AT)
        [item] = WorkItem.objects.filter(is_plan_date=True)
        assert item.year_plan.task == task
        item_drafts.revise_item(
            item, planned_deadline=date(2026, 11, 30), is_plan_date=False, by=house.office.clerk, at=factories.ISSUED_AT
        )
        assert not WorkItem.objects.filter(is_plan_date=True).exists()


class TestIssue:
    """印发: one line for each responsible unit, all at once or not at all."""

    def test_a_declared_lead_leads(self, office: Office, staff: Staff) -> None:
        other = factories.unit()
        factories.task(factories.plan(), 1, [staff.unit, other], lead=Basis.DECLARED)
        cycle = factories.issued_cycle(office)
        assert [part for _, _, part, _ in parts(cycle)] == ["lead", "support"]

    def test_a_confirmed_lead_leads(self, office: Office, staff: Staff) -> None:
        task = factories.task(factories.plan(), 1, [factories.unit(), staff.unit])
        chosen = Responsibility.objects.get(task=task, unit=staff.unit)
        responsibilities.confirm_lead(task, chosen.pk, basis_note="会议纪要", by=office.director, at=ISSUED_AT)
        cycle = factories.issued_cycle(office)
        assert [(unit, part) for _, unit, part, _ in parts(cycle)][1] == ("市商务局", "lead")

    def test_a_unit_that_is_named_itself_stands_before_its_group(self, office: Office, staff: Staff) -> None:
        other = factories.unit("市水务局")
        members = factories.group("各区", [staff.unit, other])
        factories.task(factories.plan(), 1, [members, staff.unit])
        cycle = factories.issued_cycle(office)
        through = dict(UnitLine.objects.values_list("unit_name", "through_group"))
        assert through == {"市商务局": None, "市水务局": members.pk}
        assert cycle.state == YearPlanState.ISSUED

    def test_a_unit_in_two_groups_gets_one_line(self, office: Office, staff: Staff) -> None:
        groups = [factories.group(name, [staff.unit]) for name in ("各区", "成员单位")]
        factories.task(factories.plan(), 1, groups)
        factories.issued_cycle(office)
        assert UnitLine.objects.get().through_group == groups[0]

    def test_only_members_of_the_day_get_a_line(self, office: Office, staff: Staff) -> None:
        leaving, coming = factories.unit("市水务局"), factories.unit("市气象局")
        members = factories.group("各区", [staff.unit, leaving, coming])
        GroupMembership.objects.filter(unit=leaving).update(ends_on=date(2026, 3, 1))
        GroupMembership.objects.filter(unit=coming).update(starts_on=date(2026, 3, 3))
        factories.task(factories.plan(), 1, [members])
        factories.issued_cycle(office)
        assert list(UnitLine.objects.values_list("unit_name", flat=True)) == ["市商务局"]

    def test_a_line_bears_the_name_of_its_day(self, office: Office, staff: Staff) -> None:
        UnitName.objects.create(unit=staff.unit, text="市商务和口岸局", starts_on=date(2026, 1, 1))
        factories.task(factories.plan(), 1, [staff.unit])
        factories.issued_cycle(office)
        assert UnitLine.objects.get().unit_name == "市商务和口岸局"

    def test_a_responsibility_that_ended_makes_no_line(self, office: Office, staff: Staff) -> None:
        factories.task(factories.plan(), 1, [staff.unit, factories.unit("市水务局")])
        Responsibility.objects.filter(unit__name="市水务局").update(ends_on=date(2025, 12, 31))
        factories.issued_cycle(office)
        assert list(UnitLine.objects.values_list("unit_name", flat=True)) == ["市商务局"]


class TestIssueIsRefused:
    """What stops an issue, and that nothing at all is then issued."""

    @pytest.fixture
    def drafted(self, office: Office, staff: Staff) -> Cycle:
        factories.task(factories.plan(), 1, [staff.unit])
        return factories.drafted_cycle(office)

    @pytest.fixture(autouse=True)
    def _nothing_was_issued(self, db: None) -> object:
        yield
        assert not UnitLine.objects.exists()
        assert set(WorkItem.objects.values_list("state", flat=True)) <= {ItemState.DRAFT}

    def test_who_drew_it_up(self, office: Office, drafted: Cycle) -> None:
        both = factories.actor(factories.post("office_director", office.unit, user=office.clerk.user))
        with pytest.raises(NotAllowed) as refused:
            cycles.issue(drafted, by=both, at=ISSUED_AT)
        assert refused.value.sentence == BAR_SENTENCES[Bar.PREPARER]

    def test_anybody_but_the_director(self, office: Office, staff: Staff, drafted: Cycle) -> None:
        for by in (office.second_clerk, office.leader, staff.reviewer):
            with pytest.raises(NotAllowed, match="只有领导小组办公室负责人可以印发"):
                cycles.issue(drafted, by=by, at=ISSUED_AT)

    def test_an_empty_year(self, office: Office) -> None:
        cycle = cycles.open_year(2026, by=office.clerk, at=ISSUED_AT, calendar=factories.published_calendar())
        with pytest.raises(NotNow, match="还没有拟定任务"):
            cycles.issue(cycle, by=office.director, at=ISSUED_AT)

    def test_a_group_without_members(self, office: Office, drafted: Cycle) -> None:
        plan = Plan.objects.get()
        factories.task(plan, 2, [factories.group("各区", [])])
        cycles.draft_items(drafted, by=office.clerk, at=ISSUED_AT)
        with pytest.raises(NotNow, match="没有成员，不能印发：各区"):
            cycles.issue(drafted, by=office.director, at=ISSUED_AT)

    def test_a_task_nobody_holds(self, office: Office, drafted: Cycle) -> None:
        Responsibility.objects.update(ends_on=date(2025, 12, 31))
        with pytest.raises(NotNow, match="第1项重点任务没有责任单位"):
            cycles.issue(drafted, by=office.director, at=ISSUED_AT)

    def test_a_deadline_before_the_day_of_issue(self, office: Office, drafted: Cycle) -> None:
        with pytest.raises(NotNow, match="第1项重点任务的计划完成时限早于印发日 2026-12-01"):
            cycles.issue(drafted, by=office.director, at=factories.moment("2026-12-01"))

    def test_a_stale_page(self, office: Office, drafted: Cycle) -> None:
        with pytest.raises(Stale):
            cycles.issue(drafted, by=office.director, at=ISSUED_AT, version=drafted.version + 1)

    def test_a_page_from_before_an_item_was_revised(self, office: Office, drafted: Cycle) -> None:
        june = date(2026, 6, 30)
        item_drafts.revise_item(WorkItem.objects.get(), by=office.clerk, at=ISSUED_AT, planned_deadline=june)
        with pytest.raises(Stale):
            cycles.issue(drafted, by=office.director, at=ISSUED_AT, version=drafted.version)

    def test_a_page_from_before_an_item_was_added(self, office: Office, staff: Staff, drafted: Cycle) -> None:
        factories.task(Plan.objects.get(), 2, [staff.unit])
        cycles.draft_items(drafted, by=office.clerk, at=ISSUED_AT)
        with pytest.raises(Stale):
            cycles.issue(drafted, by=office.director, at=ISSUED_AT, version=drafted.version)


def test_issuing_costs_the_same_for_ten_tasks_as_for_two(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    factories.plan_with_tasks(10)
    cycle = factories.drafted_cycle(office)
    with django_assert_max_num_queries(75):
        cycles.issue(cycle, by=office.director, at=ISSUED_AT)
    assert UnitLine.objects.count() == 20
