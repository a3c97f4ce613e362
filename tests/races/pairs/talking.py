"""Talking on an item (留言), leaders' instructions (批示) and the figures of targets (目标值)."""

from typing import Any

from tasks_app.actions import comments, instructions, target_readings
from tasks_app.actions.instructions import Wish
from tests import target_factories
from tests.factories import LATER
from tests.races.pairs.pair import (
    CALENDAR,
    THERE_ALREADY,
    Ends,
    Pair,
    Thing,
    Turn,
    clerk,
    dated,
    liaison,
    other_liaison,
    reviewer,
    second_clerk,
    versioned,
)
from tests.races.yard import Yard


def _question(yard: Yard) -> Thing:
    words = comments.Words("question", "何时开工？", {yard.staff.unit.pk})
    return comments.say(yard.line().work_item, words, by=yard.house.office.clerk, at=LATER)


def _answered(yard: Yard) -> Thing:
    question = _question(yard)
    comments.answer(question, "已开工。", by=yard.staff.liaison, at=LATER)
    return question


def _answer(question: Thing, words: str, **who: Any) -> object:
    return comments.answer(question, words, **who)


def _withdraw(comment: Thing, **who: Any) -> object:
    return comments.withdraw(comment, **who)


def _withdraw_answer(question: Thing, **who: Any) -> object:
    return comments.withdraw(question.mentions.get().answer or question, **who)


def _instruction(yard: Yard) -> Thing:
    wish = Wish("请报送进展。", {yard.staff.unit.pk}, CALENDAR.plus(LATER.date(), 5))
    row = instructions.instruct(yard.line().work_item, wish, calendar=CALENDAR, by=yard.house.office.leader, at=LATER)
    return row.replies.get()


def _replied(yard: Yard) -> Thing:
    return instructions.reply_to(_instruction(yard), "已开工。", by=yard.staff.liaison, at=LATER)


def _reply(reply: Thing, words: str, **who: Any) -> object:
    return instructions.reply_to(reply, words, version=reply.version, **who)


def _enter_reply(reply: Thing, words: str, **who: Any) -> object:
    day = LATER.date()
    return instructions.reply_on_behalf(reply, words, source="来函，王某送达。", on=day, version=reply.version, **who)


def _target(yard: Yard) -> Thing:
    row = target_factories.target(yard.house.plan, name=f"比重{yard.house.plan.targets.count()}", value="30")
    return target_factories.reported_by(row, yard.staff.unit, yard.house)


def _reading(yard: Yard) -> Thing:
    return target_factories.reading(_target(yard), 2025, "26", by=yard.staff.liaison)


def _enter(target: Thing, words: str, **who: Any) -> object:
    return target_readings.enter(target, target_factories.entry(source=words), version=target.version, **who)


def _correct(reading: Thing, words: str, **who: Any) -> object:
    entry = target_factories.entry(value="27")
    return target_readings.correct(reading, entry, reason=words, version=reading.version, **who)


ANSWER, REPLY = Turn("answer", liaison, _answer, True), Turn("reply", liaison, _reply, True)
CLOSE = Turn("close", clerk, versioned(instructions.close))

TALKING = [
    Pair("comment answered twice", _question, ANSWER, Turn("answer", reviewer, _answer, True)),
    Pair("comment answered × withdrawn", _question, ANSWER, Turn("withdraw", clerk, _withdraw)),
    Pair(
        "answer × question withdrawn",
        _answered,
        Turn("withdraw", liaison, _withdraw_answer),
        Turn("withdraw", clerk, _withdraw),
        Ends.EITHER,
    ),
    Pair("instruction answered twice", _instruction, REPLY, Turn("reply", other_liaison, _reply, True)),
    Pair(
        "instruction answered × entered by the office",
        _instruction,
        REPLY,
        Turn("reply_on_behalf", clerk, _enter_reply, True),
    ),
    Pair(
        "instruction closed × asked again",
        _replied,
        CLOSE,
        Turn("ask_again", second_clerk, dated(instructions.ask_again), True),
    ),
    Pair("instruction closed twice", _replied, CLOSE, Turn("close", second_clerk, versioned(instructions.close))),
    Pair(
        "a figure entered twice",
        _target,
        Turn("", liaison, _enter, True),
        Turn("", other_liaison, _enter, True),
        told=THERE_ALREADY,
    ),
    Pair(
        "a figure corrected twice", _reading, Turn("", liaison, _correct, True), Turn("", other_liaison, _correct, True)
    ),
]
