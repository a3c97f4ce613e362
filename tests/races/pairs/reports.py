"""Reports (进展反馈): two drafts of one, its doors in the unit and in the office, and what a lead gathers into it.

A form that saves itself while somebody types (自动保存) is ``rewrite``, as 保存草稿 is.
"""

from collections.abc import Callable
from typing import Any

from tasks_app.actions import gathering, period_reviews, report_drafts, reports
from tasks_app.actions.report_drafts import Caller, Words
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import ProgressReport
from tests import factories
from tests.factories import REPORTED_AT
from tests.races.pairs.pair import (
    CALENDAR,
    Ends,
    Pair,
    Thing,
    Turn,
    clerk,
    helper,
    helping_reviewer,
    liaison,
    other_liaison,
    other_reviewer,
    reviewer,
    second_clerk,
    signed,
    versioned,
)
from tests.races.yard import IN_JUNE, Yard

DRAFT, UNIT, OFFICE, BACK = (
    ReportState.DRAFT, ReportState.UNIT_REVIEW, ReportState.SUBMITTED, ReportState.SENT_BACK,
)  # fmt: skip
PERIODIC, CLOSING = ReportKind.PERIODIC, ReportKind.CLOSING


def report(state: str, kind: str = PERIODIC) -> Callable[[Yard], Thing]:
    """The scene: a report in this state on a line of its own."""
    return lambda yard: yard.report(state, kind)


def _said(words: str) -> Words:
    return Words(words, "无。", "按计划推进。", "on_schedule")


def _rewrite(thing: ProgressReport, words: str, **who: Any) -> object:
    return report_drafts.rewrite(thing, _said(words), version=thing.version, **who)


def _write(kind: str) -> Callable[..., object]:
    def do(line: Thing, words: str, **who: Any) -> object:
        period = line.cycle.periods.get(order=1) if kind == PERIODIC else None
        said = Words(words, "无。", "无。", "finished", None)
        return report_drafts.write(line, said, kind=kind, period=period, **who)

    return do


def _record(line: Thing, words: str, **who: Any) -> object:
    caller = Caller("电话", "王某")
    return reports.record_on_behalf(line, _said(words), period=line.cycle.periods.get(order=1), caller=caller, **who)


def _in_part(thing: ProgressReport, words: str, **who: Any) -> object:
    part = InPart("已完成的部分。", "年度数据未附。", "补充年度数据。", IN_JUNE)
    return reports.accept_in_part(thing, part, reason=words, version=thing.version, **who)


def _send_back(thing: ProgressReport, words: str, **who: Any) -> object:
    return reports.send_back(thing, reason=words, redo_by=None, calendar=CALENDAR, version=thing.version, **who)


def _bulk(thing: ProgressReport, **who: Any) -> object:
    return period_reviews.accept({thing.pk: thing.version}, period=thing.period, **who)


def _queue(thing: ProgressReport, **who: Any) -> object:
    return period_reviews.accept_many({thing.pk: thing.version}, **who)


SEND = Turn("send", liaison, versioned(reports.send))
REWRITE = Turn("", liaison, _rewrite, has_words=True)
OTHER_REWRITE = Turn("", other_liaison, _rewrite, has_words=True)
WITHDRAW = Turn("withdraw", liaison, versioned(reports.withdraw))
APPROVE = Turn("approve", reviewer, versioned(reports.approve))
OTHER_APPROVE = Turn("approve", other_reviewer, versioned(reports.approve))
ON_PAPER = Turn("approve_on_paper", other_liaison, signed(reports.approve_on_paper), has_words=True)
RETURN = Turn("return", other_reviewer, versioned(reports.return_to_author), has_words=True)
ACCEPT = Turn("accept", clerk, versioned(reports.accept))
OTHER_ACCEPT = Turn("accept", second_clerk, versioned(reports.accept))
IN_PART = Turn("accept_in_part", second_clerk, _in_part, has_words=True)
SEND_BACK = Turn("send_back", second_clerk, _send_back, has_words=True)
BULK = Turn("accept", second_clerk, _bulk)
QUEUE = Turn("accept", clerk, _queue)


def _write_turns(kind: str) -> tuple[Turn, Turn]:
    write = _write(kind)
    return Turn("", liaison, write, True, REPORTED_AT), Turn("", other_liaison, write, True, REPORTED_AT)


# --- what a lead gathers (主办汇总) -----------------------------------------------------------------------------------
def _beside_a_supporter(state: str) -> Callable[[Yard], Thing]:
    """The lead's draft, and the supporter's report of the same period in this state."""

    def stand(yard: Yard) -> Thing:
        line = yard.line(leads=True)
        source = factories.periodic_draft(yard.support_of(line), yard.helper, yard.house.period())
        factories.advance(source, state, yard.house, yard.helper)
        return factories.periodic_draft(line, yard.staff, yard.house.period())

    return stand


