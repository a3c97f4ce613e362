"""The table of pairs: two acts that may meet on one thing, and what must come of it.

A pair sets its scene once (``stand``), each race draws who clicks what, and the ground is put back afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from accounts.actor import Actor
from accounts.models import Leave, Post
from tasks_app.actions import (
    appointments,
    carrying_over,
    comments,
    extensions,
    gathering,
    handing_over,
    instructions,
    item_drafts,
    leaves,
    line_case_decisions,
    line_cases,
    lines,
    mandates,
    office_reminders,
    opinion_answers,
    opinions,
    paper_drafts,
    papers,
    period_reviews,
    posts,
    report_drafts,
    reports,
    target_readings,
)
from tasks_app.actions.extensions import Grant, Wish
from tasks_app.actions.instructions import Wish as InstructionWish
from tasks_app.actions.line_case_decisions import Granted
from tasks_app.actions.line_cases import Raised
from tasks_app.actions.lines import Handler
from tasks_app.actions.opinion_answers import Answer
from tasks_app.actions.opinions import Said
from tasks_app.actions.posts import PostWish
from tasks_app.actions.report_drafts import Words
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.line_case_states import CaseKind
from tasks_app.domain.opinion_states import OpinionKind
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Opinion, ProgressReport, WorkItem
from tests import extension_factories, factories, line_case_factories, paper_factories, target_factories
from tests.factories import LATER, REPORTED_AT, published_calendar
from tests.races.yard import IN_JUNE, IN_MAY, JANUARY, Yard

CALENDAR = published_calendar()
ASKED_AT, DECIDED_AT = extension_factories.ASKED_AT, extension_factories.DECIDED_AT
Thing = Any


class Ends(Enum):
    """What must come of two at once."""

    ONE = "one wins, the other is told"
    BOTH = "they commute"
    EITHER = "the second is done as well where it still makes sense"


@dataclass(frozen=True)
class Turn:
    """One of the two: who, and what they do to the thing with these words (empty where the act has none).

    ``act`` is the step it leaves on the timeline, empty where it leaves none.
    """

    act: str
    who: Callable[[Yard], Actor]
    do: Callable[..., object]
    has_words: bool = False
    at: Any = LATER

    def by(self, yard: Yard, thing: Thing, words: str) -> Callable[[], object]:
        """The click on the page that shows the thing as it is now."""
        said = (words,) if self.has_words else ()
        return partial(self.do, thing, *said, by=self.who(yard), at=self.at)


@dataclass(frozen=True)
class Pair:
    """Two turns on one thing that ``stand`` sets up; ``weight``: how often it is drawn."""

    name: str
    stand: Callable[[Yard], Thing]
    first: Turn
    second: Turn
    ends: Ends = Ends.ONE
    weight: int = 4

    def __str__(self) -> str:
        return self.name


def liaison(yard: Yard) -> Actor:
    return yard.staff.liaison


def other_liaison(yard: Yard) -> Actor:
    return yard.others.liaison


def reviewer(yard: Yard) -> Actor:
    return yard.staff.reviewer


def other_reviewer(yard: Yard) -> Actor:
    return yard.others.reviewer


def helper(yard: Yard) -> Actor:
    return yard.helper.liaison


def clerk(yard: Yard) -> Actor:
    return yard.house.office.clerk


def second_clerk(yard: Yard) -> Actor:
    return yard.house.office.second_clerk


def director(yard: Yard) -> Actor:
    return yard.directors[0]


def other_director(yard: Yard) -> Actor:
    return yard.directors[1]


def leader(yard: Yard) -> Actor:
    return yard.house.office.leader


def versioned(act: Callable[..., object]) -> Callable[..., object]:
    """An act on a row as the page showed it, whose words are its reason where it takes any."""

    def do(thing: Thing, *words: str, **who: Any) -> object:
        return act(thing, **({"reason": words[0]} if words else {}), version=thing.version, **who)

    return do


def dated(act: Callable[..., object]) -> Callable[..., object]:
    """The same, by the calendar."""
    return versioned(partial(act, calendar=CALENDAR))


# --- reports ---------------------------------------------------------------------------------------------------------
def _rewrite(thing: ProgressReport, words: str, **who: Any) -> object:
    return report_drafts.rewrite(
        thing, Words(words, "无。", "按计划推进。", "on_schedule"), version=thing.version, **who
    )


def _write(kind: str) -> Callable[..., object]:
    def do(line: Thing, words: str, **who: Any) -> object:
        period = line.cycle.periods.get(order=1) if kind == ReportKind.PERIODIC else None
        said = Words(words, "无。", "无。", "finished", None)
        return report_drafts.write(line, said, kind=kind, period=period, **who)

    return do


def _in_part(thing: ProgressReport, words: str, **who: Any) -> object:
    part = InPart("已完成的部分。", "年度数据未附。", "补充年度数据。", IN_JUNE)
    return reports.accept_in_part(thing, part, reason=words, version=thing.version, **who)


def _send_back(thing: ProgressReport, words: str, **who: Any) -> object:
    return reports.send_back(thing, reason=words, redo_by=None, calendar=CALENDAR, version=thing.version, **who)


def _bulk(thing: ProgressReport, **who: Any) -> object:
    return period_reviews.accept({thing.pk: thing.version}, period=thing.period, **who)


def _report(state: str, kind: str = ReportKind.PERIODIC) -> Callable[[Yard], Thing]:
    return lambda yard: yard.report(state, kind)


def _queue(thing: ProgressReport, **who: Any) -> object:
    return period_reviews.accept_many({thing.pk: thing.version}, **who)


SEND = Turn("send", liaison, versioned(reports.send))
REWRITE = Turn("", liaison, _rewrite, has_words=True)
OTHER_REWRITE = Turn("", other_liaison, _rewrite, has_words=True)
WITHDRAW = Turn("withdraw", liaison, versioned(reports.withdraw))
APPROVE = Turn("approve", reviewer, versioned(reports.approve))
OTHER_APPROVE = Turn("approve", other_reviewer, versioned(reports.approve))
RETURN = Turn("return", other_reviewer, versioned(reports.return_to_author), has_words=True)
ACCEPT = Turn("accept", clerk, versioned(reports.accept))
OTHER_ACCEPT = Turn("accept", second_clerk, versioned(reports.accept))
IN_PART = Turn("accept_in_part", second_clerk, _in_part, has_words=True)
SEND_BACK = Turn("send_back", second_clerk, _send_back, has_words=True)
BULK = Turn("accept", second_clerk, _bulk)
DRAFT, UNIT, OFFICE = ReportState.DRAFT, ReportState.UNIT_REVIEW, ReportState.SUBMITTED
PERIODIC, CLOSING = ReportKind.PERIODIC, ReportKind.CLOSING


def _write_turns(kind: str) -> tuple[Turn, Turn]:
    write = _write(kind)
    return Turn("", liaison, write, True, REPORTED_AT), Turn("", other_liaison, write, True, REPORTED_AT)


def _draft_beside_a_supporter(yard: Yard) -> Thing:
    line = yard.line(leads=True)
    source = factories.periodic_draft(yard.support_of(line), yard.helper, yard.house.period())
    factories.advance(source, OFFICE, yard.house, yard.helper)
    return factories.periodic_draft(line, yard.staff, yard.house.period())


def _supporter_withdraws(draft: ProgressReport, **who: Any) -> object:
    source = ProgressReport.objects.exclude(pk=draft.pk).get(
        line__work_item=draft.line.work_item_id, period=draft.period_id
    )
    return reports.withdraw(source, version=source.version, **who)


REPORTS = [
    Pair("send × rewrite", _report(DRAFT), SEND, OTHER_REWRITE),
    Pair("send × send", _report(DRAFT), SEND, Turn("send", other_liaison, versioned(reports.send))),
    Pair("a draft saved by two", _report(DRAFT), REWRITE, OTHER_REWRITE),
    Pair("a report begun by two", lambda yard: yard.line(), *_write_turns(PERIODIC)),
    Pair("a closing begun by two", lambda yard: yard.line(), *_write_turns(CLOSING)),
    Pair("approve × return", _report(UNIT), APPROVE, RETURN),
    Pair("approve × withdraw", _report(UNIT), APPROVE, WITHDRAW),
    Pair("approve × approve", _report(UNIT), APPROVE, OTHER_APPROVE),
    Pair("return × withdraw", _report(UNIT), RETURN, WITHDRAW),
    Pair("approve × withdraw, closing", _report(UNIT, CLOSING), APPROVE, WITHDRAW),
    Pair("accept × send back", _report(OFFICE), ACCEPT, SEND_BACK),
    Pair("accept × withdraw", _report(OFFICE), ACCEPT, WITHDRAW),
    Pair("accept × accept", _report(OFFICE), ACCEPT, OTHER_ACCEPT),
    Pair("accept × accept in part", _report(OFFICE), ACCEPT, IN_PART),
    Pair("send back × withdraw", _report(OFFICE), SEND_BACK, WITHDRAW),
    Pair("bulk accept × accept", _report(OFFICE), BULK, ACCEPT),
    Pair("from the queue × send back, closing", _report(OFFICE, CLOSING), Turn("accept", clerk, _queue), SEND_BACK),
    Pair("from the queue × for the period", _report(OFFICE), Turn("accept", clerk, _queue), BULK),
    Pair("bulk accept × send back", _report(OFFICE), Turn("accept", clerk, _bulk), SEND_BACK),
    Pair("bulk accept × withdraw", _report(OFFICE), BULK, WITHDRAW),
    Pair("accept × send back, closing", _report(OFFICE, CLOSING), ACCEPT, SEND_BACK),
    Pair("accept × withdraw, closing", _report(OFFICE, CLOSING), ACCEPT, WITHDRAW),
    Pair("accept × accept in part, closing", _report(OFFICE, CLOSING), ACCEPT, IN_PART),
    Pair(
        "gather × supporter withdraws",
        _draft_beside_a_supporter,
        Turn("", liaison, versioned(gathering.gather)),
        Turn("withdraw", helper, _supporter_withdraws),
        Ends.EITHER,
    ),
    Pair("gather × rewrite", _draft_beside_a_supporter, Turn("", liaison, versioned(gathering.gather)), OTHER_REWRITE),
]


# --- lines, their extensions and cases -------------------------------------------------------------------------------
def _hand_over(line: Thing, words: str, **who: Any) -> object:
    return handing_over.hand_over(line, Handler(words, "王某", "8888"), version=line.version, **who)


def _object(line: Thing, words: str, **who: Any) -> object:
    return line_cases.ask(line, Raised(CaseKind.OBJECTION, words), version=line.version, **who)


def _suspend(line: Thing, words: str, **who: Any) -> object:
    return line_cases.ask(line, Raised(CaseKind.SUSPENSION, words, IN_MAY), version=line.version, **who)


def _ask_for_time(line: Thing, words: str, **who: Any) -> object:
    wish = Wish(extension_factories.IN_TEN_DAYS, words, "基础施工已完成。")
    return extensions.ask(line, wish, calendar=CALENDAR, version=line.version, **who)


def _grant(request: Thing, words: str, **who: Any) -> object:
    granted = Grant(request.wished_until, words)
    return extensions.grant(request, granted, calendar=CALENDAR, version=request.version, **who)


def _grant_case(case: Thing, words: str, **who: Any) -> object:
    granted = Granted(case.until, line_case_factories.GROUND, words)
    return line_case_decisions.grant(case, granted, calendar=CALENDAR, version=case.version, **who)


def _closing_while_asked(yard: Yard) -> Thing:
    """A closing with the unit's reviewer is not there while the request waits: the draft is."""
    draft = yard.report(DRAFT, CLOSING)
    extension_factories.ask(draft.line, by=yard.staff.liaison, at=REPORTED_AT)
    return draft


