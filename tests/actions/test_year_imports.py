"""An office's old spreadsheet comes in: doubts by row and cell, nothing twice, nothing over what was issued here."""

import json
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from tasks_app.actions import carrying_over
from tasks_app.actions.year_imports import YearImport, import_year
from tasks_app.domain.line_states import LineState
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow
from tasks_app.domain.year_states import Origin
from tasks_app.importing.year_table import STATES
from tasks_app.models import Cycle, ImportedLine, UnitLine, WorkItem
from tests import factories
from tests.conftest import Standing
from tests.factories import LATER, House
from tests.views.walking import Walker, words

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

TABLE = """序号,重点任务,年度任务,责任单位,完成时限,状态,工作进展,备注
1,推进第1项,建成两个示范点,市商务局、市交通运输局,2025年11月底前,已完成,两个示范点已验收,
,,印发实施方案,市商务局,2025年6月,未完成,正在征求意见,上级文件未出
2,推进第2项,完成普查,市商务局,年底,基本完成,完成九成,
2,推进第2项,开展培训,市气象局、市某某局,2025-10-31,完成,,
9,没有的任务,做点什么,市商务局,2025-10-31,完成,,
3,推进第3项,提交报告,市水务局,2025-12-20,进行中,,
"""
CSV = TABLE.encode()


@pytest.fixture(scope="module")
def built(standing: Standing) -> Iterator[House]:
    with standing(factories.house) as house:
        yield house


@pytest.fixture
def house(built: House, db: None) -> House:
    return deepcopy(built)


def run(house: House, content: bytes = CSV, *, year: int = 2025, **more: object) -> YearImport:
    told = {"name": "2025台账.csv", "by": house.office.clerk, "at": LATER, "calendar": factories.published_calendar()}
    return import_year(content, year=year, **{**told, **more})  # type: ignore[arg-type]


def test_states_and_words_come_in_marked(house: House) -> None:
    before = list(UnitLine.objects.order_by("pk").values())
    done = run(house)
    assert (done.created, done.changed, done.unchanged) == (4, 0, 0)
    lines = UnitLine.objects.filter(cycle__year=2025).order_by("pk").select_related("imported", "work_item")
    assert [(line.work_item.title, line.unit_name, line.state, f"{line.deadline}") for line in lines] == [
        ("建成两个示范点", "市商务局", LineState.COMPLETED, "2025-11-30"),
        ("建成两个示范点", "市交通运输局", LineState.COMPLETED, "2025-11-30"),
        ("印发实施方案", "市商务局", LineState.IN_PROGRESS, "2025-06-30"),
        ("完成普查", "市商务局", LineState.IN_PROGRESS, "2025-12-31"),
    ]
    mark = ImportedLine.objects.get(line=lines[2])
    assert (mark.progress, mark.note, mark.source_name, mark.source_row) == (
        "正在征求意见", "上级文件未出", "2025台账.csv", 3,
    )  # fmt: skip
    assert mark.imported_by == house.office.clerk.post
    assert set(WorkItem.objects.filter(year_plan__cycle__year=2025).values_list("origin", flat=True)) == {
        Origin.IMPORTED
    }
    assert list(UnitLine.objects.exclude(cycle__year=2025).order_by("pk").values()) == before


def test_what_is_not_sure_is_said_by_row_and_cell(house: House) -> None:
    found = {(doubt.row, doubt.cell, doubt.kind) for doubt in run(house).doubts}
    assert found == {
        (4, "state", "unread_state"),
        (5, "units_text", "unit_not_of_task"),
        (5, "units_text", "unknown_unit"),
        (6, "number", "unknown_task"),
        (7, "units_text", "unit_not_of_task"),
    }


def test_a_rehearsal_writes_nothing_and_the_same_file_twice_changes_nothing(house: House) -> None:
    assert run(house, dry_run=True).created == 4
    assert not Cycle.objects.filter(year=2025).exists()
    run(house)
    again = run(house)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 4)
    other = run(house, TABLE.replace("未完成,正在征求意见", "已完成,方案已印发").encode())
    assert (other.created, other.changed, other.unchanged) == (0, 1, 3)


