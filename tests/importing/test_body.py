"""The body of 珠府〔2023〕39号 against a truth written by hand, and bodies of other kinds."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks_app.importing.body import MOST_MEASURES, read_body
from tasks_app.importing.body_paragraphs import CUT
from tasks_app.importing.measure_rows import match_rows
from tasks_app.importing.reading import MeasureRead, PlanReading, TaskRead

TRUTH = json.loads((Path(__file__).parent / "truth_body.json").read_text("utf-8"))["measures"]
# The first line of each paragraph that a page break cut, and the words on both sides of the cut.
CUTS = {
    19: "城市跨越",
    39: "斗门“整县",
    45: "交直流混合",
    55: "协同控制框架",
    61: "等级达到 4A",
    71: "以集成电路",
    85: "绿色建筑，星级",
    105: "加强与电网",
    115: "设施农业",
    139: "基础研究和前沿",
    149: "等领域加强",
    159: "推进“公园",
    183: "建设碳达峰",
    193: "调控的全方位",
    201: "金融资源和服务",
}


def squeezed(text: str) -> str:
    """The letters of a text as the paper has them, noise mended by hand."""
    return re.sub(r"[\s*]", "", text.replace(" and ", "和"))


def test_52_measures_have_the_titles_sections_lines_and_rows_of_the_paper(reading: PlanReading) -> None:
    found = [
        {
            "number": measure.number,
            "title": measure.title,
            "section": measure.section,
            "lines": [measure.line, measure.end_line],
            "tasks": list(measure.tasks),
        }
        for measure in reading.measures
    ]
    assert found == TRUTH


def test_every_text_is_the_whole_paragraph(reading: PlanReading, seed: bytes) -> None:
    lines = seed.decode().split("\n")
    for measure in reading.measures:
        assert measure.line is not None
        printed = squeezed("".join(lines[measure.line - 1 : measure.end_line]))
        assert printed.endswith(squeezed(f"{measure.title}。{measure.text}"))
        assert printed.index(squeezed(measure.title)) <= len("（一）")


def test_nothing_of_the_body_is_lost(seed: bytes) -> None:
    """Every letter between the first chapter and the table stands in a heading, a measure or another paragraph."""
    lines = seed.decode().split("\n")
    first, last = lines.index("一、总体要求"), lines.index("重点任务分工表")
    body = read_body(lines)
    read = sum(len(squeezed(paragraph.text)) for paragraph in (*body.overall, *body.openings))
    read += sum(len(squeezed(f"{measure.title}。{measure.text}")) for measure in body.measures)
    headings = [line for line in lines[first:last] if re.match(r"[一二三四]、|（.{1,2}）[^。]*。$", line)]
    numbers = re.findall(r"^\d+\.|^（.{1,2}）(?=[^。]*。.)", "\n".join(lines[first:last]), re.MULTILINE)
    printed = len(squeezed("".join(lines[first:last])))
    assert printed - read == len("".join(headings)) + len("".join(numbers))


def test_paragraphs_cut_at_page_breaks_are_whole_and_listed(reading: PlanReading) -> None:
    joined = {repair.line: repair for repair in reading.repairs if repair.what == CUT}
    assert joined.keys() == CUTS.keys()
    for line, words in CUTS.items():
        assert words in joined[line].after
        assert "⏎" in joined[line].before
    texts = "".join(measure.text for measure in reading.measures)
    assert all(words in texts for line, words in CUTS.items() if line > 19)


def test_target_that_was_cut_in_two_is_one_sentence(reading: PlanReading) -> None:
    text = next(measure.text for measure in reading.measures if measure.number == "14")
    assert text.endswith(
        "到2025年，城镇新建建筑全面建成绿色建筑，星级绿色建筑占比达到 95%以上，"
        "单体建筑面积 5000 平方米以上财政性资金投资的公共建筑全部达到二星级以上。"
    )


def test_paragraph_that_ended_is_not_glued_to_the_next(reading: PlanReading) -> None:
    """Measure 18 has two paragraphs: the first ends with a full stop."""
    first, second = next(measure.text for measure in reading.measures if measure.number == "18").split("\n")
    assert first.endswith("应接尽接。")
    assert second.startswith("到 2030 年，当年新增新能源")


def test_overall_aims_are_kept_with_their_lines(seed: bytes) -> None:
    aims = [part for part in read_body(seed.decode().split("\n")).overall if part.section == "主要目标"]
    assert [(part.line, part.text[:7]) for part in aims] == [(25, "“十四五”期间"), (27, "“十五五”期间")]


def test_text_without_a_body_has_no_measures_and_no_doubt(read_rows: Callable[..., PlanReading]) -> None:
    reading = read_rows("| 1 | 某行动 | 某事。 | 市商务局 |")
    assert reading.measures == ()
    assert "measures" not in {doubt.cell for doubt in reading.doubts}


# --- bodies of other kinds -------------------------------------------------------------------------------------------
def numbers_and_titles(text: str) -> list[tuple[str, str]]:
    return [(measure.number, measure.title) for measure in read_body(text.split("\n")).measures]


def test_sections_that_count_from_one_again_are_told_apart() -> None:
    text = "二、重点任务\n（一）甲行动。\n1.种树。多种。\n2.种草。多种。\n（二）乙行动。\n1.造林。多造。\n"
    assert numbers_and_titles(text) == [("二（一）1", "种树"), ("二（一）2", "种草"), ("二（二）1", "造林")]


def test_titles_on_a_line_of_their_own_and_other_signs() -> None:
    text = (
        "一、主要任务\n（一）甲行动\n１．大力推进全市各类公共机构率先开展绿色低碳转型工作\n说明一。\n2、种草\n说明二。"
    )
    measures = read_body(text.split("\n")).measures
    assert [(measure.title[-4:], measure.text) for measure in measures] == [
        ("转型工作", "说明一。"),
        ("种草", "说明二。"),
    ]


def test_figure_at_the_beginning_of_a_half_is_no_new_measure() -> None:
    text = "二、重点任务\n1.种树。到二〇三〇年全市森林覆盖率和蓄积量持续增长，年均增长达到\n1.5%以上。"
    assert numbers_and_titles(text) == [("1", "种树")]
    assert read_body(text.split("\n")).measures[0].text.endswith("达到1.5%以上。")


def test_captions_signatures_and_annexes_are_no_text() -> None:
    text = (
        "一、保障措施\n（一）加强领导。抓好落实。\n珠海市人民政府\n2023年5月19日\n任务清单\n| 1 | 2 |\n"
        "附件：名单\n1.不是措施。不读。"
    )
    [measure] = read_body(text.split("\n")).measures
    assert (measure.number, measure.text, measure.end_line) == ("一（一）", "抓好落实。", 2)


def test_missing_and_empty_measures_are_doubts() -> None:
    doubts = read_body(["二、重点任务", "1.种树。多种。", "3.种草。"]).doubts
    assert [doubt.message for doubt in doubts] == [
        "正文缺少第 2 条措施，请核对来源是否完整。",
        "措施 3“种草”（来源第 3 行）只有标题，没有正文。",
    ]


def test_chapter_that_comes_twice_gives_no_number_twice() -> None:
    text = "二、重点任务\n（一）甲。种树。\n二、重点任务\n（一）甲。种树。"
    assert [number for number, _title in numbers_and_titles(text)] == ["二（一）", "二（一）（2）"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("二、甲\n" + "1.事。做。\n" * 60_000, id="endless-measures"),
        pytest.param("二、甲\n1.事" + "（。" * 600_000, id="brackets"),
        pytest.param("二、甲\n" + "做事情，\n" * 300_000, id="never-ending-paragraph"),
    ],
)
def test_hostile_body_is_answered_soon(text: str) -> None:
    begun = time.process_time()
    assert len(read_body(text.split("\n")).measures) <= MOST_MEASURES
    assert time.process_time() - begun < 5


# --- rows ------------------------------------------------------------------------------------------------------------
def measure(number: str, title: str, text: str = "", section: str = "甲行动") -> MeasureRead:
    return MeasureRead(number, title, section, text)


def row(number: int, text: str, heading: str = "甲行动") -> TaskRead:
    return TaskRead(number, heading, text, "市商务局", None)


def rows_of(measures: list[MeasureRead], tasks: list[TaskRead]) -> list[tuple[int, ...]]:
    return [found.tasks for found in match_rows(measures, tasks).measures]


def kinds_of(measures: list[MeasureRead], tasks: list[TaskRead]) -> list[tuple[int | None, str]]:
    return [(doubt.row, doubt.kind) for doubt in match_rows(measures, tasks).doubts]


TREES = measure("1", "持续提升森林碳汇能力", "推进植树造林。")
WETLANDS = measure("2", "巩固提升湿地碳汇能力", "加强湿地保护。")


def test_only_doubt_of_the_plan_is_the_sentence_that_row_7_quotes_from_measure_12(reading: PlanReading) -> None:
    [doubt] = [doubt for doubt in reading.doubts if doubt.cell == "measures"]
    assert (doubt.row, doubt.kind, doubt.candidates) == (7, "measure_quoted_elsewhere", ("9", "12"))


def test_one_row_is_explained_by_every_measure_of_its_section() -> None:
    assert rows_of([TREES, WETLANDS], [row(5, "别的说法。")]) == [(5,), (5,)]


def test_words_decide_under_several_rows() -> None:
    tasks = [row(5, "持续提升森林碳汇能力。"), row(6, "推进植树造林。"), row(7, "加强湿地保护。")]
    assert rows_of([TREES, WETLANDS], tasks) == [(5, 6), (7,)]
    assert kinds_of([TREES, WETLANDS], tasks) == []


def test_row_that_says_something_else_keeps_its_place_and_is_a_doubt() -> None:
    tasks = [row(5, "持续提升森林碳汇能力。"), row(6, "办好宣传周。")]
    assert rows_of([TREES, WETLANDS], tasks) == [(5,), (6,)]
    assert kinds_of([TREES, WETLANDS], tasks) == [(6, "weak_measure")]


def test_section_under_another_name_is_found_and_doubted() -> None:
    named = [measure("1", "种树", section="生态碳汇提升行动"), measure("2", "宣传", section="全民行动")]
    tasks = [row(1, "种树。", "生态碳汇巩固提升行动"), row(2, "宣传。", "全民行动")]
    assert rows_of(named, tasks) == [(1,), (2,)]
    assert kinds_of(named, tasks) == [(None, "section_alike")]


def test_measures_without_any_heading_are_compared_with_the_rows_that_are_left() -> None:
    tasks = [row(1, "持续提升森林碳汇能力。", "子"), row(2, "加强湿地保护。", "丑")]
    assert rows_of([TREES, WETLANDS], tasks) == [(1,), (2,)]
    assert kinds_of([TREES, WETLANDS], tasks) == [(1, "section_without_heading")]


def test_comparing_endless_texts_is_bounded() -> None:
    words = "碳达峰绿色低能源建筑。"
    measures = [measure(str(number), "甲", words * 400) for number in range(63)]
    tasks = [row(number, words * 360) for number in range(63)]
    begun = time.process_time()
    match_rows(measures, tasks)
    assert time.process_time() - begun < 5


def test_rows_and_measures_that_nothing_matches_are_doubts() -> None:
    tasks = [row(1, "种树。"), row(2, "修桥。", "丑")]
    assert kinds_of([TREES], tasks) == [(2, "row_without_measure")]
    stray = measure("9", "完全无关", section="完全无关")
    assert kinds_of([TREES, stray], tasks[:1]) == [(None, "measure_without_row")]
