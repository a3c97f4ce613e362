"""A year is planned: the draft is edited, goes out, is answered for and answered to, and is issued frozen."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta

import pytest

from accounts.actor import Actor
from accounts.models import Role
from tasks_app.actions import consultations, cycles, item_drafts, opinion_answers, opinions, posts, responsibilities
from tasks_app.actions.item_drafts import ItemWords
from tasks_app.actions.opinion_answers import Answer
from tasks_app.actions.opinions import NO_OBJECTION, Said
from tasks_app.actions.report_drafts import Caller
from tasks_app.domain.breakdown import BreakdownPiece
from tasks_app.domain.opinion_states import SILENT, OpinionKind, OpinionState, shown_as
from tasks_app.domain.parts import Basis
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, NotVisible, Stale
from tasks_app.domain.roadmap import from_data
from tasks_app.domain.year_states import ItemState, Origin, YearPlanState
from tasks_app.jobs import reconcile_grants
from tasks_app.models import (
    Cycle,
    ItemShare,
    Notification,
    Opinion,
    Responsibility,
    StateChange,
    UnitLine,
    WorkItem,
    WorkItemRelation,
)
from tasks_app.notifications import outbox
from tests import factories, year_factories
from tests.conftest import Standing
from tests.factories import ISSUED_AT, House, moment
from tests.year_factories import CHANGE, UNTIL, asked, given, shown, written

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

WORDS = ItemWords("建成示范点", "建成三个示范点并验收。", date(2026, 9, 30), "6月底前开工")
AFTER = moment("2026-03-17 09:00")
AUTUMN = date(2026, 9, 30)


def build() -> House:
    """2026, sent out by the clerk; the plan itself says who leads."""
    house = factories.house(is_issued=False, lead=Basis.DECLARED)
    year_factories.sent_out(house)
    return house


@pytest.fixture(scope="module")
def built(standing: Standing) -> Iterator[House]:
    with standing(build) as house:
        yield house


@pytest.fixture
def house(built: House, db: None) -> House:
    """The house while its year is out."""
    house = deepcopy(built)
    house.cycle.refresh_from_db()
    return house


def item_of(house: House, number: int = 1) -> WorkItem:
    return WorkItem.objects.filter(year_plan__cycle=house.cycle, year_plan__task__number=number).earliest("order")


def titles(house: House, number: int = 1) -> list[str]:
    items = WorkItem.objects.filter(year_plan__cycle=house.cycle, year_plan__task__number=number)
    return list(items.order_by("order").values_list("title", flat=True))


def units_seeing(house: House, item: WorkItem) -> set[str]:
    staff = {"commerce": house.commerce, "transport": house.transport, "host": house.host, "water": house.water}
    return {name for name, one in staff.items() if WorkItem.objects.visible_to(one.liaison).filter(pk=item.pk)}


class TestDraft:
    """The office edits the draft fully, also while it is out."""

    def test_one_more_item_and_its_order(self, house: House) -> None:
        first = item_of(house)
        plan = first.year_plan
        added = item_drafts.add_item(plan, WORDS, by=house.office.clerk, at=ISSUED_AT)
        assert (added.origin, added.milestone, added.state) == (Origin.OFFICE, "6月底前开工", ItemState.DRAFT)
        assert titles(house) == [first.title, "建成示范点"]
        item_drafts.move_item(added, up=True, by=house.office.clerk, at=ISSUED_AT)
        assert titles(house) == ["建成示范点", first.title]
        assert units_seeing(house, added) == {"commerce", "transport"}
        assert Notification.objects.filter(recipient=house.transport.liaison.user).count() == 2

    def test_split_and_taken_away_but_never_the_last(self, house: House) -> None:
        first, clerk = item_of(house), house.office.clerk
        other = ItemWords("第二部分", "完成第二部分。", AUTUMN)
        item_drafts.add_item(first.year_plan, WORDS, by=clerk, at=ISSUED_AT)
        second = item_drafts.split_item(
            first, ItemWords("第一部分", "完成第一部分。", AUTUMN), other, by=clerk, at=ISSUED_AT
        )
        assert titles(house) == ["第一部分", "第二部分", "建成示范点"]
        for item in (WorkItem.objects.get(title="建成示范点"), second):
            item_drafts.remove_item(item, by=clerk, at=ISSUED_AT)
        with pytest.raises(NotNow, match="至少保留一项"):
            item_drafts.remove_item(item_of(house), by=clerk, at=ISSUED_AT)
        assert WorkItem.history.filter(id=second.pk).latest("history_id").history_type == "-"

    def test_an_item_about_which_a_unit_spoke_stays(self, house: House) -> None:
        item_drafts.add_item(item_of(house).year_plan, WORDS, by=house.office.clerk, at=ISSUED_AT)
        written(house.commerce, house.cycle)
        with pytest.raises(NotNow, match="已有单位对本项提出意见"):
            item_drafts.remove_item(item_of(house), by=house.office.clerk, at=ISSUED_AT)

    def test_an_item_for_some_units_is_asked_of_them_alone(self, house: House) -> None:
        item = item_of(house)
        shares = {house.transport.unit.pk: "建成十个充电站。"}
        item_drafts.revise_item(item, by=house.office.clerk, at=ISSUED_AT, planned_deadline=AUTUMN, shares=shares)
        assert units_seeing(house, item) == {"transport"}
        with pytest.raises(NotNow, match="以下责任单位没有年度任务，不能印发：第1项市商务局"):
            cycles.issue(house.cycle, by=house.office.director, at=AFTER)

    @pytest.mark.parametrize(
        ("words", "field"),
        [
            (ItemWords(" ", "内容。", AUTUMN), "title"),
            (ItemWords("名称", "​", AUTUMN), "deliverable"),
            (ItemWords("名称", "内容。", ISSUED_AT.date()), "planned_deadline"),
            (ItemWords("名称", "内容。", None), "planned_deadline"),
        ],
        ids=["title", "text", "today", "no day"],
    )
    def test_what_an_item_must_say(self, house: House, words: ItemWords, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            item_drafts.add_item(item_of(house).year_plan, words, by=house.office.clerk, at=ISSUED_AT)
        assert set(refused.value.faults) == {field}

    @pytest.mark.parametrize("who", ["leader", "liaison"])
    def test_nobody_else_edits(self, house: House, who: str) -> None:
        by = house.office.leader if who == "leader" else house.commerce.liaison
        with pytest.raises(NotAllowed):
            item_drafts.add_item(item_of(house).year_plan, WORDS, by=by, at=ISSUED_AT)


class TestSendOut:
    """征求意见: each responsible unit sees exactly its items, and is told."""

    def test_who_is_asked_and_told(self, house: House) -> None:
        asked_of = Opinion.objects.order_by("work_item__year_plan__task__number", "order")
        assert list(asked_of.values_list("work_item__year_plan__task__number", "unit_name", "part", "state")) == [
            (1, "市商务局", "lead", "wanted"),
            (1, "市交通运输局", "support", "wanted"),
            (2, "市发展改革局", "lead", "wanted"),
            (2, "市商务局", "support", "wanted"),
            (3, house.office.unit.name, "responsible", "wanted"),
            (3, "市商务局", "responsible", "wanted"),
            (3, "市交通运输局", "responsible", "wanted"),
        ]
        assert [units_seeing(house, item_of(house, number)) for number in (1, 2, 3)] == [
            {"commerce", "transport"}, {"host", "commerce"}, {"commerce", "transport"},
        ]  # fmt: skip
        notice = Notification.objects.get(recipient=house.commerce.liaison.user)
        assert (notice.title, notice.due_on, notice.address) == ("2026年度任务征求意见", UNTIL, "/consulted/2026/")
        assert not Notification.objects.filter(recipient=house.water.liaison.user).exists()
        assert house.cycle.state == YearPlanState.CONSULTING
        assert set(house.cycle.year_plans.values_list("state", flat=True)) == {YearPlanState.CONSULTING}

    def test_the_rows_of_the_draft_are_kept_by_the_nightly_look(self, house: House) -> None:
        before = set(WorkItemRelation.objects.values_list("content_object", "group", "permission"))
        reconcile_grants()
        assert before == set(WorkItemRelation.objects.values_list("content_object", "group", "permission"))

    def test_a_lead_confirmed_meanwhile_stands_to_its_items_as_the_lead(self, house: House) -> None:
        task = item_of(house).year_plan.task
        chosen = Responsibility.objects.get(task=task, unit=house.transport.unit)
        responsibilities.confirm_lead(task, chosen.pk, basis_note="会议纪要", by=house.office.director, at=ISSUED_AT)
        parts = Opinion.objects.filter(work_item=item_of(house)).values_list("unit_name", "part")
        assert dict(parts) == {"市商务局": "support", "市交通运输局": "lead"}

    def test_another_day_and_the_reminders(self, house: House) -> None:
        calendar, clerk = factories.published_calendar(), house.office.clerk
        given(house.commerce, house.cycle)
        opinions.write_none(house.cycle, shown(house.transport, house.cycle), by=house.transport.liaison, at=ISSUED_AT)
        Notification.objects.all().delete()
        assert consultations.remind(calendar=calendar, at=moment("2026-03-10 07:30")) == 0
        told = consultations.remind(calendar=calendar, at=moment("2026-03-11 07:30"))
        assert told == consultations.remind(calendar=calendar, at=moment("2026-03-13 07:30")) > 0
        assert consultations.remind(calendar=calendar, at=moment("2026-03-13 08:30")) == 0
        heard = set(Notification.objects.values_list("recipient", flat=True))
        assert {house.commerce.liaison.user.pk, house.transport.reviewer.user.pk} <= heard
        assert house.transport.liaison.user.pk not in heard
        for day in (date(2026, 3, 14), ISSUED_AT.date()):
            with pytest.raises(Invalid):
                consultations.move_day(house.cycle, until=day, calendar=calendar, by=clerk, at=ISSUED_AT)
        consultations.move_day(house.cycle, until=date(2026, 3, 20), calendar=calendar, by=clerk, at=ISSUED_AT)
        assert consultations.remind(calendar=calendar, at=moment("2026-03-17 07:30")) == told
        assert StateChange.objects.filter(kind="cycle", act="move_day").count() == 1

    def test_who_left_meanwhile_makes_way_for_who_is_in_post(self, house: House) -> None:
        leaver = house.commerce.liaison
        posts.leave(leaver.own_post, by=factories.clock(), at=ISSUED_AT, last_day=ISSUED_AT.date())
        successor = factories.working(Role.LIAISON, leaver.own_post.unit, starts_on=date(2026, 3, 3))
        outbox.gather(at=moment("2026-03-03 10:00"), calendar=factories.published_calendar())
        told = Notification.objects.filter(topic__startswith="consult:", message__isnull=False)
        assert told.filter(recipient=successor.user, unit=leaver.own_post.unit).exists()
        assert not told.filter(recipient=leaver.user).exists()

    def test_not_twice(self, house: House) -> None:
        with pytest.raises(NotNow):
            consultations.send_out(
                house.cycle,
                until=UNTIL,
                calendar=factories.published_calendar(),
                by=house.office.clerk,
                at=ISSUED_AT,
            )


class TestOpinion:
    """Written by one, handed in by another, or with a sheet."""

    def test_written_approved_and_seen(self, house: House) -> None:
        opinion, clerk = written(house.commerce, house.cycle), house.office.clerk
        assert not Opinion.objects.visible_to(clerk).filter(pk=opinion.pk).exists()
        assert not Opinion.objects.visible_to(house.transport.reviewer).filter(pk=opinion.pk).exists()
        opinion = opinions.approve(opinion, by=house.commerce.reviewer, at=ISSUED_AT)
        assert (opinion.state, opinion.given_by) == (OpinionState.GIVEN, house.commerce.reviewer.post)
        assert Opinion.objects.visible_to(clerk).filter(pk=opinion.pk).exists()
        steps = StateChange.objects.filter(kind="opinion", object_id=opinion.pk).order_by("id")
        assert list(steps.values_list("act", "internal", "work_item")) == [
            ("write", True, None), ("approve", False, None),
        ]  # fmt: skip

    def test_who_wrote_it_does_not_hand_it_in(self, house: House) -> None:
        mine = opinions.write(asked(house.commerce, house.cycle), CHANGE, by=house.commerce.reviewer, at=ISSUED_AT)
        for act in (
            lambda: opinions.approve(mine, by=house.commerce.reviewer, at=ISSUED_AT),
            lambda: opinions.approve_all(
                house.cycle, shown(house.commerce, house.cycle, "unit_review"), by=house.commerce.reviewer, at=ISSUED_AT
            ),
        ):
            with pytest.raises(NotAllowed, match="由您本人填写"):
                act()
        assert opinions.approve_on_paper(
            house.cycle,
            shown(house.commerce, house.cycle, "unit_review"),
            factories.sheet(ISSUED_AT),
            by=house.commerce.liaison,
            at=ISSUED_AT,
        )
        mine.refresh_from_db()
        assert (mine.state, mine.sheets.get().signer) == (OpinionState.GIVEN, "陈某")

    def test_all_at_once(self, house: House) -> None:
        written(house.commerce, house.cycle)
        assert (
            opinions.write_none(
                house.cycle, shown(house.commerce, house.cycle), by=house.commerce.liaison, at=ISSUED_AT
            )
            == 2
        )
        assert (
            opinions.approve_all(
                house.cycle, shown(house.commerce, house.cycle, "unit_review"), by=house.commerce.reviewer, at=ISSUED_AT
            )
            == 3
        )
        kinds = Opinion.objects.filter(unit=house.commerce.unit).values_list("state", "kind")
        assert sorted(kinds) == [("given", "change"), ("given", "none"), ("given", "none")]
        with pytest.raises(NotNow, match="没有可以反馈"):
            opinions.write_none(
                house.cycle, shown(house.commerce, house.cycle), by=house.commerce.liaison, at=ISSUED_AT
            )

    def test_all_at_once_is_all_that_was_shown_as_it_was_shown(self, house: House) -> None:
        """A tab that was left open says nothing about what was answered, or asked, since."""
        old = shown(house.commerce, house.cycle)
        written(house.commerce, house.cycle, 2)
        with pytest.raises(Stale, match=r"第 2 项.*已于.*填写意见并送审"):
            opinions.write_none(house.cycle, old, by=house.commerce.liaison, at=ISSUED_AT)
        waiting = shown(house.commerce, house.cycle, "unit_review")
        written(house.commerce, house.cycle, 3)
        assert opinions.approve_all(house.cycle, waiting, by=house.commerce.reviewer, at=ISSUED_AT) == 1
        sheet = factories.sheet(ISSUED_AT)
        with pytest.raises(Stale, match=r"第 2 项.*审核通过"):
            opinions.approve_on_paper(house.cycle, waiting, sheet, by=house.commerce.liaison, at=ISSUED_AT)
        with pytest.raises(NotVisible):
            opinions.write_none(house.cycle, {10**9: 0}, by=house.commerce.liaison, at=ISSUED_AT)

    def test_given_back_and_written_again(self, house: House) -> None:
        opinion = written(house.commerce, house.cycle)
        back = opinions.send_back(opinion, reason="请写明依据。", by=house.commerce.reviewer, at=ISSUED_AT)
        assert (back.state, back.returned_why) == (OpinionState.RETURNED, "请写明依据。")
        again = opinions.write(back, NO_OBJECTION, by=house.commerce.liaison, at=ISSUED_AT)
        assert (again.state, again.kind, again.text, again.wished_deadline) == ("unit_review", "none", "", None)

    def test_recorded_by_the_clerk_also_after_the_day(self, house: House) -> None:
        opinion = asked(house.commerce, house.cycle)
        with pytest.raises(NotNow, match="征求意见已于 2026-03-16 截止"):
            opinions.write(opinion, CHANGE, by=house.commerce.liaison, at=AFTER)
        done = opinions.record(opinion, CHANGE, Caller("电话", "王某"), by=house.office.clerk, at=AFTER)
        assert (done.state, done.on_behalf_of, done.author) == ("given", "王某", house.office.clerk.post)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            (Said(""), "kind"),
            (Said("maybe"), "kind"),
            (Said(OpinionKind.CHANGE, "  "), "text"),
            (Said(OpinionKind.BREAKDOWN), "kind"),
        ],
        ids=["nothing", "unknown", "no words", "no pieces"],
    )
    def test_what_an_opinion_must_say(self, house: House, said: Said, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            opinions.write(asked(house.commerce, house.cycle), said, by=house.commerce.liaison, at=ISSUED_AT)
        assert set(refused.value.faults) == {field}

    def test_a_stale_page(self, house: House) -> None:
        opinion = written(house.commerce, house.cycle)
        with pytest.raises(Stale):
            opinions.approve(opinion, by=house.commerce.reviewer, at=ISSUED_AT, version=0)

    @pytest.mark.parametrize(
        ("state", "kind", "day", "shown"),
        [
            ("wanted", "", 0, "待反馈"),
            ("wanted", "", 1, SILENT),
            ("unit_review", "change", 0, "待本单位审核"),
            ("unit_review", "change", 1, SILENT),
            ("given", "none", 1, "无意见"),
            ("given", "change", 1, "修改意见"),
            ("adopted_in_part", "change", 1, "部分采纳"),
        ],
    )
    def test_silence_is_shown_and_nowhere_written(self, state: str, kind: str, day: int, shown: str) -> None:
        assert shown_as(state, kind, until=UNTIL, today=UNTIL + timedelta(days=day)) == shown


class TestAnswer:
    """采纳 changes the item by the same act; the year is not issued while an answer is missing."""

    def words(self, opinion: Opinion) -> ItemWords:
        item = opinion.work_item
        return ItemWords(item.title, opinion.wished_deliverable, opinion.wished_deadline, item.milestone)

    @pytest.mark.parametrize(("act", "reason"), [("adopt", ""), ("adopt_in_part", "时限按全市要求。")])
    def test_to_adopt_is_to_change(self, house: House, act: str, reason: str) -> None:
        opinion = given(house.commerce, house.cycle)
        done = opinion_answers.answer(
            opinion, Answer(act, reason, self.words(opinion)), by=house.office.clerk, at=ISSUED_AT
        )
        item = item_of(house)
        assert (item.deliverable, item.planned_deadline) == ("建成两个示范点。", date(2026, 10, 30))
        assert {row["label"]: row["after"] for row in done.difference} == {
            "工作内容与要求": "建成两个示范点。",
            "完成时限": "2026-10-30",
        }
        assert WorkItem.history.filter(id=item.pk).latest("history_id").history_user == house.office.clerk.user

    @pytest.mark.parametrize(
        "given_answer",
        [Answer("decline"), Answer("adopt_in_part"), Answer("adopt")],
        ids=["no reason", "no reason for a part", "no change"],
    )
    def test_what_an_answer_must_say(self, house: House, given_answer: Answer) -> None:
        opinion = given(house.commerce, house.cycle)
        with pytest.raises(Invalid):
            opinion_answers.answer(opinion, given_answer, by=house.office.clerk, at=ISSUED_AT)

    def test_the_year_waits_for_answers_then_is_frozen(self, house: House) -> None:
        opinion, director = given(house.commerce, house.cycle), house.office.director
        with pytest.raises(NotNow, match="还有 1 条意见没有答复：第1项市商务局"):
            cycles.issue(house.cycle, by=director, at=ISSUED_AT)
        opinion_answers.answer(opinion, Answer("decline", "属方案规定内容。"), by=house.office.clerk, at=ISSUED_AT)
        house.cycle.refresh_from_db()
        with pytest.raises(NotNow, match="还有 4 个单位没有全部反馈"):
            cycles.issue(house.cycle, by=director, at=ISSUED_AT)
        assert cycles.issue(house.cycle, by=director, at=AFTER) == 7
        frozen: list[Callable[[], object]] = [
            lambda: opinions.write(asked(house.transport, house.cycle), CHANGE, by=house.transport.liaison, at=AFTER),
            lambda: opinion_answers.answer(opinion, Answer("decline", "不采纳。"), by=house.office.clerk, at=AFTER),
            lambda: item_drafts.add_item(item_of(house).year_plan, WORDS, by=house.office.clerk, at=AFTER),
            lambda: item_drafts.remove_item(item_of(house), by=house.office.clerk, at=AFTER),
            lambda: item_drafts.move_item(item_of(house), up=True, by=house.office.clerk, at=AFTER),
            lambda: item_drafts.split_item(item_of(house), WORDS, WORDS, by=house.office.clerk, at=AFTER),
        ]
        for act in frozen:
            with pytest.raises(NotNow):
                act()
        assert set(Opinion.objects.filter(unit=house.transport.unit).values_list("state", flat=True)) == {"wanted"}

    def test_the_day_need_not_be_waited_for_when_everybody_spoke(self, house: House) -> None:
        bureau = factories.staff(house.office.unit)
        for staff in (house.commerce, house.transport, house.host, bureau):
            opinions.write_none(house.cycle, shown(staff, house.cycle), by=staff.liaison, at=ISSUED_AT)
            opinions.approve_all(house.cycle, shown(staff, house.cycle, "unit_review"), by=staff.reviewer, at=ISSUED_AT)
        assert cycles.issue(house.cycle, by=house.office.director, at=ISSUED_AT) == 7


class TestBreakdown:
    """A confirmed lead proposes several items in place of one; the office takes them over whole, in part, or not."""

    def pieces(self, house: House) -> tuple[BreakdownPiece, ...]:
        commerce, transport = house.commerce.unit.pk, house.transport.unit.pk
        return (
            BreakdownPiece("出台方案", "印发实施方案。", date(2026, 6, 30), "", {commerce: "起草并印发。"}),
            BreakdownPiece("建成站点", "建成十个站点。", AUTUMN, "", {commerce: "选址。", transport: "建设。"}),
        )

    def proposed(self, house: House) -> Opinion:
        said = Said(OpinionKind.BREAKDOWN, "分两步推进。", pieces=self.pieces(house))
        return given(house.commerce, house.cycle, said=said)

    def test_only_the_lead(self, house: House) -> None:
        said = Said(OpinionKind.BREAKDOWN, "分两步推进。", pieces=self.pieces(house))
        with pytest.raises(Invalid, match="只有已确认的牵头单位"):
            opinions.write(asked(house.transport, house.cycle), said, by=house.transport.liaison, at=ISSUED_AT)

    @pytest.mark.parametrize(
        ("given_answer", "wanted"),
        [
            (Answer("adopt"), ["出台方案", "建成站点"]),
            (Answer("adopt_in_part", "方案已印发。", chosen=[1]), ["建成站点"]),
            (Answer("decline", "维持原任务。"), ["推进第1项重点任务"]),
        ],
        ids=["whole", "part", "not"],
    )
    def test_taken_over(self, house: House, given_answer: Answer, wanted: list[str]) -> None:
        done = opinion_answers.answer(self.proposed(house), given_answer, by=house.office.clerk, at=ISSUED_AT)
        assert titles(house) == wanted
        assert bool(done.difference) == (given_answer.act != "decline")
        cycles.issue(house.cycle, by=house.office.director, at=AFTER)
        lines = UnitLine.objects.filter(work_item__year_plan__task__number=1)
        assert lines.count() == {"出台方案": 3}.get(wanted[0], 2)

    def test_a_part_of_nothing(self, house: House) -> None:
        with pytest.raises(Invalid, match="至少勾选一项"):
            opinion_answers.answer(
                self.proposed(house), Answer("adopt_in_part", "理由。"), by=house.office.clerk, at=ISSUED_AT
            )


class TestRoadmap:
    """时间表/路线图 is what was frozen, whatever happens afterwards."""

    def test_frozen(self, house: House) -> None:
        shares = {house.commerce.unit.pk: "牵头建成三个示范点。", house.transport.unit.pk: ""}
        item_drafts.revise_item(
            item_of(house),
            by=house.office.clerk,
            at=ISSUED_AT,
            planned_deadline=AUTUMN,
            milestone="6月开工",
            shares=shares,
        )
        cycles.issue(house.cycle, by=house.office.director, at=AFTER)
        cycle = Cycle.objects.get(pk=house.cycle.pk)
        WorkItem.objects.update(title="改了", planned_deadline=date(2026, 12, 1))
        UnitLine.objects.update(unit_name="改名", deadline=date(2026, 12, 1))
        ItemShare.objects.update(deliverable="改了")
        row = from_data(cycle.roadmap or [])[0]
        assert (row.title, row.deadline, row.milestone) == ("推进第1项重点任务", AUTUMN, "6月开工")
        assert row.units_in_words == "市商务局（牵头）、市交通运输局（配合）"
        assert (row.shares_in_words, row.month_in(2026), row.month_in(2025)) == (
            "市商务局：牵头建成三个示范点。",
            9,
            13,
        )


def test_a_task_without_an_item_is_not_issued(house: House) -> None:
    factories.task(house.plan, 4, [house.commerce.unit])
    with pytest.raises(NotNow, match="第4项重点任务没有年度任务"):
        cycles.issue(house.cycle, by=house.office.director, at=AFTER)


def test_who_may_take_each_step(house: House) -> None:
    """Each act by each: only the unit's own people, each in their part, and the office for its own."""
    cast: dict[str, Actor] = {
        "liaison": house.commerce.liaison,
        "reviewer": house.commerce.reviewer,
        "other": house.transport.reviewer,
        "clerk": house.office.clerk,
        "director": house.office.director,
        "leader": house.office.leader,
    }
    wanted, waiting = asked(house.commerce, house.cycle, 2), written(house.commerce, house.cycle)
    handed_in = given(house.commerce, house.cycle, 3)
    acts: dict[str, tuple[Callable[[Actor], object], set[str]]] = {
        "write": (lambda by: opinions.write(wanted, CHANGE, by=by, at=ISSUED_AT), {"liaison", "reviewer"}),
        "approve": (lambda by: opinions.approve(waiting, by=by, at=ISSUED_AT), {"reviewer"}),
        "return": (lambda by: opinions.send_back(waiting, reason="改。", by=by, at=ISSUED_AT), {"reviewer"}),
        "record": (
            lambda by: opinions.record(wanted, CHANGE, Caller("电话", "王某"), by=by, at=ISSUED_AT),
            {"clerk"},
        ),
        "answer": (
            lambda by: opinion_answers.answer(handed_in, Answer("decline", "理由。"), by=by, at=ISSUED_AT),
            {"clerk", "director"},
        ),
    }
    for act, may in acts.values():
        for who in sorted(set(cast) - may):
            with pytest.raises(NotAllowed):
                act(cast[who])