def _of_supporter(act: Callable[..., object]) -> Callable[..., object]:
    """An act on the supporter's report, whose page is another than the lead's."""

    def do(draft: ProgressReport, *words: str, **who: Any) -> object:
        of_item = ProgressReport.objects.filter(line__work_item=draft.line.work_item_id, period=draft.period_id)
        return act(of_item.exclude(pk=draft.pk).get(), *words, **who)

    return do


GATHER = Turn("", liaison, versioned(gathering.gather))
OTHER_GATHER = Turn("", other_liaison, versioned(gathering.gather))
SOURCE_WITHDRAWN = Turn("withdraw", helper, _of_supporter(versioned(reports.withdraw)))
SOURCE_HANDED_IN = Turn("approve", helping_reviewer, _of_supporter(versioned(reports.approve)))
SOURCE_SENT_BACK = Turn("send_back", clerk, _of_supporter(_send_back), has_words=True)
HANDED_IN, NOT_YET = _beside_a_supporter(OFFICE), _beside_a_supporter(UNIT)

REPORTS = [
    Pair("send × rewrite", report(DRAFT), SEND, OTHER_REWRITE),
    Pair("send × send", report(DRAFT), SEND, Turn("send", other_liaison, versioned(reports.send))),
    Pair("a draft saved by two", report(DRAFT), REWRITE, OTHER_REWRITE),
    Pair("what was sent back rewritten by two", report(BACK), REWRITE, OTHER_REWRITE),
    Pair("a report begun by two", lambda yard: yard.line(), *_write_turns(PERIODIC)),
    Pair("a closing begun by two", lambda yard: yard.line(), *_write_turns(CLOSING)),
    Pair(
        "a report begun × entered by the office",
        lambda yard: yard.line(),
        _write_turns(PERIODIC)[0],
        Turn("record", clerk, _record, True, REPORTED_AT),
    ),
    Pair("approve × return", report(UNIT), APPROVE, RETURN),
    Pair("approve × withdraw", report(UNIT), APPROVE, WITHDRAW),
    Pair("approve × approve", report(UNIT), APPROVE, OTHER_APPROVE),
    Pair("approve × approve on paper", report(UNIT), APPROVE, ON_PAPER),
    Pair("approve on paper × return, closing", report(UNIT, CLOSING), ON_PAPER, RETURN),
    Pair("return × withdraw", report(UNIT), RETURN, WITHDRAW),
    Pair("approve × withdraw, closing", report(UNIT, CLOSING), APPROVE, WITHDRAW),
    Pair("accept × send back", report(OFFICE), ACCEPT, SEND_BACK),
    Pair("accept × withdraw", report(OFFICE), ACCEPT, WITHDRAW),
    Pair("accept × accept", report(OFFICE), ACCEPT, OTHER_ACCEPT),
    Pair("accept × accept in part", report(OFFICE), ACCEPT, IN_PART),
    Pair("send back × withdraw", report(OFFICE), SEND_BACK, WITHDRAW),
    Pair("bulk accept × accept", report(OFFICE), BULK, ACCEPT),
    Pair("from the queue × send back, closing", report(OFFICE, CLOSING), QUEUE, SEND_BACK),
    Pair("from the queue × for the period", report(OFFICE), QUEUE, BULK),
    Pair("bulk accept × send back", report(OFFICE), Turn("accept", clerk, _bulk), SEND_BACK),
    Pair("bulk accept × withdraw", report(OFFICE), BULK, WITHDRAW),
    Pair("accept × send back, closing", report(OFFICE, CLOSING), ACCEPT, SEND_BACK),
    Pair("accept × withdraw, closing", report(OFFICE, CLOSING), ACCEPT, WITHDRAW),
    Pair("accept × accept in part, closing", report(OFFICE, CLOSING), ACCEPT, IN_PART),
    Pair("gather × supporter withdraws", HANDED_IN, GATHER, SOURCE_WITHDRAWN, Ends.EITHER, leads=True),
    Pair("supporter hands in × gather", NOT_YET, SOURCE_HANDED_IN, GATHER, Ends.EITHER, leads=True),
    Pair("gather × supporter is sent back", HANDED_IN, GATHER, SOURCE_SENT_BACK, Ends.EITHER, leads=True),
    Pair("gather × rewrite", HANDED_IN, GATHER, OTHER_REWRITE, leads=True),
    Pair("gathered by two", HANDED_IN, GATHER, OTHER_GATHER, leads=True),
    Pair("gather × send", HANDED_IN, OTHER_GATHER, SEND, leads=True),
]
