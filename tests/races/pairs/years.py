"""A year that is planned: drafted, out for opinions (征求意见), answered for and answered to, and issued (印发)."""

from collections.abc import Callable
from typing import Any

from tasks_app.actions import carrying_over, consultations, cycles, item_drafts, opinion_answers, opinions
from tasks_app.actions.opinion_answers import Answer
from tasks_app.actions.opinions import NO_OBJECTION, Said
from tasks_app.actions.report_drafts import Caller
from tasks_app.domain.opinion_states import OpinionKind
from tasks_app.models import Cycle, Opinion, WorkItem
from tests import factories
from tests.races.pairs.pair import (
    Ends,
    Pair,
    Thing,
    Turn,
    clerk,
    director,
    helper,
    helping_reviewer,
    liaison,
    other_director,
    other_liaison,
    other_reviewer,
    reviewer,
    second_clerk,
    versioned,
)
from tests.races.yard import IN_JUNE, JANUARY, Yard

RARELY = 1  # a whole year is issued: a race of these takes as long as twenty others


def _carry(cycle: Thing, **who: Any) -> object:
    chosen = [line.pk for line in carrying_over.unfinished_lines(cycle)][-2:]
    return carrying_over.carry_over(cycle, chosen, version=cycle.version, **who)


def _wanted(place: int) -> Callable[[Yard], Opinion]:
    """What the busy unit is asked about the item in this place of the coming year."""

    def stand(yard: Yard) -> Opinion:
        rows = Opinion.objects.of_cycle(yard.coming).filter(unit=yard.staff.unit)
        return rows.order_by("-work_item__order", "-pk")[place]

    return stand


def _wanted_of_helper(yard: Yard) -> Opinion:
    return Opinion.objects.of_cycle(yard.coming).filter(unit=yard.helper.unit).earliest("pk")


def _written_by_helper(yard: Yard) -> Opinion:
    row = Opinion.objects.of_cycle(yard.coming).filter(unit=yard.helper.unit).latest("pk")
    return opinions.write(row, NO_OBJECTION, by=yard.helper.liaison, at=JANUARY)


def _written(place: int) -> Callable[[Yard], Thing]:
    return lambda yard: opinions.write(
        _wanted(place)(yard), Said(OpinionKind.CHANGE, "超出职责。", "建成两个示范点。"),
        by=yard.staff.liaison, at=JANUARY,
    )  # fmt: skip


def _given(place: int) -> Callable[[Yard], Thing]:
    return lambda yard: opinions.approve(_written(place)(yard), by=yard.staff.reviewer, at=JANUARY)


def _write(opinion: Thing, words: str, **who: Any) -> object:
    return opinions.write(opinion, Said(OpinionKind.CHANGE, words, "建成两个示范点。"), version=opinion.version, **who)


def _record(opinion: Thing, words: str, **who: Any) -> object:
    said, caller = Said(OpinionKind.CHANGE, words), Caller("电话", "王某")
    return opinions.record(opinion, said, caller, version=opinion.version, **who)


def _cycle_of(opinion: Thing) -> Cycle:
    return Cycle.objects.get(year_plans__items=opinion.work_item_id)


def _nothing_to_say(opinion: Thing, **who: Any) -> object:
    return opinions.write_none(_cycle_of(opinion), {opinion.pk: opinion.version}, **who)


def _approve_on_paper(opinion: Thing, words: str, **who: Any) -> object:
    sheet, shown = factories.sheet(JANUARY, words=words), {opinion.pk: opinion.version}
    return opinions.approve_on_paper(_cycle_of(opinion), shown, sheet, **who)


def _move_day(opinion: Thing, **who: Any) -> object:
    cycle, calendar = _cycle_of(opinion), factories.published_calendar(2027)
    until = calendar.plus(JANUARY.date(), 20)
    return consultations.move_day(cycle, until=until, calendar=calendar, version=cycle.version, **who)


