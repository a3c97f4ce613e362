"""Four published documents of other governments against truths typed by hand: prose, PDF text and a tabbed table."""

import json
from pathlib import Path

import pytest

from tasks_app.domain.plan_sheet import as_json
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead, PlanReading
from tasks_app.importing.registry import UnitRegistry
from tasks_app.importing.scoreboard import score

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))


def sample(name: str) -> tuple[PlanReading, dict]:
    truth = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    content = (SAMPLES / f"{name}.txt").read_bytes()
    given = Masthead(**truth["given"])
    return read_plan(content, name=name, known=lambda _: UnitRegistry(), given=given), truth


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_read_over_the_bars(name):
    reading, truth = sample(name)
    found = score(reading, truth["rows"])
    assert reading.faults == ()
    assert found.holds, (found.precision, found.recall, sorted(found.wrong))
    assert [task.number for task in reading.tasks] == [row["number"] for row in truth["rows"]]


@pytest.mark.parametrize("name", NAMES)
def test_json_of_a_sample_reads_back_the_same(name):
    reading, _truth = sample(name)
    content = json.dumps(as_json(reading.sheet), ensure_ascii=False).encode()
    back = read_plan(content, name="plan.json", known=lambda _: UnitRegistry())
    assert back.faults == ()
    assert back.sheet == reading.sheet


def test_bars_are_missed_by_what_is_wrong_in_silence():
    reading, truth = sample("zhejiang_datasets_2025")
    wrong = [{**row, "support": ["省财政厅"]} if row["number"] == 30 else row for row in truth["rows"]]
    found = score(reading, wrong)
    assert found.silent == {(30, "省财政厅", "support")}
    assert not found.holds


def test_wrong_pair_of_a_doubted_row_is_flagged():
    reading, truth = sample("guobanfa_2020_24")
    wrong = [{**row, "leads": ["商务部"]} if row["number"] == 9 else row for row in truth["rows"]]
    found = score(reading, wrong)
    assert found.wrong == found.flagged == {(9, "商务部", "lead")}
    assert found.holds


def test_deadlines_of_the_table_are_days_and_leads_stand_in_the_headings():
    reading, _truth = sample("zhejiang_datasets_2025")
    first = reading.tasks[3]
    assert (first.deadline_text, first.deadline.isoformat()) == ("2026年2月", "2026-02-28")
    assert all(task.deadline for task in reading.tasks)
    assert first.text == "眼病专科数据集"
    assert first.cells[0].startswith("省安诊儿人工智能科技有限公司")
    assert first.heading == "医疗健康（牵头单位：省卫生健康委）"


def test_figures_of_a_wrapped_page_go_back_and_are_doubted():
    reading, _truth = sample("zhejiang_ai_measures_2025")
    assert "到２０２７年，力争打造３家千亿级链主企业，培育３０家百亿级龙头企业" in reading.tasks[0].text
    doubted = {doubt.row for doubt in reading.doubts if doubt.kind == "displaced_figures"}
    assert {1, 2} <= doubted
    assert 12 not in doubted
    assert (reading.masthead.number, reading.masthead.issuer) == ("浙政发〔2025〕10号", "浙江省人民政府")


def test_text_without_line_ends_names_its_issuer_number_and_day():
    reading, _truth = sample("guobanfa_2020_24")
    assert (reading.masthead.number, reading.masthead.issuer) == ("国办发〔2020〕24号", "国务院办公厅")
    assert reading.masthead.issued_on.isoformat() == "2020-07-15"
    assert reading.tasks[3].heading == "进一步简化企业生产经营审批和条件"