def _grant_of_line(report: ProgressReport, words: str, **who: Any) -> object:
    request = report.line.extensions.get()
    return _grant(request, words, **who)


def _approved(yard: Yard) -> Thing:
    return yard.report(ReportState.ACCEPTED, CLOSING).line


def _signed_off(yard: Yard) -> Thing:
    return lines.sign_off(_approved(yard), by=yard.directors[0], at=LATER)


def _objected(yard: Yard) -> Thing:
    return _object(yard.line(is_signed=False, leads=True), "不属本单位职责。", by=yard.staff.liaison, at=REPORTED_AT)


def _suspension(yard: Yard) -> Thing:
    return _suspend(yard.line(), "条件尚不具备。", by=yard.staff.liaison, at=REPORTED_AT)


def _suspended(yard: Yard) -> Thing:
    return _grant_case(_suspension(yard), "同意。", by=yard.directors[0], at=REPORTED_AT)


def _asked(yard: Yard) -> Thing:
    return extension_factories.ask(yard.line(), by=yard.staff.liaison)


def _remind(line: Thing, **who: Any) -> object:
    return office_reminders.remind({line.pk: line.version}, **who)


SIGN = Turn("sign", liaison, versioned(lines.sign))
LINES = [
    Pair("sign × sign", lambda yard: yard.line(is_signed=False), SIGN, Turn("sign", reviewer, versioned(lines.sign))),
    Pair(
        "sign × object",
        lambda yard: yard.line(is_signed=False),
        SIGN,
        Turn("ask", other_liaison, _object, True),
        Ends.EITHER,
    ),
    Pair(
        "reminded by two",
        lambda yard: yard.line(),
        Turn("office_remind", clerk, _remind),
        Turn("office_remind", director, _remind),
    ),
    Pair(
        "reminded × signed",
        lambda yard: yard.line(is_signed=False),
        Turn("office_remind", clerk, _remind),
        SIGN,
        Ends.EITHER,
    ),
    Pair(
        "sign off × sign off",
        _approved,
        Turn("sign_off", director, versioned(lines.sign_off)),
        Turn("sign_off", other_director, versioned(lines.sign_off)),
    ),
    Pair(
        "reopen × reopen",
        _signed_off,
        Turn("reopen", director, versioned(lines.reopen), True),
        Turn("reopen", other_director, versioned(lines.reopen), True),
    ),
    Pair(
        "handed to two sections",
        lambda yard: yard.line(),
        Turn("hand_over", liaison, _hand_over, True),
        Turn("hand_over", other_liaison, _hand_over, True),
    ),
    Pair(
        "more time asked by two",
        lambda yard: yard.line(),
        Turn("ask", liaison, _ask_for_time, True, ASKED_AT),
        Turn("ask", other_liaison, _ask_for_time, True, ASKED_AT),
    ),
    Pair(
        "extension grant × refuse",
        _asked,
        Turn("grant", director, _grant, True, DECIDED_AT),
        Turn("refuse", other_director, dated(extensions.refuse), True, DECIDED_AT),
    ),
    Pair(
        "extension grant × withdraw",
        _asked,
        Turn("grant", director, _grant, True, DECIDED_AT),
        Turn("withdraw", liaison, versioned(extensions.withdraw), False, DECIDED_AT),
    ),
    Pair(
        "extension refuse × withdraw",
        _asked,
        Turn("refuse", director, dated(extensions.refuse), True, DECIDED_AT),
        Turn("withdraw", liaison, versioned(extensions.withdraw), False, DECIDED_AT),
    ),
    Pair(
        "closing sent × extension granted",
        _closing_while_asked,
        SEND,
        Turn("grant", director, _grant_of_line, True),
        Ends.EITHER,
    ),
    Pair(
        "suspension asked by two",
        lambda yard: yard.line(),
        Turn("ask", liaison, _suspend, True),
        Turn("ask", other_liaison, _suspend, True),
    ),
    Pair(
        "case grant × refuse",
        _suspension,
        Turn("grant", director, _grant_case, True),
        Turn("refuse", other_director, versioned(line_case_decisions.refuse), True),
    ),
    Pair(
        "case grant × withdraw",
        _suspension,
        Turn("grant", director, _grant_case, True),
        Turn("withdraw", liaison, versioned(line_cases.withdraw)),
    ),
    Pair(
        "objection turned down × withdrawn",
        _objected,
        Turn("turn_down", clerk, versioned(line_case_decisions.turn_down), True),
        Turn("withdraw", liaison, versioned(line_cases.withdraw)),
    ),
    Pair(
        "objection upheld × turned down",
        _objected,
        Turn("uphold", clerk, dated(line_case_decisions.uphold), True),
        Turn("turn_down", second_clerk, versioned(line_case_decisions.turn_down), True),
    ),
    Pair(
        "objection upheld × signed",
        _objected,
        Turn("uphold", clerk, dated(line_case_decisions.uphold), True),
        Turn("sign", other_liaison, lambda case, **who: lines.sign(case.line, **who)),
    ),
    Pair(
        "taken up again by two",
        _suspended,
        Turn("resume", clerk, dated(line_cases.resume)),
        Turn("resume", second_clerk, dated(line_cases.resume)),
    ),
]


