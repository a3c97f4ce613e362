"""一表报送 as a page: what it costs, what it keeps, what it does not hear."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from uuid import uuid4

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from tasks_app.actions import cycles, lines, reports
from tasks_app.dashboards.period_sheet import SheetCount
from tasks_app.domain.reach import GUARDED_WORDS
from tasks_app.domain.report_states import ReportState
from tasks_app.models import ProgressReport, ReportPeriod, UnitLine
from tasks_app.presenters.period_sheet import link_to
from tests import factories
from tests.conftest import Standing
from tests.factories import ISSUED_AT, SIGNED_AT, House, moment
from tests.views.walking import GARBAGE, Walker, words

pytestmark = pytest.mark.django_db

AT = moment("2026-04-10 10:00")
TASKS = 28
FRAME, SHEET = 6, 12


def crowded() -> House:
    """市商务局 has thirty lines by the quarter, all signed for."""
    house = factories.house(is_issued=False)
    for number in range(10, 10 + TASKS):
        factories.task(house.plan, number, [house.commerce.unit])
    cycles.draft_items(house.cycle, by=house.office.clerk, at=ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=ISSUED_AT)
    lines.sign_all(UnitLine.objects.filter(unit=house.commerce.unit), by=house.commerce.liaison, at=SIGNED_AT)
    return house


@pytest.fixture(scope="module")
def crowd(standing: Standing) -> Iterator[House]:
    with standing(crowded) as built:
        yield built


@pytest.fixture
def house(crowd: House, db: None) -> House:
    return deepcopy(crowd)


def sheet_url(house: House, order: int = 1) -> str:
    return f"/periods/{house.period(order).pk}/sheet/"


def own(house: House) -> list[UnitLine]:
    """The thirty lines in plan order."""
    found = UnitLine.objects.filter(unit=house.commerce.unit, rhythm="quarterly")
    return list(found.order_by("work_item__year_plan__task__number"))


def body(of: list[UnitLine], **typed: object) -> dict[str, object]:
    """What a browser sends: the same words for each of these lines."""
    fields = {
        "progress_text": "已开工。",
        "problems": "无。",
        "next_steps": "按计划推进。",
        "standing": "on_schedule",
        "version": "",
        **typed,
    }
    named = {f"line{line.pk}-{name}": value for line in of for name, value in fields.items()}
    return {**named, "line": [line.pk for line in of]}


def states() -> set[str]:
    return set(ProgressReport.objects.values_list("state", flat=True))


def test_thirty_lines_cost_a_known_number_of_statements(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for line in own(house):
        factories.periodic_draft(line, house.commerce, house.period())
    walker = Walker(house.commerce.liaison, AT)
    walker.get(sheet_url(house))
    with django_assert_max_num_queries(FRAME + SHEET):
        page = walker.get(sheet_url(house))
    assert page.content.decode().count('class="period-row"') == TASKS + 2


def test_lines_stand_in_plan_order_with_what_is_asked(house: House) -> None:
    said = words(Walker(house.commerce.liaison, AT).get(sheet_url(house)))
    assert "共30件：30件待填报或未送审。" in said
    assert said.index("第1项") < said.index("第2项") < said.index("第10项")
    assert "报送时限2026-04-15" in said


def test_saving_keeps_what_has_anything(house: House) -> None:
    first, *others = own(house)
    walker = Walker(house.commerce.liaison, AT)
    nothing = body(others, progress_text="", problems="", next_steps="", standing="")
    answer = walker.post(sheet_url(house), **{**nothing, **body([first]), "line": [line.pk for line in own(house)]})
    assert answer.status_code == 302
    assert [report.line for report in ProgressReport.objects.all()] == [first]
    assert "已填1件" in words(walker.get("/"))


def test_sending_all_or_nothing_names_every_fault_by_line_and_keeps_the_words(house: House) -> None:
    mine = own(house)
    typed = body(mine)
    typed[f"line{mine[4].pk}-standing"] = ""
    walker = Walker(house.commerce.liaison, AT)
    answer = walker.post(sheet_url(house), **typed, go="send")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_line{mine[4].pk}-standing"' in page
    assert page.count('<li><a href="#id_line') == 1
    assert 'id="first-fault"' in page.split(f'id="line-{mine[4].pk}"')[1][:300]
    assert page.count("已开工。") == 30
    assert states() == {ReportState.DRAFT}
    again = _from_the_page(page, **{f"line{mine[4].pk}-standing": "behind"})
    assert walker.post(sheet_url(house), **again, go="send").status_code == 302
    assert states() == {ReportState.UNIT_REVIEW}


def _from_the_page(page: str, **changed: object) -> dict[str, object]:
    """The form of a page as a browser would send it again."""
    hidden = dict(re.findall(r'<input type="hidden" name="(line\d+-version)" value="(\d*)"', page))
    fields = dict(re.findall(r'<textarea name="(line[^"]+)"[^>]*>\s*([^<]*)</textarea>', page))
    radios = dict(re.findall(r'<input type="radio" name="(line[^"]+)" value="([^"]+)"[^>]* checked', page))
    shown = re.findall(r'<input type="hidden" name="line" value="(\d+)">', page)
    return {**hidden, **fields, **radios, **changed, "line": shown}


def test_no_news_is_one_tick_and_still_needs_a_standing(house: House) -> None:
    mine = own(house)
    for line in mine:
        report = factories.periodic_draft(line, house.commerce, house.period())
        reports.send(report, by=house.commerce.liaison, at=AT)
        reports.approve(report, by=house.commerce.reviewer, at=AT)
    walker = Walker(house.commerce.liaison, moment("2026-07-08"))
    page = walker.get(sheet_url(house, 2)).content.decode()
    assert "上期填报（第一季度进展）的文字，不是本期进展" in page
    assert page.count(factories.WORDS.progress_text) == 30
    unread = _from_the_page(page)
    assert walker.post(sheet_url(house, 2), **unread, go="send").status_code == 422
    ticks = {f"line{line.pk}-no_news": "on" for line in mine}
    assert walker.post(sheet_url(house, 2), **unread, **ticks, go="send").status_code == 422
    standing = {f"line{line.pk}-standing": "on_schedule" for line in mine}
    now = _from_the_page(walker.get(sheet_url(house, 2)).content.decode())
    assert walker.post(sheet_url(house, 2), **{**now, **ticks, **standing}, go="send").status_code == 302
    told = ProgressReport.objects.filter(period=house.period(2))
    assert set(told.values_list("progress_text", "problems")) == {
        (f"本期无新进展。上期填报：{factories.WORDS.progress_text}", factories.WORDS.problems)
    }


def test_a_tick_beside_new_words_is_no_answer(house: House) -> None:
    mine = own(house)
    answer = Walker(house.commerce.liaison, AT).post(sheet_url(house), **body(mine, no_news="on"))
    assert answer.status_code == 422
    assert "请只保留一项" in words(answer)
    assert not ProgressReport.objects.exists()


def test_a_line_of_another_unit_is_not_found(house: House) -> None:
    foreign = factories.signed_line(house, house.transport)
    answer = Walker(house.commerce.liaison, AT).post(sheet_url(house), **body([*own(house), foreign]))
    assert answer.status_code == 404
    assert not ProgressReport.objects.exists()


def test_fields_of_lines_the_page_did_not_ask_for_are_not_heard(house: House) -> None:
    foreign = factories.signed_line(house, house.transport)
    extra = {**body([foreign]), "state": "accepted", "author": "1", "period": house.period(2).pk}
    typed = {**extra, **body(own(house))}
    assert Walker(house.commerce.liaison, AT).post(sheet_url(house), **typed).status_code == 302
    assert not ProgressReport.objects.filter(line=foreign).exists()
    assert states() == {ReportState.DRAFT}


def test_a_page_that_lacks_a_line_is_stale(house: House) -> None:
    answer = Walker(house.commerce.liaison, AT).post(sheet_url(house), **body(own(house)[:-1]), go="send")
    assert answer.status_code == 409
    assert "请刷新页面核对" in words(answer)


@pytest.mark.parametrize("garbage", [*GARBAGE, "9" * 5000, "2147483648"])
def test_garbage_breaks_nothing(house: House, garbage: str) -> None:
    walker, mine = Walker(house.commerce.liaison, AT), own(house)
    assert walker.post(sheet_url(house), **{**body(mine), "line": garbage}).status_code in (404, 409)
    refused = walker.post(sheet_url(house), **body(mine, version=garbage, percent=garbage, standing=garbage))
    assert refused.status_code in (409, 422)
    reviewer = Walker(house.commerce.reviewer, AT)
    for door in ("approve/", "return/"):
        told = reviewer.post(sheet_url(house) + door, shown=garbage, chosen=garbage, reason="请补充。")
        assert told.status_code in (404, 409)
    assert not ProgressReport.objects.exists()


def test_a_form_sent_twice_counts_once(house: House) -> None:
    walker, typed, key = Walker(house.commerce.liaison, AT), body(own(house)), str(uuid4())
    for _ in range(2):
        assert walker.post(sheet_url(house), **typed, form_key=key, go="send").status_code == 302
    assert ProgressReport.objects.count() == 30
    assert states() == {ReportState.UNIT_REVIEW}


def waiting(house: House) -> tuple[Walker, str]:
    """The reviewer before a sheet that waits."""
    Walker(house.commerce.liaison, AT).post(sheet_url(house), **body(own(house)), go="send")
    return Walker(house.commerce.reviewer, AT), sheet_url(house)


def tokens(page: HttpResponse) -> list[str]:
    """What the form that approves sends along."""
    return re.findall(r'name="shown" value="([^"]+)"', page.content.decode().split("/approve/")[1].split("</form>")[0])


def test_a_sheet_saves_itself_line_by_line_until_somebody_else_was_faster(house: House) -> None:
    """Two colleagues on one sheet: the second loses no word, and reads the first's beside their own."""
    first, second, lines = Walker(house.commerce.liaison, AT), Walker(house.commerce.liaison, AT), own(house)[:3]
    assert "data-autosave" in first.get(sheet_url(house)).content.decode()
    page = body(own(house), progress_text="", problems="", next_steps="", standing="")
    typed = {**page, **body(lines[:1], progress_text="写到一半。")} | {"line": page["line"]}
    told = first.post(sheet_url(house), **typed, go="auto").json()
    (kept,) = ProgressReport.objects.all()
    assert (told["versions"], kept.progress_text, kept.state) == (
        {f"line{lines[0].pk}-version": 0},
        "写到一半。",
        "draft",
    )
    again = first.post(sheet_url(house), **typed | told["versions"], go="auto").json()
    assert again["versions"] == told["versions"], "nothing new was typed"

    other = {**page, **body(lines[:2], progress_text="同事写的。")} | {"line": page["line"]}
    refused = second.post(sheet_url(house), **other, go="auto")
    assert (refused.status_code, "未能自动保存" in refused.json()["said"]) == (409, True)
    by_hand = second.post(sheet_url(house), **other, go="draft")
    said = by_hand.content.decode()
    assert (by_hand.status_code, "写到一半。" in said, said.count("同事写的。")) == (409, True, 2)
    assert ProgressReport.objects.get() == kept


