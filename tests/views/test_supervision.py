"""What is late, whose, since when; and the file that says the same as the page."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import HttpResponse
from python_calamine import CalamineWorkbook

from accounts.models import Role
from tasks_app.actions import calendars, recording
from tasks_app.domain.lights import Light
from tasks_app.domain.line_states import LineState
from tasks_app.models import Download, UnitLine
from tasks_app.models.calendar import working_calendar
from tasks_app.presenters.supervision import LateRow
from tests import factories
from tests.factories import House, Staff, moment
from tests.views.walking import GARBAGE, LATE_DAY, Walker, words

LATE, LEDGER = "/supervision/late/", "/supervision/ledger.xlsx"
GROUPS = ("unit", "heading", "light")


def units(page: HttpResponse) -> list[str]:
    """The units of the rows that are shown, in their order."""
    body = re.search(r"<tbody>.*</tbody>", page.content.decode(), re.DOTALL)
    return re.findall(r'<th scope="row">([^<]+)</th>', body.group()) if body else []


def rows_of(answer: HttpResponse) -> list[list[object]]:
    """The rows of a workbook, which holds values only."""
    content = b"".join(answer.streaming_content)
    assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_late_list_says_what_whose_and_since_when(house: House) -> None:
    calendars.seed_year(2026, by=factories.clock(), at=LATE_DAY)
    factories.report_in("submitted", house)
    page = Walker(house.office.clerk).get(LATE)
    assert units(page) == ["市商务局", "市交通运输局", "市发展改革局", "市商务局"]
    said = words(page)
    assert "2026年度，截至2026年12月7日，共4件" in said
    assert "推进第1项重点任务第1项行动12026-11-30逾期5个工作日办理中达到序时进度2026-04-15期" in said
    assert "待签收从未报送" in said


def test_no_unit_pays_for_the_offices_delay(house: House) -> None:
    factories.line_in(LineState.OFFICE_REVIEW, house)
    walker = Walker(house.office.clerk)
    assert units(walker.get(LATE)) == ["市交通运输局", "市发展改革局", "市商务局"]
    row = re.search(
        r"<tr>(?:(?!</tr>).)*待办公室审核.*?</tr>", walker.get(LATE, light="all").content.decode(), re.DOTALL
    )
    assert row
    assert "逾期" not in row.group()


def test_handed_in_late_counts_to_the_day_it_was_handed_in(house: House) -> None:
    calendars.seed_year(2026, by=factories.clock(), at=LATE_DAY)
    line = factories.signed_line(house)
    draft = factories.closing_draft(line, house.commerce, at=moment("2026-12-02"))
    factories.advance(draft, "submitted", house, house.commerce, at=moment("2026-12-02"))
    page = Walker(house.office.clerk, at=moment("2026-12-28")).get(
        LATE, unit=house.commerce.unit.pk, heading=line.heading_id
    )
    assert "逾期2个工作日" in words(page)


@pytest.mark.parametrize("light", [*(light for light in Light if light is not Light.DONE), "all"])
def test_every_light_shows_just_its_lines(house: House, light: str) -> None:
    calendar = working_calendar()
    found = UnitLine.objects.open().with_light(house.cycle.moment(LATE_DAY.date(), calendar)).worst_first()
    expected = [line.unit_name for line in found if light in ("all", line.light)]
    assert units(Walker(house.office.clerk).get(LATE, light=light)) == expected


def test_selects_narrow_to_a_unit_and_a_heading(house: House) -> None:
    walker = Walker(house.office.clerk)
    assert units(walker.get(LATE, unit=house.commerce.unit.pk)) == ["市商务局", "市商务局"]
    heading = house.line(house.host, 2).heading_id
    assert units(walker.get(LATE, unit=house.commerce.unit.pk, heading=heading)) == ["市商务局"]
    assert "没有符合条件的承办事项" in words(walker.get(LATE, unit=house.water.unit.pk))


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_breaks_nothing(house: House, garbage: str) -> None:
    walker = Walker(house.office.clerk)
    for name in ("light", "unit", "heading", "year", "after", "before", "page", "sort"):
        answer = walker.get(LATE, **{name: garbage})
        assert answer.status_code == 200
        assert len(units(answer)) == 4
        assert len(rows_of(walker.get(LEDGER, **{name: garbage}))[3:]) == 4
        assert walker.get("/supervision/by/unit/", **{name: garbage}).status_code == 200


@pytest.mark.parametrize("key", ["0001-01-01.1", "9999-12-31.1", "2026-11-30.", "2026-11-30.-1", f"2026-11-30.{2**63}"])
def test_keys_that_no_page_wrote_break_nothing(house: House, key: str) -> None:
    for direction in ("after", "before"):
        assert Walker(house.office.clerk).get(LATE, **{direction: key}).status_code == 200


def test_ignored_filter_is_said(house: House) -> None:
    clerk = Walker(house.office.clerk)
    said = "地址中的筛选条件“承办单位”、“年度”无法识别，已忽略，所列事项没有按它筛选"
    for page in (LATE, "/supervision/by/unit/"):
        assert said in words(clerk.get(page, unit="abc", year="later"))
        assert "已忽略" not in words(clerk.get(page))
    assert said in str(rows_of(clerk.get(LEDGER, unit="abc", year="later"))[1])
    assert "已忽略" not in str(rows_of(clerk.get(LEDGER))[1])
    assert "“亮灯”无法识别" in words(clerk.get(LATE, light="purple"))


def test_pages_follow_one_another_without_gap_or_repeat(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks_app.views.paging.ROWS", 3)
    walker = Walker(house.office.clerk)
    whole = ["市商务局", "市交通运输局", "市发展改革局", "市商务局"]
    first = walker.get(LATE)
    assert units(first) == whole[:3]
    assert "上一页" not in words(first)
    second = walker.get(LATE + link(first, "next"))
    assert units(second) == whole[3:]
    assert "下一页" not in words(second)
    assert units(walker.get(LATE + link(second, "prev"))) == whole[:3]


def link(page: HttpResponse, direction: str) -> str:
    found = re.search(rf'<a href="([^"]+)" rel="{direction}">', page.content.decode())
    assert found
    return found.group(1).replace("&amp;", "&")


def test_those_who_oversee_see_the_list_and_nobody_else(house: House) -> None:
    for person in (house.office.clerk, house.office.director, house.office.leader):
        assert len(units(Walker(person).get(LATE))) == 4
    outsiders = [house.commerce.liaison, house.host.reviewer, factories.working(Role.AUDIT_ADMIN, house.office.unit)]
    for person in outsiders:
        for url in (LATE, LEDGER, *(f"/supervision/by/{group}/" for group in GROUPS)):
            assert Walker(person).get(url).status_code == 403


def auditor(house: House, year: int) -> Walker:
    post = {"scope_year": year, "ends_on": moment("2027-12-31").date()}
    return Walker(factories.working(Role.AUDITOR, house.office.unit, **post))


def test_auditor_sees_the_year_of_their_scope(house: House) -> None:
    assert len(units(auditor(house, 2026).get(LATE))) == 4
    assert units(auditor(house, 2025).get(LATE)) == []
    assert auditor(house, 2025).get(LEDGER).status_code == 404


def test_list_costs_the_same_at_any_length(house: House, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    walker.get(LATE)
    lengthen(house, 60)
    with django_assert_max_num_queries(14):
        assert len(units(walker.get(LATE))) == 30


def lengthen(house: House, count: int) -> None:
    """More lines of one item, as a plan with many units would have."""
    model = house.line(house.transport, 1)
    for number in range(count):
        holder = factories.unit(f"市第{number}单位")
        model.pk, model.unit, model.unit_name = None, holder, holder.name
        model._state.adding = True
        recording.save(model, by=factories.clock(), at=LATE_DAY, why="测试")


# --- by group --------------------------------------------------------------------------------------------------------
def test_groups_count_every_line_and_lead_into_the_list(house: House) -> None:
    factories.line_in(LineState.COMPLETED, house)
    page = Walker(house.office.clerk).get("/supervision/by/unit/")
    said = words(page)
    assert said.index("市发展改革局") < said.index("市碳达峰碳中和工作领导小组办公室")
    assert f"/supervision/late/?year=2026&amp;unit={house.transport.unit.pk}&amp;light=late" in page.content.decode()
    totals = re.findall(r'<td class="number">(\d+)</td>\s*</tr>', page.content.decode())
    assert sum(map(int, totals)) == UnitLine.objects.count()


@pytest.mark.parametrize("grouping", GROUPS)
def test_groups_agree_with_the_list(house: House, grouping: str) -> None:
    walker = Walker(house.office.clerk)
    page = walker.get(f"/supervision/by/{grouping}/").content.decode()
    links = re.findall(r'<td class="number"><a href="([^"]+)"[^>]*>(\d+)</a>', page)
    assert links or grouping == "light"
    for url, count in links:
        assert len(units(walker.get(url.replace("&amp;", "&")))) == int(count)


def test_unknown_grouping_is_not_found(house: House) -> None:
    assert Walker(house.office.clerk).get("/supervision/by/password/").status_code == 404


@pytest.mark.parametrize("grouping", GROUPS)
def test_groups_cost_few_statements(house: House, grouping: str, django_assert_max_num_queries) -> None:
    walker = Walker(house.office.clerk)
    walker.get(LATE)
    with django_assert_max_num_queries(14):
        walker.get(f"/supervision/by/{grouping}/")


# --- the ledger ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("filters", [{}, {"light": "all"}, {"light": "behind"}])
def test_ledger_holds_exactly_the_rows_of_the_list(house: House, filters: dict[str, str]) -> None:
    walker = Walker(house.office.clerk)
    moved = factories.signed_line(house, house.transport)
    moved.deadline = moment("2026-12-01").date()
    recording.save(moved, by=factories.clock(), at=LATE_DAY, why="测试")
    said_by(house.commerce, house, "开工。")
    _, _, headings, *rows = rows_of(walker.get(LEDGER, **filters))
    entries = [dict(zip(headings, row, strict=True)) for row in rows]
    shown = walker.get(LATE, **filters).context["rows"]
    assert shown
    assert [shared_cells(entry) for entry in entries] == [shared_cells_of_page(row) for row in shown]


def shared_cells(entry: dict[object, object]) -> list[object]:
    """What list and ledger both say of a line, as the ledger has it."""
    names = "承办单位、年度任务、重点任务、行动、完成时限、原定时限、灯、状态、自报进度、最近报送期、逾期工作日"
    return [entry[name] for name in names.split("、")]


def shared_cells_of_page(row: LateRow) -> list[object]:
    """The same, as the rows of the page have it."""
    line = row.line
    original = line.original_deadline if line.original_deadline != line.deadline else ""
    late = -row.days if row.days is not None and row.days < 0 else ""
    words = [line.unit_name, line.work_item.title, row.number, line.heading_name, line.deadline, original]  # type: ignore[attr-defined]
    said = [row.light_label, line.get_state_display(), row.standing, line.reported_through or "", late]
    return words + said


@pytest.mark.parametrize("grouping", GROUPS)
def test_groups_are_exported_as_seen(house: House, grouping: str) -> None:
    walker = Walker(house.office.clerk)
    page = walker.get(f"/supervision/by/{grouping}/")
    assert f"/supervision/by/{grouping}/table.xlsx?year=2026" in page.content.decode()
    title, note, headings, *rows = rows_of(walker.get(f"/supervision/by/{grouping}/table.xlsx", year=2026))
    seen = page.context["rows"]
    assert str(title[0]) == f"2026年度{page.context['title']}"
    assert f"截至2026年12月7日　共 {len(seen)} 行" in str(note[0])
    assert headings[0] == page.context["first_column"]
    assert rows == [[row.label, *(figure.count for figure in row.figures), row.total] for row in seen]
    assert Download.objects.get().what == title[0]


def test_ledger_goes_beyond_the_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks_app.views.paging.ROWS", 2)
    walker = Walker(house.office.clerk)
    assert len(units(walker.get(LATE))) == 2
    assert len(rows_of(walker.get(LEDGER))[3:]) == 4


def test_ledger_is_named_noted_and_says_what_it_holds(house: House, settings) -> None:
    settings.DEMO_BANNER = "演示数据，与实际工作无关"
    answer = Walker(house.office.clerk).get(LEDGER, unit=house.commerce.unit.pk)
    assert "20261207.xlsx" in answer["Content-Disposition"]
    title, note = (row[0] for row in rows_of(answer)[:2])
    assert title == "2026年度督查台账"
    assert note == "截至2026年12月7日　逾期未完成；市商务局　共 2 件　演示数据，与实际工作无关"
    kept = Download.objects.get()
    assert kept.what == "2026年度督查台账（逾期未完成；市商务局）"
    assert kept.user == house.office.clerk.user


def said_by(people: Staff, house: House, text: str) -> None:
    """The unit hands in a report with these words."""
    line = factories.signed_line(house, people)
    typed = factories.Words(text, text, text, "behind")
    draft = factories.periodic_draft(line, people, house.period(), words=typed)
    factories.advance(draft, "submitted", house, people)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "1e309", "007"])
def test_words_never_become_formulas_or_numbers(house: House, text: str) -> None:
    said_by(house.commerce, house, text)
    first = rows_of(Walker(house.office.clerk).get(LEDGER))[3]
    assert first[18:21] == [text, text, text]
