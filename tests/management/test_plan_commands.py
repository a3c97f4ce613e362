"""import_plan and export_plan as scripts use them: what they print, what they write, how they exit."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from tasks_app.actions import plans
from tasks_app.models import Plan, Task

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

SOURCE = Path(settings.BASE_DIR, "fixtures/plans/zhuhai_carbon_peak_2023.txt")


def run(*arguments):
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def source_rows():
    """(number, 行动 as printed, text, units) of the 30 rows, cut by hand from the source; its one noise mended."""
    rows = (line.split("|")[1:-1] for line in SOURCE.read_text("utf-8").split("\n") if line.startswith("| "))
    cells = ([cell.strip().replace(" and ", "和") for cell in row] for row in rows)
    return [(int(row[0]), row[1].replace(" ", ""), row[2], row[3]) for row in cells if row[0].isdigit()]


@pytest.fixture
def imported():
    run("import_plan", SOURCE)


@pytest.fixture
def spoiled(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(SOURCE.read_text("utf-8").replace("| 2 |", "| 1 |").replace("| 21 |", "| x |"), "utf-8")
    return path


def test_import_says_what_it_wrote_and_then_that_nothing_changed():
    said = run("import_plan", SOURCE)
    assert "新增责任分工 194" in said
    assert "新增措施 52" in said
    assert "新增目标 58" in said
    assert "说明理由而未列为目标的数字 11 处，其他疑点 2 处" in said
    assert "没有变动。" in run("import_plan", SOURCE)


def test_dry_run_writes_nothing():
    assert "试运行，以下变动未写入" in run("import_plan", SOURCE, "--dry-run")
    assert not Plan.objects.exists()


def test_json_of_an_import_is_the_plan_with_its_doubts():
    printed = json.loads(run("import_plan", SOURCE, "--dry-run", "--json"))
    assert (len(printed["tasks"]), len(printed["doubts"]), len(printed["repairs"])) == (30, 43, 71)
    assert (printed["mode"], len(printed["measures"]), len(printed["targets"])) == ("dry-run", 52, 58)
    assert printed["doubts"][0] | {"message": "", "candidates": []} == {
        "row": 1,
        "cell": "units_text",
        "kind": "inferred_lead",
        "message": "",
        "candidates": [],
        "chosen": "市发展改革局",
    }


def test_faults_come_all_at_once_on_stderr_and_nothing_is_written(spoiled):
    with pytest.raises(CommandError) as refused:
        run("import_plan", spoiled)
    assert refused.value.returncode == 1
    for sentence in ("序号 1 出现不止一次", "缺少序号 2", "序号“x”不是正整数", "缺少序号 21"):
        assert sentence in str(refused.value)
    assert not Plan.objects.exists()


def test_import_waits_for_another_one_and_says_so_where_that_does_not_end(monkeypatch):
    """Another import of the plan holds its row for longer than a page would wait for a lock."""
    waited = []

    def held(_reading, **_told):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW lock_timeout")
                waited.extend(cursor.fetchone())
        raise OperationalError from psycopg.errors.LockNotAvailable()

    monkeypatch.setattr(plans, "import_reading", held)
    with pytest.raises(CommandError, match="另一项导入或办理正占用这个方案") as refused:
        run("import_plan", SOURCE)
    assert refused.value.returncode == 1
    assert waited in ([], ["5min"])


def test_missing_file_is_a_mistake_of_usage(tmp_path):
    with pytest.raises(CommandError, match="不能读取") as refused:
        run("import_plan", tmp_path / "nothing.txt")
    assert refused.value.returncode == 2


def test_name_that_is_no_text_is_kept_as_far_as_it_is(tmp_path):
    path = tmp_path / os.fsdecode("方案".encode("gb18030") + b".txt")
    path.write_bytes(SOURCE.read_bytes())
    run("import_plan", path, "--title", os.fsdecode(b"\xff") + "方案")
    stored = Plan.objects.get()
    assert (stored.title, stored.source_name) == ("方案", "\ufffd\ufffd\ufffd\ufffd.txt")


def test_title_that_is_given_goes_before_the_source():
    run("import_plan", SOURCE, "--number", "试〔2026〕1号", "--title", "另一方案")
    assert Plan.objects.get().number == "试〔2026〕1号"
    assert Plan.objects.get().title == "另一方案"


def test_exported_json_equals_the_source_cell_by_cell(imported):
    exported = json.loads(run("export_plan", "--format", "json"))
    assert list(exported) == ["plan", "tasks", "measures", "targets"]
    assert list(exported["plan"]) == ["number", "title", "issuer", "issued_on", "headings"]
    assert [(task["number"], task["text"], task["units_text"]) for task in exported["tasks"]] == [
        (number, text, units) for number, _action, text, units in source_rows()
    ]
    assert all(
        action in ("", task["action"])
        for task, (_, action, *_rest) in zip(exported["tasks"], source_rows(), strict=True)
    )
    assert exported["tasks"][26] == {
        "number": 27,
        "action": "落实财税价格信用政策",
        "text": source_rows()[26][2],
        "units_text": "市财政局、发展改革局、珠海市税务局",
        "lead": "市财政局",
        "leads": ["市财政局"],
        "support": ["市发展改革局", "珠海市税务局"],
        "lead_basis": "inferred",
        "measures": ["三（四）"],
    }


def test_exported_json_has_the_targets_in_the_shape_of_the_contract(imported):
    targets = json.loads(run("export_plan", "--format", "json"))["targets"]
    first = {key: targets[0][key] for key in list(targets[0])[:9]}
    assert first == {
        "measure": None,
        "tasks": [],
        "name": "单位地区生产总值能源消耗",
        "year": 2025,
        "comparator": "≥",
        "value": 14.5,
        "unit": "%",
        "baseline_year": 2020,
        "wording": "必须",
    }
    wind = next(target for target in targets if target["name"] == "风电和光伏发电装机容量")
    assert (wind["measure"], wind["tasks"], wind["value"], wind["wording"]) == ("2", [1], 355, "力争")
    assert isinstance(wind["value"], int)


def test_exported_json_has_the_body_linked_to_the_rows(imported):
    exported = json.loads(run("export_plan", "--format", "json"))
    assert [measure["number"] for measure in exported["measures"]][:2] == ["1", "2"]
    fifth = exported["measures"][4]
    assert (fifth["title"], fifth["tasks"]) == ("全面提升节能降碳管理能力", [2, 3])
    assert fifth["text"].startswith("按省统一部署建立健全碳排放强度控制为主")
    by_row = {task["number"]: task["measures"] for task in exported["tasks"]}
    assert by_row[1] == ["1", "2", "3", "4"]
    assert all(by_row.values())


def test_exported_csv_equals_the_source_cell_by_cell(imported, tmp_path):
    run("export_plan", "--format", "csv", "--out", tmp_path / "plan.csv")
    header, *rows = csv.reader(io.StringIO((tmp_path / "plan.csv").read_text("utf-8-sig")))
    assert header == ["序号", "重点任务", "", "主要负责单位"]
    assert [(int(row[0]), row[2], row[3]) for row in rows] == [(n, text, units) for n, _, text, units in source_rows()]


def test_exported_xlsx_equals_the_source_with_merged_headings(imported, tmp_path):
    run("export_plan", "--format", "xlsx", "--out", tmp_path / "plan.xlsx")
    page = CalamineWorkbook.from_path(tmp_path / "plan.xlsx").get_sheet_by_index(0)
    header, *rows = page.to_python()
    assert header == ["序号", "重点任务", "", "主要负责单位"]
    expected = [[number, action, text, units] for number, action, text, units in source_rows()]
    expected[7][1] = ""  # row 8 repeats its heading after a page break; on one sheet it is one merged cell
    assert rows == expected
    assert len(page.merged_cell_ranges) == 5


def test_exported_docx_equals_the_source_with_merged_headings(imported, tmp_path):
    run("export_plan", "--format", "docx", "--out", tmp_path / "plan.docx")
    [table] = docx.Document(tmp_path / "plan.docx").tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "重点任务", "重点任务", "主要负责单位"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [(int(row[0]), row[2], row[3]) for row in rows] == [(n, text, units) for n, _, text, units in source_rows()]
    assert all(action in ("", row[1]) for row, (_, action, *_rest) in zip(rows, source_rows(), strict=True))


def test_export_and_import_again_changes_nothing(imported, tmp_path):
    stated = ["--number", "珠府〔2023〕39号", "--title", "珠海市碳达峰实施方案", "--issuer", "珠海市人民政府"]
    for kind in ("json", "csv", "xlsx", "docx"):
        path = tmp_path / f"plan.{kind}"
        run("export_plan", "--format", kind, "--out", path)
        assert "没有变动。" in run("import_plan", path, *(stated if kind == "csv" else []))


def test_csv_that_says_no_number_asks_for_one(imported, tmp_path):
    run("export_plan", "--format", "csv", "--out", tmp_path / "plan.csv")
    with pytest.raises(CommandError, match="请用 --number 指明"):
        run("import_plan", tmp_path / "plan.csv")


def test_day_that_is_none_is_a_mistake_of_usage():
    with pytest.raises(CommandError, match="成文日期应写作"):
        run("import_plan", SOURCE, "--issued-on", "2023-02-29")


def test_cells_that_look_like_formulas_are_harmless_in_files_and_true_in_json(imported, tmp_path):
    Task.objects.filter(number=1).update(text="=HYPERLINK(1)", units_text="@SUM(1)")
    run("export_plan", "--format", "csv", "--out", tmp_path / "plan.csv")
    assert "'=HYPERLINK(1),'@SUM(1)" in (tmp_path / "plan.csv").read_text("utf-8-sig")
    run("export_plan", "--format", "xlsx", "--out", tmp_path / "plan.xlsx")
    page = CalamineWorkbook.from_path(tmp_path / "plan.xlsx").get_sheet_by_index(0)
    assert page.to_python()[1][2:] == ["=HYPERLINK(1)", "@SUM(1)"]
    assert json.loads(run("export_plan", "--format", "json"))["tasks"][0]["text"] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (["--format", "json", "--plan", "无此号"], "没有文号为“无此号”的方案", 1),
        (["--format", "json", "--out", "/nowhere/plan.json"], "不能写入", 1),
        (["--format", "json", "--out", "/"], "不能写入", 1),
    ],
)
def test_export_that_cannot_be_done_says_why(imported, arguments, sentence, code):
    with pytest.raises(CommandError, match=sentence) as refused:
        run("export_plan", *arguments)
    assert refused.value.returncode == code


def test_export_asks_which_plan_where_there_are_several(imported):
    run("import_plan", SOURCE, "--number", "试〔2026〕1号")
    with pytest.raises(CommandError, match="请用 --plan 指明其中一个"):
        run("export_plan", "--format", "json")
    assert (
        json.loads(run("export_plan", "--format", "json", "--plan", "试〔2026〕1号"))["plan"]["number"]
        == "试〔2026〕1号"
    )


def test_export_without_any_plan_says_so():
    with pytest.raises(CommandError, match="还没有导入任何方案"):
        run("export_plan", "--format", "json")


def test_unknown_option_exits_with_2():
    command = [sys.executable, "manage.py", "import_plan", str(SOURCE), "--lead", "last"]
    assert subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=False).returncode == 2


def test_plan_that_is_no_text_is_a_usage_error_in_words():
    with pytest.raises(CommandError, match="文号不是 UTF-8 文字"):
        run("export_plan", "--format", "json", "--plan", os.fsdecode(b"\xff\xfe"))