def test_what_was_sent_back_waits_for_a_click(house: House) -> None:
    liaison, line = Walker(house.commerce.liaison, AT), own(house)[0]
    report = factories.periodic_draft(line, house.commerce, house.period())
    factories.advance(report, ReportState.SENT_BACK, house, house.commerce)
    report.refresh_from_db()
    page = body(own(house), progress_text="", problems="", next_steps="", standing="")
    typed = {**page, **body([line], progress_text="改写的。", version=report.version), "line": page["line"]}
    told = liaison.post(sheet_url(house), **typed, go="auto").json()
    assert told["left"]
    assert "退回修改的事项没有自动保存" in told["said"]
    assert states() == {ReportState.SENT_BACK}


def test_the_reviewer_reads_and_approves_once(house: House) -> None:
    reviewer, url = waiting(house)
    page = reviewer.get(url)
    assert '<textarea name="line' not in page.content.decode()
    assert len(tokens(page)) == 30
    assert reviewer.post(f"{url}approve/", shown=tokens(page)).status_code == 302
    assert states() == {ReportState.SUBMITTED}
    assert "已审核通过并报送：2026年第一季度一表报送30件。" in words(reviewer.get(url))


def test_the_reviewer_returns_the_ticked_ones_with_one_reason(house: House) -> None:
    reviewer, url = waiting(house)
    shown = tokens(reviewer.get(url))
    assert reviewer.post(f"{url}return/", shown=shown, chosen=shown[0].split("-")[0]).status_code == 422
    answer = reviewer.post(f"{url}return/", shown=shown, chosen=shown[0].split("-")[0], reason="请补充数据。")
    assert answer.status_code == 302
    assert ProgressReport.objects.filter(state=ReportState.SENT_BACK, reason="请补充数据。").count() == 1
    assert "退回理由：请补充数据。" in words(Walker(house.commerce.liaison, AT).get(url))