# --- talking, papers, figures, people ------------------------------------------------------------------------------
def _question(yard: Yard) -> Thing:
    item = yard.line().work_item
    words = comments.Words("question", "何时开工？", {yard.staff.unit.pk})
    return comments.say(item, words, by=yard.house.office.clerk, at=LATER)


def _instruction(yard: Yard) -> Thing:
    wish = InstructionWish("请报送进展。", {yard.staff.unit.pk}, CALENDAR.plus(LATER.date(), 5))
    row = instructions.instruct(yard.line().work_item, wish, calendar=CALENDAR, by=yard.house.office.leader, at=LATER)
    return row.replies.get()


def _replied(yard: Yard) -> Thing:
    return instructions.reply_to(_instruction(yard), "已开工。", by=yard.staff.liaison, at=LATER)


def _reply(reply: Thing, words: str, **who: Any) -> object:
    return instructions.reply_to(reply, words, version=reply.version, **who)


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


def _paper(yard: Yard) -> Thing:
    paper = paper_factories.drafted(yard.house, lines=[yard.line()])
    return paper_drafts.submit(paper, by=yard.house.office.clerk, at=paper_factories.DRAFTED_AT)


def _presented(yard: Yard) -> Thing:
    return papers.check(_paper(yard), by=yard.house.office.second_clerk, at=paper_factories.CHECKED_AT)