def _adopt(opinion: Thing, words: str, **who: Any) -> object:
    item = opinion.work_item
    changed = item_drafts.ItemWords(item.title, words, item.planned_deadline)
    return opinion_answers.answer(opinion, Answer("adopt", "", changed), version=opinion.version, **who)


def _decline(opinion: Thing, words: str, **who: Any) -> object:
    return opinion_answers.answer(opinion, Answer("decline", words), version=opinion.version, **who)


def _item(yard: Yard) -> WorkItem:
    return WorkItem.objects.filter(year_plan__cycle=yard.coming).order_by("-pk")[0]


def _revise(item: Thing, **who: Any) -> object:
    day = IN_JUNE.replace(year=item.planned_deadline.year)
    return item_drafts.revise_item(item, planned_deadline=day, version=item.version, **who)


def _revise_item_of(opinion: Thing, words: str, **who: Any) -> object:
    item = opinion.work_item
    day = item.planned_deadline
    return item_drafts.revise_item(item, planned_deadline=day, milestone=words, version=item.version, **who)


def _coming(yard: Yard) -> Thing:
    yard.coming.refresh_from_db()
    return yard.coming


def _drafted(yard: Yard) -> Cycle:
    """The year after the coming one: drawn up, and sent to nobody."""
    return yard.drafted()


def _revise_first(cycle: Cycle, **who: Any) -> object:
    return _revise(WorkItem.objects.filter(year_plan__cycle=cycle).earliest("pk"), **who)


ADOPT, DECLINE = Turn("adopt", clerk, _adopt, True, JANUARY), Turn("decline", second_clerk, _decline, True, JANUARY)
WRITE, OTHER_WRITE = (Turn("write", who, _write, True, JANUARY) for who in (liaison, other_liaison))
ISSUE = Turn("issue", director, versioned(cycles.issue), at=JANUARY)

YEARS = [
    Pair(
        "carried over twice",
        _coming,
        Turn("", clerk, _carry, at=JANUARY),
        Turn("", second_clerk, _carry, at=JANUARY),
        weight=RARELY,
    ),
    Pair("opinion written by two", _wanted(0), WRITE, OTHER_WRITE),
    Pair("opinion written × entered by the office", _wanted(1), WRITE, Turn("record", clerk, _record, True, JANUARY)),
    Pair(
        "opinion written × the day is moved",
        _wanted(2),
        WRITE,
        Turn("move_day", clerk, _move_day, at=JANUARY),
        Ends.BOTH,
    ),
    Pair(
        "opinion written × nothing to say about all",
        _wanted_of_helper,
        Turn("write", helper, _write, True, JANUARY),
        Turn("write", helper, _nothing_to_say, at=JANUARY),
    ),
    Pair(
        "opinion approved × returned",
        _written(3),
        Turn("approve", reviewer, versioned(opinions.approve), False, JANUARY),
        Turn("return", other_reviewer, versioned(opinions.send_back), True, JANUARY),
    ),
    Pair(
        "opinion approved × approved on paper",
        _written_by_helper,
        Turn("approve", helping_reviewer, versioned(opinions.approve), False, JANUARY),
        Turn("approve_on_paper", helper, _approve_on_paper, True, JANUARY),
    ),
    Pair("opinion adopted × declined", _given(4), ADOPT, DECLINE),
    Pair(
        "opinion adopted × its item revised",
        _given(5),
        ADOPT,
        Turn("", second_clerk, _revise_item_of, True, JANUARY),
        Ends.EITHER,
    ),
    Pair(
        "item revised by two",
        _item,
        Turn("", clerk, _revise, at=JANUARY),
        Turn("", second_clerk, _revise, at=JANUARY),
    ),
    Pair(
        "year issued by two",
        _drafted,
        ISSUE,
        Turn("issue", other_director, versioned(cycles.issue), at=JANUARY),
        weight=RARELY,
    ),
    Pair(
        "year issued × an item of it revised",
        _drafted,
        ISSUE,
        Turn("", second_clerk, _revise_first, at=JANUARY),
        weight=RARELY,
    ),
]