def test_a_report_of_another_unit_is_not_found_by_the_reviewer(house: House) -> None:
    reviewer, url = waiting(house)
    foreign = factories.report_in(ReportState.UNIT_REVIEW, house, unit_staff=house.transport)
    answer = reviewer.post(f"{url}approve/", shown=[*tokens(reviewer.get(url)), f"{foreign.pk}-{foreign.version}"])
    assert answer.status_code == 404
    assert states() == {ReportState.UNIT_REVIEW}


def test_one_signed_sheet_is_registered_for_all(house: House) -> None:
    _, url = waiting(house)
    liaison = Walker(house.commerce.liaison, AT)
    page = liaison.get(f"{url}paper/").content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    typed = {"signer": "陈某", "signer_title": "分管副局长", "words": "同意报送。", "signed_on": "2026-04-10"}
    without = liaison.post(f"{url}paper/", shown=shown, **typed)
    assert without.status_code == 422
    assert "请上传签批件的扫描件" in words(without)
    assert liaison.post(f"{url}paper/", shown=shown, **typed, scan=factories.pdf("签批件.pdf")).status_code == 302
    assert states() == {ReportState.SUBMITTED}


def test_before_the_period_is_opened_the_page_says_when(house: House) -> None:
    page = Walker(house.commerce.liaison, AT).get(sheet_url(house, 2))
    assert page.status_code == 409
    assert "第二季度从2026-07-01起填报" in words(page)


