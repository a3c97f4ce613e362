"""The calendar: shown by shape and word, corrected a day at a time, published after a preview; nothing goes twice."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.loader import render_to_string

from tasks_app.dashboards import calendar_moves
from tasks_app.dashboards.calendar_year import calendar_with
from tasks_app.dashboards.rehearsal import moved_by, unfinished_lines
from tasks_app.models import CalendarDay, CalendarYear, Notification, Obligation, PolicyVersion
from tasks_app.models.calendar import working_calendar
from tasks_app.presenters.moved_steps import moved_page
from tests.clock import scene
from tests.clock.conftest import _calendar_read_anew, house_of_the_module  # noqa: F401
from tests.factories import House, moment
from tests.views.walking import GARBAGE, Walker, words

YEAR_2026, YEAR_2027 = "/settings/calendar/2026/", "/settings/calendar/2027/"
PUBLISH = f"{YEAR_2027}publish/"
DECEMBER = moment("2026-12-28 10:00")
BASIS = "国办关于2027年部分节假日安排的通知"
ROWS = "日期,上班/休息,名称\n2027-01-01,休息,元旦\n2027/1/2,休息,元旦\n2027年1月4日,休息,元旦\n2027-01-09,上班,元旦\n"


def clerk(house: House) -> Walker:
    return Walker(house.office.clerk, at=DECEMBER)


def csv_file(text: str, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    """What a spreadsheet saves."""
    return SimpleUploadedFile("2027.csv", text.encode(encoding), content_type="text/csv")


def preview(house: House, text: str = ROWS, **fields: str) -> HttpResponse:
    """The page after a file was handed in."""
    return clerk(house).post(PUBLISH, basis=BASIS, days=csv_file(text), version="0", **fields)


# --- looking ---------------------------------------------------------------------------------------------------------
def test_rest_and_makeup_days_bear_a_word(house: House) -> None:
    page = clerk(house).get(YEAR_2026)
    assert "2026年工作日历已公布" in words(page)
    assert "1—7日国庆节休息；10日国庆节调休上班" in words(page)
    html = page.content.decode()
    assert html.count("<small>休</small>") == 19
    assert html.count("<small>班</small>") == 6


def test_year_without_a_notice_is_marked(house: House) -> None:
    page = words(clerk(house).get(YEAR_2027))
    assert "2027年工作日历未公布" in page
    assert "按法定节假日和周末推算" in page


def test_everybody_may_look_and_only_the_office_may_edit(house: House) -> None:
    page = Walker(house.commerce.liaison).get(YEAR_2026)
    assert page.status_code == 200
    assert "/settings/calendar/days/" not in page.content.decode()
    assert "公布2026年" not in words(page)
    for url in (PUBLISH, "/settings/calendar/days/2026-12-29/"):
        assert Walker(house.commerce.liaison).get(url).status_code == 403


@pytest.mark.parametrize("path", ["0", "1999", "2100", "9999999999999999999", "x", "-1"])
def test_years_beyond_the_calendar_do_not_exist(house: House, path: str) -> None:
    assert clerk(house).get(f"/settings/calendar/{path}/").status_code == 404


def test_page_costs_a_known_number_of_statements(house: House, django_assert_num_queries: object) -> None:
    walker = clerk(house)
    walker.get(YEAR_2026)
    with django_assert_num_queries(6):  # type: ignore[operator]
        walker.get(YEAR_2026)


# --- one day ---------------------------------------------------------------------------------------------------------
def test_day_is_corrected_and_the_clock_looks_again(house: House) -> None:
    version = str(CalendarYear.objects.get(year=2026).version)
    walker, url = clerk(house), "/settings/calendar/days/2026-12-29/"
    assert walker.post(url, works="rests", name="台风停工", version=version, step="save").status_code == 302
    day = CalendarDay.objects.get(day="2026-12-29")
    assert (day.is_workday, day.name) == (False, "台风停工")
    assert house.line(house.commerce).next_step_on == DECEMBER.date()
    stale = walker.post(url, works="works", name="", version=version, step="save")
    assert (stale.status_code, "不是最新内容" in words(stale)) == (409, True)


def test_day_of_an_unpublished_year_writes_the_assumed_days_out(house: House) -> None:
    url = "/settings/calendar/days/2027-02-08/"
    assert clerk(house).post(url, works="rests", name="春节", version="0", step="save").status_code == 302
    year = CalendarYear.objects.get(year=2027)
    assert (year.state, year.days.count()) == ("assumed", 365)
    assert not CalendarDay.objects.get(day="2027-05-01").is_workday


def test_a_day_that_moves_steps_shows_them_before_it_is_saved(house: House) -> None:
    url, version = "/settings/calendar/days/2027-01-13/", "0"
    page = clerk(house).post(url, works="rests", name="停工", version=version)
    text = words(page)
    assert (page.status_code, page.context["moved"].count > 0) == (200, True)
    assert "将改为休息（停工）" in text
    assert "2027-01-12" in text
    assert 'name="step" value="save"' in page.content.decode()
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_day_that_moves_nothing_or_only_its_name_is_saved_at_once(house: House) -> None:
    version = str(CalendarYear.objects.get(year=2026).version)
    url = "/settings/calendar/days/2026-12-29/"
    assert clerk(house).post(url, works="works", name="盘点日", version=version).status_code == 302
    past = "/settings/calendar/days/2024-03-06/"
    assert clerk(house).post(past, works="rests", name="", version="0").status_code == 302


def test_wrong_day_keeps_what_was_typed(house: House) -> None:
    page = clerk(house).post("/settings/calendar/days/2026-12-29/", works="maybe", name="台" * 50, version="1")
    assert page.status_code == 422
    assert "请选择上班或休息" in words(page)
    assert "台" * 50 in page.content.decode()


@pytest.mark.parametrize(
    "garbage",
    ["abc", "2026-02-29", "2026-13-01", "0001-01-01", "9999-12-31", "20261229x", "20261128", "2026-W10-1", "2026-1-05"],
)
def test_day_that_does_not_exist_is_not_found(house: House, garbage: str) -> None:
    assert clerk(house).get(f"/settings/calendar/days/{garbage}/").status_code == 404


# --- publishing ------------------------------------------------------------------------------------------------------
def test_preview_shows_what_moves_and_writes_nothing(house: House) -> None:
    page = preview(house)
    text = words(page)
    assert page.status_code == 200
    assert "任何通知都不会重发" in text
    assert "2027-01-04周一上班休息元旦" in text
    # E20, 20 working days before 20 January 2027, now falls on a day earlier or later; P and R steps with it.
    moved = page.context["preview"]["moved"]
    assert moved.count == sum(group.count for group in moved.groups) > 0
    assert all(group.before != group.after for group in moved.groups)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_confirmed_preview_publishes_and_sends_nothing_again(house: House) -> None:
    scene.a_late_line(house)
    before = set(Obligation.objects.values_list("subject", "rule", "round"))
    told = Notification.objects.count()
    answer = clerk(house).post(PUBLISH, basis=BASIS, rows=ROWS, step="publish", version="0", confirmed="on")
    assert answer.headers["Location"] == YEAR_2027
    year = CalendarYear.objects.get(year=2027)
    assert (year.state, year.basis) == ("official", BASIS)
    assert CalendarDay.objects.get(day="2027-01-09").is_workday
    assert set(Obligation.objects.values_list("subject", "rule", "round")) == before
    assert Notification.objects.count() == told


def test_a_holiday_turned_into_a_working_day_is_published_only_with_open_eyes(house: House) -> None:
    """The file forgot 1 October: on the plain week it would be a working Friday."""
    assert "10月1日是法定节假日，却将按上班计算" in words(preview(house))
    refused = clerk(house).post(PUBLISH, basis=BASIS, rows=ROWS, step="publish", version="0")
    text = words(refused)
    assert (refused.status_code, "勾选后再公布" in text, "10月1日是法定节假日" in text) == (422, True, True)
    assert not CalendarYear.objects.filter(year=2027).exists()
    whole = ROWS + "2027-10-01,休息,国庆节\n"
    assert "公布前请核对" not in words(preview(house, whole))
    assert clerk(house).post(PUBLISH, basis=BASIS, rows=whole, step="publish", version="0").status_code == 302


def test_a_year_published_as_it_was_guessed_is_asked_about(house: House) -> None:
    assert "与系统推算的日历完全相同" in words(clerk(house).post(PUBLISH, basis=BASIS, version="0"))
    assert clerk(house).post(PUBLISH, basis=BASIS, step="publish", version="0").status_code == 422
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_a_preview_of_a_part_of_the_lines_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_moves, "MOST_LINES", 2)
    assert "只计算了最早到期的一部分" in words(preview(house))


def test_steps_pushed_past_the_last_day_are_named(house: House) -> None:
    """The letter of 4 January would be proposed after the days that are played."""
    rest = {date(2027, 1, day): (False, "停工") for day in range(1, 9)}
    old = working_calendar()
    moves = moved_by(
        unfinished_lines(),
        PolicyVersion.policies(),
        old,
        calendar_with(old, 2027, rest),
        start=DECEMBER.date(),
        end=date(2027, 1, 6),
        most=100,
    )
    gone = [one for one in moves.steps if one.rule == "D5"]
    assert {(one.before, one.after) for one in gone} == {(date(2027, 1, 4), None)}
    page = moved_page(moves)
    assert page.beyond >= len(gone) > 0
    assert "2027-01-06 之后" in render_to_string("calendar/moved.html", {"moved": page})


def test_two_who_publish_at_once_end_with_one(house: House) -> None:
    for status in (302, 409):
        answer = clerk(house).post(PUBLISH, basis=BASIS, rows=ROWS, step="publish", version="0", confirmed="on")
        assert answer.status_code == status


def test_year_is_published_as_it_stands_without_a_file(house: House) -> None:
    page = clerk(house).post(PUBLISH, basis=BASIS, version="0")
    assert "日历本身没有变化" in words(page)
    assert (
        clerk(house).post(PUBLISH, basis=BASIS, rows="", step="publish", version="0", confirmed="on").status_code == 302
    )
    assert not CalendarDay.objects.get(day="2027-10-01").is_workday


def test_file_saved_by_chinese_excel_is_read(house: House) -> None:
    answer = clerk(house).post(PUBLISH, basis=BASIS, days=csv_file(ROWS, "gb18030"), version="0")
    assert "2027-01-04周一上班休息元旦" in words(answer)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2027-02-30,休息,春节", "第1行：日期“2027-02-30”无法识别"),
        ("正月初一,休息,春节", "第1行：日期“正月初一”无法识别"),
        ("2026-02-06,休息,春节", "第1行：2026-02-06不在2027年"),
        ("2027-02-06,也许,春节", "第1行：“也许”应为“上班”或“休息”"),
        ("2027-02-06,休息\n2027-02-06,上班", "第2行：2027-02-06重复"),
        ("2027-02-06,休息," + "长" * 41, "第1行：名称超过40字"),
        ("日期,上班/休息,名称", "没有读到任何一天"),
        ("\n".join(["2027-02-06,休息"] * 401), "超过400行"),
        ('"', "没有读到任何一天"),
    ],
)
def test_every_wrong_row_is_named(house: House, row: str, fault: str) -> None:
    page = preview(house, row)
    assert page.status_code == 422
    assert fault in words(page)
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_all_wrong_rows_are_named_at_once(house: House) -> None:
    text = words(preview(house, "坏,休息\n2027-01-01,坏\n2026-01-01,休息"))
    assert all(f"第{number}行" in text for number in (1, 2, 3))


def test_basis_is_asked_for_and_binary_files_are_refused(house: House) -> None:
    walker = clerk(house)
    assert "请填写依据" in words(walker.post(PUBLISH, basis="", version="0"))
    rubbish = SimpleUploadedFile("x.csv", b"\xff\xfe\x00\xff\xff", content_type="text/csv")
    page = walker.post(PUBLISH, basis=BASIS, days=rubbish, version="0")
    assert (page.status_code, "文件不是文本格式" in words(page)) == (422, True)
    large = SimpleUploadedFile("x.csv", b"," * 70_000, content_type="text/csv")
    assert "不应超过64KB" in words(walker.post(PUBLISH, basis=BASIS, days=large, version="0"))


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_form_breaks_nothing(house: House, garbage: str) -> None:
    walker = clerk(house)
    assert walker.post(PUBLISH, basis=BASIS, rows=garbage, step="publish", version=garbage).status_code in (409, 422)
    assert walker.post(PUBLISH, basis=garbage, step=garbage, version="0").status_code in (200, 422)


def test_day_before_the_clock_begins_moves_nothing(house: House) -> None:
    page = clerk(house).post("/settings/calendar/2024/publish/", basis=BASIS, version="0")
    assert page.context["preview"]["moved"].groups == ()
    assert date(2024, 3, 31) < DECEMBER.date()
