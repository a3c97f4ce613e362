"""The marked text of a paper: what each mark means, and that no value can play one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_app.documents.official.layout import Part
from tasks_app.documents.official.marked_text import Block, body_of, parse, quoted

LINES = (
    ("# 关于报送进展情况的通知", Part.TITLE, "关于报送进展情况的通知"),
    ("@ 市商务局：", Part.ADDRESSEE, "市商务局："),
    ("@ 市商务局:", Part.ADDRESSEE, "市商务局："),
    ("@ 市商务局", Part.ADDRESSEE, "市商务局："),
    ("一、总体要求", Part.HEADING_1, "一、总体要求"),
    ("十二、附则", Part.HEADING_1, "十二、附则"),
    ("（三）产业领域", Part.HEADING_2, "（三）产业领域"),
    ("1. 列出清单", Part.HEADING_3, "1. 列出清单"),
    ("（2）明确责任人", Part.HEADING_4, "（2）明确责任人"),
    ("3.5万吨标准煤", Part.BODY, "3.5万吨标准煤"),
    ("附件：1. 问题清单", Part.ANNEX_NOTE, "1. 问题清单"),
    ("~ 出席：某某", Part.ATTENDANCE, "出席：某某"),
    ("= 联系人：某某", Part.PLAIN, "联系人：某某"),
    ("[[annex]]", Part.ANNEX, "附件"),
    ("[[annex:2]]", Part.ANNEX, "附件2"),
    ("[[其他]]", Part.BODY, "[[其他]]"),
    ("现将有关事项通知如下。", Part.BODY, "现将有关事项通知如下。"),
)
MARKS = (
    "# 标题",
    "@ 单位",
    "一、标题",
    "（一）标题",
    "1. 标题",
    "[[annex]]",
    "[[table:items]]",
    "附件：1",
    "= 行",
    "~ 出席：",
)


@pytest.mark.parametrize(("line", "part", "text"), LINES)
def test_line_is_read_by_its_mark(line: str, part: Part, text: str) -> None:
    assert parse(line) == (Block(part, text),)


def test_table_is_named_not_shown() -> None:
    assert parse("[[table:items]]") == (Block(Part.CELL, "items", is_table=True),)


def test_title_after_an_annex_mark_is_the_title_of_the_annex() -> None:
    assert [block.part for block in parse("# 甲\n[[annex]]\n# 乙")] == [Part.TITLE, Part.ANNEX, Part.ANNEX_TITLE]


def test_empty_lines_and_empty_values_leave_nothing() -> None:
    assert parse(f"\n   \n{quoted('')}\n{quoted(' ')}\n# \n") == ()


@pytest.mark.parametrize("mark", MARKS)
def test_value_that_looks_like_a_mark_stays_a_paragraph(mark: str) -> None:
    assert parse(quoted(mark)) == (Block(Part.BODY, mark),)
    assert [block.part for block in parse(quoted(f"前言\n{mark}"))] == [Part.BODY, Part.BODY]


def test_lines_of_a_value_are_paragraphs_of_the_body_and_spaces_elsewhere() -> None:
    value = quoted("第一段\r\n\n　第二段")
    assert parse(value) == (Block(Part.BODY, "第一段"), Block(Part.BODY, "第二段"))
    assert parse(f"# {value}") == (Block(Part.TITLE, "第一段 第二段"),)
    assert parse(f"一、{value}") == (Block(Part.HEADING_1, "一、第一段 第二段"),)


def test_value_within_a_mark_breaks_the_mark_not_the_paper() -> None:
    assert parse(f"[[table:{quoted('items')}]]") == (Block(Part.BODY, "[[table:items]]"),)


@given(st.text(), st.text())
def test_no_value_makes_a_mark(first: str, second: str) -> None:
    blocks = parse(f"# 标题\n{quoted(first)}{quoted(second)}\n@ 单位：")
    assert (blocks[0].part, blocks[-1].part) == (Part.TITLE, Part.ADDRESSEE)
    assert {block.part for block in blocks[1:-1]} <= {Part.BODY}
    assert not any(block.is_table for block in blocks)


def test_template_puts_values_in_as_values() -> None:
    context = {
        "title": "# 关于<甲>&乙的通知",
        "addressee": "市商务局",
        "paragraphs": ["一、不是标题", "[[annex]]"],
        "items": ["甲\n# 乙", "丙"],
        "annexes": [{"title": "清单", "paragraphs": ["正文"]}],
        "contact": None,
    }
    assert parse(body_of("papers/plain.txt", context)) == (
        Block(Part.TITLE, "# 关于<甲>&乙的通知"),
        Block(Part.ADDRESSEE, "市商务局："),
        Block(Part.BODY, "一、不是标题"),
        Block(Part.BODY, "[[annex]]"),
        Block(Part.HEADING_3, "1. 甲 # 乙"),
        Block(Part.HEADING_3, "2. 丙"),
        Block(Part.ANNEX_NOTE, "清单"),
        Block(Part.ANNEX, "附件"),
        Block(Part.ANNEX_TITLE, "清单"),
        Block(Part.BODY, "正文"),
    )


def test_context_takes_plain_json_values_only() -> None:
    with pytest.raises(TypeError, match="object"):
        body_of("papers/plain.txt", {"title": object()})
