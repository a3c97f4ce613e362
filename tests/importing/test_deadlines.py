"""Deadlines in words."""

from datetime import date

import pytest

from tasks_app.importing.deadlines import read_deadline, without_note, year_of


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025年12月", date(2025, 12, 31)),
        ("2026年底前", date(2026, 12, 31)),
        ("２０２６年６月底前", date(2026, 6, 30)),
        ("2026年12月31日前", date(2026, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2025—2027年", date(2027, 12, 31)),
        ("2025年1月至2026年3月", date(2026, 3, 31)),
        ("2026年一季度", date(2026, 3, 31)),
        ("2026年上半年", date(2026, 6, 30)),
        ("“十四五”末", date(2025, 12, 31)),
        ("2026/06/30", date(2026, 6, 30)),
        ("2026年 9 月", date(2026, 9, 30)),
        ("2027年建成", date(2027, 12, 31)),
    ],
)
def test_deadline_is_the_last_day_of_what_is_named(words, day):
    read = read_deadline(words)
    assert (read.day, read.is_sure) == (day, True)


@pytest.mark.parametrize(
    "words",
    [
        "持续推进",
        "长期坚持",
        "常态化推进",
        "每年12月底前",
        "立即实施",
        "常年",
        "每季度末",
        "立行立改，长期坚持",
        "—",
        "",
    ],
)
def test_duty_without_end_has_no_day_and_no_doubt(words):
    read = read_deadline(words)
    assert (read.day, read.is_sure) == (None, True)


@pytest.mark.parametrize("words", ["尽快", "2026年13月", "2026年2月30日", "2026年前", "年" * 100_000, "2026" * 10_000])
def test_words_no_rule_reads_stay_as_they_are_and_are_doubted(words):
    read = read_deadline(words)
    assert (read.text, read.day, read.is_sure) == (words[:200], None, False)


@pytest.mark.parametrize(
    ("words", "day"),
    [("12月底", date(2024, 12, 31)), ("6月底前完成", date(2024, 6, 30)), ("年底前", date(2024, 12, 31)), ("年", None)],
)
def test_deadline_without_a_year_falls_into_the_year_the_plan_is_for(words, day):
    read = read_deadline(words, 2024)
    assert (read.day, read.year_from_title) == (day, day is not None)
    assert read_deadline(words).day is None


@pytest.mark.parametrize(
    ("title", "year"),
    [("某市2024年重点任务分工", 2024), ("某市2030年前碳达峰行动方案", None), ("某方案（2023—2025年）", None),
     ("2024年全市经济工作和2025年重点任务", None), ("某市碳达峰实施方案", None)],
)  # fmt: skip
def test_year_a_plan_is_for_stands_alone_in_its_title(title, year):
    assert year_of(title) == year


def test_deadline_noted_among_the_units_is_taken_out():
    assert without_note("责任单位：市民政局；完成时限：2026年6月底前") == ("责任单位：市民政局", "2026年6月底前")
    assert without_note("市民政局、市财政局") == ("市民政局、市财政局", "")