def test_the_desk_leads_to_the_sheet_while_the_period_is_open(house: House) -> None:
    assert "一表报送（第一季度）：本期30件，已填0件" in words(Walker(house.commerce.liaison, AT).get("/"))
    assert "一表报送" not in words(Walker(house.commerce.liaison, moment("2026-03-20")).get("/"))
    assert "一表报送" not in words(Walker(house.water.liaison, AT).get("/"))


def test_the_desk_counts_what_was_written_handed_in_and_asked_to_close(house: House) -> None:
    of_period = (
        ReportState.DRAFT, ReportState.UNIT_REVIEW, ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.SENT_BACK,
    )  # fmt: skip
    closing, *others = own(house)
    for line, state in zip(others, of_period, strict=False):
        draft = factories.periodic_draft(line, house.commerce, house.period())
        factories.advance(draft, state, house, house.commerce)
    factories.advance(factories.closing_draft(closing, house.commerce), ReportState.SUBMITTED, house, house.commerce)
    assert "本期29件，已填4件，已报送2件" in words(Walker(house.commerce.liaison, AT).get("/"))


def test_more_lines_than_are_counted_are_said_so() -> None:
    told = link_to(SheetCount(ReportPeriod(pk=1), handed_in=1001, to_come=1, written=0)).told
    assert told == "本期 1000+ 件，已填 1000+ 件，已报送 1000+ 件"


@pytest.mark.parametrize(
    ("handed_in", "to_come", "day", "is_open"),
    [(0, 0, 15, False), (2, 0, 15, True), (2, 0, 16, False), (2, 1, 16, True)],
)
def test_a_period_is_open_until_its_day_and_while_something_is_to_come(
    handed_in: int, to_come: int, day: int, is_open: bool
) -> None:
    count = SheetCount(ReportPeriod(due_on=date(2026, 4, 15)), handed_in=handed_in, to_come=to_come, written=0)
    assert count.is_open(date(2026, 4, day)) is is_open


@pytest.mark.parametrize("role", ["liaison", "reviewer"])
def test_no_guarded_word_stands_on_a_sheet(house: House, role: str) -> None:
    """Whoever the unit is: the page is the same for all kinds."""
    _, url = waiting(house)
    said = words(Walker(getattr(house.commerce, role), AT).get(url))
    assert [word for word in GUARDED_WORDS if word in said] == []