@pytest.mark.parametrize("year", [2020, 2026, 2027])
def test_only_a_year_that_is_over_and_not_known_here(house: House, year: int) -> None:
    with pytest.raises(NotNow):
        run(house, year=year)


def test_never_over_a_year_that_was_issued_here(house: House) -> None:
    with pytest.raises(NotNow, match="已在本系统拟定或印发"):
        run(house, year=2026, at=factories.moment("2027-02-01"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "甲,乙\n1,2\n".encode(), TABLE.splitlines()[0].encode()])
def test_what_is_no_such_table(house: House, content: bytes) -> None:
    with pytest.raises(Invalid):
        run(house, content)


def test_more_rows_than_a_request_carries(house: House) -> None:
    line = "1,推进第1项,任务,市商务局,2025-10-31,完成,,\n"
    with pytest.raises(Invalid, match="超过 500 行"):
        run(house, (TABLE.splitlines()[0] + "\n" + line * 501).encode())


def test_only_the_office_imports(house: House) -> None:
    for by in (house.commerce.liaison, house.office.leader):
        with pytest.raises(NotAllowed):
            run(house, by=by)


def test_no_clock_and_no_desk_meets_an_imported_line_but_it_can_be_carried(house: House) -> None:
    run(house)
    lines = UnitLine.objects.filter(cycle__year=2025)
    assert not lines.filter(next_step_on__isnull=False).exists()
    assert not lines.filter(ended_on__isnull=True).exists()
    assert not UnitLine.objects.own_of(house.commerce.liaison).filter(cycle__year=2025).exists()
    left = list(carrying_over.unfinished_lines(Cycle.objects.get(year=2026)))
    assert [line.work_item.title for line in left] == ["印发实施方案", "完成普查"]


@pytest.mark.parametrize(
    ("words_of_cell", "state"),
    [
        ("已完成", LineState.COMPLETED),
        ("按期完成", LineState.COMPLETED),
        ("已办结", LineState.COMPLETED),
        ("已销号", LineState.SIGNED_OFF),
        ("未完成", LineState.IN_PROGRESS),
        ("正在推进", LineState.IN_PROGRESS),
        ("尚未启动", LineState.PENDING_SIGNATURE),
        ("基本完成", None),
        ("", None),
    ],
)
def test_what_a_state_is_taken_for(words_of_cell: str, state: str | None) -> None:
    assert next((one for pattern, one in STATES if pattern.fullmatch(words_of_cell)), None) == state


def test_looked_over_then_confirmed_on_the_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Walker(house.office.clerk, LATER)
    assert clerk.get("/cycles/import/").status_code == 200
    file = SimpleUploadedFile("2025台账.csv", CSV)
    page = clerk.post("/cycles/import/", year=2025, file=file)
    assert "确认后新增4件" in words(page)
    assert "31印发实施方案市商务局2025-06-30办理中新增" in words(page)
    monkeypatch.setattr("tasks_app.views.year_imports.ROWS_SHOWN", 3)
    assert "其余1件未列出" in words(clerk.post("/cycles/import/", year=2025, file=SimpleUploadedFile("台账.csv", CSV)))
    assert "市气象局不是第2项的责任单位" in words(page)
    assert not ImportedLine.objects.exists()
    carried = dict(page.context["carried"])
    assert clerk.post("/cycles/import/", **carried).url == "/cycles/2025/imported/"
    shown = words(clerk.get("/cycles/2025/imported/"))
    assert "2025台账.csv第3行" in shown
    assert "上级文件未出" in shown
    assert "从往年台账导入" in words(clerk.get("/cycles/2025/"))
    assert "2026年度" in words(clerk.get("/"))
    assert clerk.post("/cycles/import/", year=2026, file=SimpleUploadedFile("a.csv", CSV)).status_code == 409
    assert clerk.post("/cycles/import/", year=2025).status_code == 422


def test_the_command(house: House, tmp_path: Path) -> None:
    path = tmp_path / "2025台账.csv"
    path.write_bytes(CSV)
    out = StringIO()
    call_command("import_year", path, "--year", "2025", "--json", "--dry-run", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["created"], len(told["doubts"])) == (4, 5)
    assert not ImportedLine.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_year", path, "--year", "2099", stdout=out)
