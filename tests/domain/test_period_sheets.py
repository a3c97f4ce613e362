"""The rules of a sheet, of acceptance by exception, and the figures of a period, with tables."""

from dataclasses import replace

import pytest

from tasks_app.domain.line_states import LineState
from tasks_app.domain.period_figures import (
    Tally,
    by_heading,
    by_unit,
    figures_of,
    units_all_in,
    units_out,
    units_partly_in,
)
from tasks_app.domain.period_review import Notable, ReviewFacts, exceptions_of
from tasks_app.domain.period_sheets import (
    STILL_LAST_WORDS,
    Cell,
    cell_of,
    contradicts,
    is_carried_over,
    is_no_news,
    last_words,
    missing_on_sheet,
    no_news,
)
from tasks_app.domain.report_states import ReportState
from tasks_app.domain.texts import LONGEST

LAST = "已完成方案编制。"


@pytest.mark.parametrize(
    ("line", "report", "cell"),
    [
        (LineState.PENDING_SIGNATURE, "", Cell.SIGN),
        (LineState.IN_PROGRESS, "", Cell.WRITE),
        (LineState.SENT_BACK, ReportState.DRAFT, Cell.WRITE),
        (LineState.IN_PROGRESS, ReportState.SENT_BACK, Cell.WRITE),
        (LineState.IN_PROGRESS, ReportState.UNIT_REVIEW, Cell.WAIT),
        (LineState.IN_PROGRESS, ReportState.SUBMITTED, Cell.READ),
        (LineState.COMPLETED, ReportState.ACCEPTED, Cell.READ),
        (LineState.COMPLETED, ReportState.DRAFT, Cell.CLOSED),
        (LineState.SIGNED_OFF, "", Cell.CLOSED),
        (LineState.OFFICE_REVIEW, "", Cell.CLOSING),
        (LineState.UNIT_REVIEW, "", Cell.CLOSING),
        (LineState.OFFICE_REVIEW, ReportState.DRAFT, Cell.WRITE),
    ],
)
def test_where_a_line_stands(line: str, report: str, cell: Cell) -> None:
    assert cell_of(line, report) is cell


def test_no_news_carries_the_last_words_and_never_twice() -> None:
    once = no_news(LAST)
    assert once == f"本期无新进展。上期填报：{LAST}"
    assert no_news(once) == once
    assert last_words(once) == LAST
    assert is_no_news(once, LAST)
    assert is_no_news(once, once)
    assert not is_carried_over(once, once)


def test_no_news_without_a_last_time_is_just_that() -> None:
    assert no_news("") == "本期无新进展。"
    assert last_words(no_news("")) == ""
    assert not is_carried_over("", "")


def test_no_news_fits_the_field_however_long_the_last_words_were() -> None:
    assert len(no_news("字" * LONGEST)) == LONGEST


@pytest.mark.parametrize(
    ("typed", "expected"), [("", False), (LAST, False), (f" {LAST}\r\n", False), (no_news(LAST), False), ("新。", True)]
)
def test_a_tick_and_new_words_contradict(typed: str, expected: bool) -> None:
    assert contradicts(typed, LAST) is expected


def test_last_words_are_told_before_what_else_is_missing() -> None:
    faults = missing_on_sheet(progress=LAST, problems="无", next_steps="", standing="", last=LAST)
    assert list(faults) == ["progress_text", "next_steps", "standing"]
    assert faults["progress_text"] == STILL_LAST_WORDS


FINE = ReviewFacts(standing="on_schedule", before="on_schedule", problems="无。", is_late=False, is_on_behalf=False)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (FINE, ()),
        (replace(FINE, problems=" 无 "), ()),
        (replace(FINE, problems="无；"), ()),
        (replace(FINE, problems="无用地指标"), (Notable.PROBLEMS,)),
        (replace(FINE, problems=""), (Notable.PROBLEMS,)),
        (replace(FINE, standing="behind"), (Notable.BEHIND, Notable.WORSE)),
        (replace(FINE, standing="behind", before=""), (Notable.BEHIND,)),
        (replace(FINE, before="finished"), (Notable.WORSE,)),
        (replace(FINE, has_fallen=True), (Notable.WORSE,)),
        (replace(FINE, standing="finished"), ()),
        (replace(FINE, is_late=True, is_on_behalf=True), (Notable.LATE, Notable.ON_BEHALF)),
    ],
)
def test_what_is_worth_a_look(facts: ReviewFacts, found: tuple[Notable, ...]) -> None:
    assert exceptions_of(facts) == found


def tally(unit: int, heading: int, count: int, standing: str = "", **more: bool) -> Tally:
    return Tally(f"行动{heading}", heading, f"单位{unit}", unit, (heading, unit), count, standing, **more)


TALLIES = (
    tally(2, 2, 1),
    tally(1, 1, 2, "on_schedule", is_accepted=True),
    tally(1, 1, 1, "behind"),
    tally(3, 1, 1, "finished"),
    tally(3, 2, 2),
    tally(4, 3, 1, is_closed=True),
)


def test_what_is_silent_is_not_reported_and_what_closed_is_counted_apart() -> None:
    figures = figures_of(TALLIES)
    assert (figures.due, figures.handed_in, figures.unreported, figures.closed) == (7, 4, 3, 1)
    assert (figures.accepted, figures.waiting, figures.share_on_schedule) == (2, 2, 42)
    assert figures_of(()).share_on_schedule == 0


def test_parts_stand_in_plan_order_and_without_what_owes_nothing() -> None:
    assert [part.name for part in by_heading(TALLIES)] == ["行动1", "行动2"]
    units = by_unit(TALLIES)
    assert [part.name for part in units] == ["单位1", "单位3", "单位2"]
    assert [part.name for part in units_all_in(units)] == ["单位1"]
    assert [part.name for part in units_partly_in(units)] == ["单位3"]
    assert [part.name for part in units_out(units)] == ["单位2"]