def _leave(yard: Yard) -> Leave:
    return leaves.take(
        factories.post("liaison", yard.staff.unit), starts_on=IN_MAY, ends_on=IN_JUNE, basis="年休假",
        by=yard.staff.reviewer, at=LATER,
    )  # fmt: skip


def _end_leave(leave: Leave, words: str, **who: Any) -> object:
    return leaves.end(leave, last_day=IN_JUNE.replace(day=1), basis=words, version=leave.version, **who)


def _a_post(yard: Yard) -> Post:
    return factories.post("liaison", yard.staff.unit)


def _end_post(post: Post, words: str, **who: Any) -> object:
    return posts.leave(post, last_day=LATER.date(), basis=words, version=post.version, **who)


def _appointment(yard: Yard) -> Thing:
    unit = yard.house.office.unit
    wish = PostWish(user=factories.person(), unit=unit, role="office_clerk", starts_on=LATER.date(), basis="任职文件")
    return appointments.propose(wish, by=factories.working("security_admin", unit), at=LATER)


SYSTEM_ADMINS: dict[int, Actor] = {}


def system_admin(yard: Yard) -> Actor:
    """An administrator of the yard, made with it."""
    return SYSTEM_ADMINS[id(yard)]


REST = [
    Pair(
        "comment answered twice",
        _question,
        Turn("answer", liaison, lambda row, words, **who: comments.answer(row, words, **who), True),
        Turn("answer", reviewer, lambda row, words, **who: comments.answer(row, words, **who), True),
    ),
    Pair(
        "comment answered × withdrawn",
        _question,
        Turn("answer", liaison, lambda row, words, **who: comments.answer(row, words, **who), True),
        Turn("withdraw", clerk, lambda row, **who: comments.withdraw(row, **who)),
    ),
    Pair(
        "instruction answered twice",
        _instruction,
        Turn("reply", liaison, _reply, True),
        Turn("reply", other_liaison, _reply, True),
    ),
    Pair(
        "instruction closed × asked again",
        _replied,
        Turn("close", clerk, versioned(instructions.close)),
        Turn("ask_again", second_clerk, dated(instructions.ask_again), True),
    ),
    Pair("a figure entered twice", _target, Turn("", liaison, _enter, True), Turn("", other_liaison, _enter, True)),
    Pair(
        "a figure corrected twice", _reading, Turn("", liaison, _correct, True), Turn("", other_liaison, _correct, True)
    ),
    Pair(
        "mandate confirmed twice",
        lambda yard: paper_factories.mandate(yard.house, is_confirmed=False),
        Turn("", director, versioned(mandates.confirm)),
        Turn("", other_director, versioned(mandates.confirm)),
    ),
    Pair(
        "paper checked × returned",
        _paper,
        Turn("check", second_clerk, versioned(papers.check), False, paper_factories.CHECKED_AT),
        Turn("return_checked", director, versioned(papers.return_checked), True, paper_factories.CHECKED_AT),
    ),
    Pair(
        "paper signed × sent back",
        _presented,
        Turn("sign", director, versioned(papers.sign), False, paper_factories.SIGNED_AT),
        Turn("send_back", other_director, versioned(papers.send_back), True, paper_factories.SIGNED_AT),
    ),
    Pair(
        "leave ended twice",
        _leave,
        Turn("end", reviewer, _end_leave, True, factories.moment("2026-05-25")),
        Turn("end", other_reviewer, _end_leave, True, factories.moment("2026-05-25")),
    ),
    Pair("post ended twice", _a_post, Turn("leave", reviewer, _end_post, True), Turn("leave", clerk, _end_post, True)),
    Pair(
        "appointment countersigned × declined",
        _appointment,
        Turn("countersign", system_admin, versioned(appointments.countersign)),
        Turn("decline", system_admin, versioned(appointments.decline), True),
    ),
]


