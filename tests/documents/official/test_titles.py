"""Titles over one line: whole words, whole names, in balance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.documents.official.titles import balanced
from tasks_app.documents.official.wording import width

WIDEST = 20.0
TITLES = (
    ("关于报送进展情况的通知", ("关于报送进展情况的通知",)),
    ("关于约谈市商务局等三个单位主要负责人的通知", ("关于约谈市商务局等", "三个单位主要负责人的通知")),
    (
        "关于报送2026年第三季度碳达峰重点任务进展情况的通知",
        ("关于报送2026年第三季度", "碳达峰重点任务进展情况的通知"),
    ),
    (
        "关于商请协助提供珠海市碳达峰实施方案2026年度重点任务进展情况及有关能源消费统计数据的函",
        None,
    ),
)


@pytest.mark.parametrize(("title", "lines"), TITLES)
def test_title_is_broken_where_a_reader_would(title: str, lines: tuple[str, ...] | None) -> None:
    found = balanced(title, widest=WIDEST)
    assert "".join(found) == title
    assert max(map(width, found)) <= WIDEST
    assert lines is None or found == lines


@pytest.mark.parametrize("word", ["通知", "约谈", "重点任务", "领导小组"])
@pytest.mark.parametrize("before", range(14, 22))
def test_word_is_never_cut(word: str, before: int) -> None:
    title = "甲" * before + word + "乙" * 8
    assert any(word in line for line in balanced(title, widest=WIDEST))


def test_name_of_a_unit_stays_whole() -> None:
    name = "甲乙丙丁戊己庚辛壬癸局"
    lines = balanced(f"关于约谈{name}有关事项安排的通知", widest=WIDEST, names=[name])
    assert any(name in line for line in lines)


def test_three_lines_are_no_hourglass() -> None:
    lines = [width(line) for line in balanced("甲" * 50, widest=WIDEST)]
    assert len(lines) == 3
    assert lines[1] >= min(lines[0], lines[2])


def test_two_lines_are_no_block() -> None:
    first, second = balanced("甲" * 30, widest=WIDEST)
    assert len(first) != len(second)


def test_what_is_no_title_any_more_is_left_to_word() -> None:
    assert balanced("长" * 400, widest=WIDEST) == ("长" * 400,)


@given(st.text(max_size=70))
def test_no_word_is_lost_whatever_the_title(title: str) -> None:
    assert "".join(balanced(title, widest=WIDEST, names=["", title[:3]])) == title
