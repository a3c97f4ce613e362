"""What a report has to explain, and what the office found of it, as tables."""

from datetime import date

import pytest

from tasks_app.domain.follow_ups import InPart, last_day
from tasks_app.domain.gathering import Presence, for_closing, for_period
from tasks_app.domain.report_reasons import Said, ToExplain, fall_of, missing_units_words, told, unexplained
from tasks_app.domain.verification import Verified, found, proposed, verified_words

TODAY, YEAR_END = date(2026, 11, 23), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("now", "before", "fall"),
    [
        (Said("on_schedule", 40), Said("on_schedule", 60), "完成率由 60% 降为 40%"),
        (Said("behind", 60), Said("on_schedule", 60), "进度由“达到序时进度”变为“滞后”"),
        (Said("behind", 5), Said("finished", 60), "完成率由 60% 降为 5%，进度由“已完成”变为“滞后”"),
        (Said("on_schedule", 60), Said("on_schedule", 60), ""),
        (Said("finished", 61), Said("behind", 60), ""),
        (Said("on_schedule", None), Said("on_schedule", 60), ""),
        (Said("", 0), Said("on_schedule", None), ""),
    ],
)
def test_progress_falls_by_figure_or_by_word(now: Said, before: Said, fall: str) -> None:
    assert fall_of(now, before) == fall


def test_each_thing_that_is_asked_wants_its_own_answer() -> None:
    asked = ToExplain(fall="完成率由 60% 降为 40%", remark="缺数据", missing=missing_units_words(["甲局", "乙局"]))
    faults = unexplained(asked, fall_reason="", taken_up="", without_reason="")
    assert faults["without_reason"] == "尚有 2 个配合单位未报送：甲局、乙局；请说明理由。"
    assert list(faults) == ["fall_reason", "taken_up", "without_reason"]
    assert unexplained(asked, fall_reason="口径调整", taken_up="已补", without_reason="另报") == {}
    assert told(asked, fall_reason="口径调整", without_reason="另报") == (
        "完成率由 60% 降为 40%；原因：口径调整\n尚有 2 个配合单位未报送：甲局、乙局；理由：另报"
    )
    assert told(ToExplain(), fall_reason="无需说明", without_reason="无需说明") == ""


def test_many_missing_units_are_counted_and_not_all_named() -> None:
    assert missing_units_words([f"第{number}局" for number in range(1, 11)]).endswith("第8局等")


@pytest.mark.parametrize(
    ("claimed", "typed", "has_file", "words"),
    [
        (60, 50, True, "核实 50%"),
        (60, 50, False, "核实 50%"),
        (60, 0, True, "核实 0%"),
        (60, None, True, "无证据"),
        (None, None, True, "已核实"),
        (None, None, False, "无证据"),
    ],
)
def test_what_the_office_found(claimed: int | None, typed: int | None, has_file: bool, words: str) -> None:
    finding = found(claimed, typed, has_file=has_file)
    assert verified_words(finding.verification, finding.percent) == words


def test_a_claim_counts_only_as_far_as_a_file_proves_it() -> None:
    assert proposed(60, has_file=True) == Verified("verified", 60)
    assert proposed(60, has_file=False) == Verified("unproven")
    assert verified_words("", None) == "", "nobody has looked yet"


@pytest.mark.parametrize(
    ("in_part", "is_closing", "today", "fields"),
    [
        (InPart("甲", "乙", "丙", YEAR_END), True, TODAY, []),
        (InPart("甲", "乙", "丙", TODAY), True, TODAY, []),
        (InPart("", "乙"), False, TODAY, []),
        (InPart("甲", "\u200b"), False, TODAY, ["not_adopted"]),
        (InPart(), True, TODAY, ["adopted", "not_adopted", "follow_up", "deadline"]),
        (InPart("甲", "乙", "丙", date(2026, 11, 22)), True, TODAY, ["deadline"]),
        (InPart("甲", "乙", "丙", date(2027, 1, 1)), True, TODAY, ["deadline"]),
        (InPart("甲", "乙", "丙", date(2027, 1, 5)), True, date(2027, 1, 4), ["deadline"]),
    ],
)
def test_what_is_taken_in_part_says_what_follows(
    in_part: InPart, is_closing: bool, today: date, fields: list[str]
) -> None:
    last = last_day(2026, "quarterly", date(2027, 1, 20))
    assert list(in_part.faults(is_closing=is_closing, today=today, last=last)) == fields


def test_what_reports_once_a_year_ends_with_the_self_report() -> None:
    assert last_day(2026, "yearly", date(2027, 1, 20)) == date(2027, 1, 20)


@pytest.mark.parametrize(
    ("state", "handed_in_on", "today", "presence", "since"),
    [
        ("in_progress", None, date(2026, 4, 10), Presence.SILENT, None),
        ("in_progress", None, date(2026, 4, 11), Presence.LATE, date(2026, 4, 10)),
        ("in_progress", date(2026, 4, 20), date(2026, 4, 21), Presence.IN, date(2026, 4, 20)),
        ("completed", None, date(2026, 4, 21), Presence.DONE, None),
    ],
)
def test_a_supporting_line_for_a_period(
    state: str, handed_in_on: date | None, today: date, presence: Presence, since: date | None
) -> None:
    standing = for_period(state, handed_in_on, date(2026, 4, 10), today)
    assert (standing.presence, standing.since) == (presence, since)


@pytest.mark.parametrize(
    ("state", "today", "presence"),
    [
        ("pending_signature", date(2026, 11, 30), Presence.SILENT),
        ("sent_back", date(2026, 12, 1), Presence.LATE),
        ("unit_review", date(2026, 11, 30), Presence.SILENT),
        ("office_review", date(2026, 12, 1), Presence.IN),
        ("signed_off", date(2026, 12, 1), Presence.DONE),
    ],
)
def test_a_supporting_line_for_closing(state: str, today: date, presence: Presence) -> None:
    assert for_closing(state, date(2026, 11, 20), date(2026, 11, 30), today).presence is presence