# --- next year -------------------------------------------------------------------------------------------------------
def _carry(cycle: Thing, **who: Any) -> object:
    chosen = [line.pk for line in carrying_over.unfinished_lines(cycle)][-2:]
    return carrying_over.carry_over(cycle, chosen, version=cycle.version, **who)


def _opinion(yard: Yard, number: int) -> Opinion:
    rows = Opinion.objects.of_cycle(yard.coming).filter(unit=yard.staff.unit)
    return rows.order_by("work_item__order", "pk")[number]


def _written_opinion(number: int) -> Callable[[Yard], Thing]:
    return lambda yard: opinions.write(
        _opinion(yard, number), Said(OpinionKind.CHANGE, "超出职责。", "建成两个示范点。"),
        by=yard.staff.liaison, at=JANUARY,
    )  # fmt: skip


def _given_opinion(number: int) -> Callable[[Yard], Thing]:
    return lambda yard: opinions.approve(_written_opinion(number)(yard), by=yard.staff.reviewer, at=JANUARY)


def _write_opinion(opinion: Thing, words: str, **who: Any) -> object:
    return opinions.write(opinion, Said(OpinionKind.CHANGE, words, "建成两个示范点。"), version=opinion.version, **who)


def _adopt(opinion: Thing, words: str, **who: Any) -> object:
    item = opinion.work_item
    changed = item_drafts.ItemWords(item.title, words, item.planned_deadline)
    return opinion_answers.answer(opinion, Answer("adopt", "", changed), version=opinion.version, **who)


def _decline(opinion: Thing, words: str, **who: Any) -> object:
    return opinion_answers.answer(opinion, Answer("decline", words), version=opinion.version, **who)


def _item(yard: Yard) -> WorkItem:
    return WorkItem.objects.filter(year_plan__cycle=yard.coming).order_by("-pk")[0]


def _revise(item: Thing, **who: Any) -> object:
    return item_drafts.revise_item(item, planned_deadline=IN_JUNE.replace(year=2027), version=item.version, **who)


def _coming(yard: Yard) -> Thing:
    yard.coming.refresh_from_db()
    return yard.coming


NEXT_YEAR = [
    Pair(
        "carried over twice", _coming, Turn("", clerk, _carry, at=JANUARY), Turn("", second_clerk, _carry, at=JANUARY)
    ),
    Pair(
        "opinion written by two",
        lambda yard: _opinion(yard, 0),
        Turn("write", liaison, _write_opinion, True, JANUARY),
        Turn("write", other_liaison, _write_opinion, True, JANUARY),
    ),
    Pair(
        "opinion approved × returned",
        _written_opinion(1),
        Turn("approve", reviewer, versioned(opinions.approve), False, JANUARY),
        Turn("return", other_reviewer, versioned(opinions.send_back), True, JANUARY),
    ),
    Pair(
        "opinion adopted × declined",
        _given_opinion(2),
        Turn("adopt", clerk, _adopt, True, JANUARY),
        Turn("decline", second_clerk, _decline, True, JANUARY),
    ),
    Pair(
        "item revised by two",
        _item,
        Turn("", clerk, _revise, at=JANUARY),
        Turn("", second_clerk, _revise, at=JANUARY),
    ),
]

PAIRS = [*REPORTS, *LINES, *REST, *NEXT_YEAR]
