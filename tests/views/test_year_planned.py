"""A year is planned on its pages: edited, sent out, spoken about, answered, issued, drawn by month, carried over."""

from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO

import pytest
from django.http import HttpResponse
from docx import Document
from python_calamine import CalamineWorkbook

from tasks_app.domain.parts import Basis
from tasks_app.models import Cycle, Opinion, WorkItem
from tests import factories, year_factories
from tests.conftest import Standing
from tests.factories import House, moment
from tests.views.walking import Walker, hidden_in, words

SPRING = moment("2026-03-04 09:00")
AFTER = moment("2026-03-17 09:00")
ITEM = {
    "title": "建成示范点",
    "deliverable": "建成三个示范点并验收。",
    "planned_deadline": "2026-09-30",
    "milestone": "6月底前开工",
}


def build() -> House:
    """2026, out since 2 March; by the plan 市商务局 leads task 1."""
    house = factories.house(is_issued=False, lead=Basis.DECLARED)
    year_factories.sent_out(house)
    return house


@pytest.fixture(scope="module")
def built(standing: Standing) -> Iterator[House]:
    with standing(build) as house:
        yield house


@pytest.fixture
def house(built: House, db: None) -> House:
    return deepcopy(built)


def item() -> WorkItem:
    return WorkItem.objects.filter(year_plan__task__number=1).earliest("order")


def rows_of(answer: HttpResponse) -> list[list[object]]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)


def version() -> int:
    return Cycle.objects.get().version


def test_the_office_edits_the_draft_from_the_year(house: House) -> None:
    clerk = Walker(house.office.clerk, SPRING)
    plan = item().year_plan_id
    assert "来自方案" in words(clerk.get("/cycles/2026/"))
    assert clerk.get(f"/cycles/plans/{plan}/items/new/").status_code == 200
    sent = {
        **ITEM,
        "units": [house.commerce.unit.pk],
        "shares_text": "市交通运输局: 建成十个站点",
        "version": version(),
    }
    assert clerk.post(f"/cycles/plans/{plan}/items/new/", **sent).url == "/cycles/2026/"
    added = WorkItem.objects.get(title="建成示范点")
    assert dict(added.shares.values_list("unit__name", "deliverable")) == {
        "市商务局": "",
        "市交通运输局": "建成十个站点",
    }
    page = words(clerk.get(f"/items/{added.pk}/revise/"))
    assert "上移" in page
    assert "删除本项" in page
    assert "拆分为两项" in page
    assert clerk.post(f"/items/{added.pk}/up/", version=added.version).status_code == 302
    added.refresh_from_db()
    assert clerk.get(f"/items/{added.pk}/split/").status_code == 200
    assert clerk.post(f"/items/{added.pk}/remove/", version=added.version).status_code == 302
    assert clerk.post(f"/items/{item().pk}/remove/", version=item().version).status_code == 409


@pytest.mark.parametrize("line", ["市水务局：建成", "建成十个站点"])
def test_a_line_of_shares_nobody_can_read_is_said_at_its_field(house: House, line: str) -> None:
    clerk = Walker(house.office.clerk, SPRING)
    sent = {**ITEM, "shares_text": line, "version": version()}
    answer = clerk.post(f"/cycles/plans/{item().year_plan_id}/items/new/", **sent)
    assert answer.status_code == 422
    assert "不是“单位：任务”的写法" in words(answer)
    assert "建成示范点" in answer.content.decode()


def test_a_unit_speaks_and_the_office_answers(house: House) -> None:
    liaison, reviewer = Walker(house.commerce.liaison, SPRING), Walker(house.commerce.reviewer, SPRING)
    clerk, director = Walker(house.office.clerk, SPRING), Walker(house.office.director, AFTER)
    assert "2026年度任务征求意见：3项未反馈" in words(liaison.get("/"))
    assert "征求意见" in words(liaison.get("/inbox/"))
    listed = words(liaison.get("/consulted/2026/"))
    assert "其余全部无意见（3项）" in listed
    assert listed.count("待反馈") == 3
    mine = year_factories.asked(house.commerce, house.cycle)
    opinion = f"/opinions/{mine.pk}/"
    assert "填写意见" in words(liaison.get(opinion))
    change = {"kind": "change", "text": "超出职责。", "wished_deadline": "2026-10-30", "version": 0}
    assert liaison.post(f"{opinion}write/", **change).url == opinion
    none = hidden_in(liaison.get("/consulted/2026/"), "/consulted/2026/none/")
    assert liaison.post("/consulted/2026/none/", **none).url == "/consulted/2026/"
    assert clerk.get(opinion).status_code == 404
    assert "待反馈" in words(clerk.get(f"/cycles/2026/consultation/?unit={house.commerce.unit.pk}"))
    assert "审核通过（3项）" in words(reviewer.get("/consulted/2026/"))
    all_three = hidden_in(reviewer.get("/consulted/2026/"), "/consulted/2026/approve/")
    assert reviewer.post("/consulted/2026/approve/", **all_three).status_code == 302
    assert "待答复1条" in words(clerk.get("/cycles/2026/consultation/"))
    assert "还有1条意见没有答复" in words(director.get("/cycles/2026/"))
    page = clerk.get(f"{opinion}adopt/")
    assert 'value="2026-10-30"' in page.content.decode()
    adopted = {"title": item().title, "deliverable": item().deliverable, "planned_deadline": "2026-10-30"}
    assert clerk.post(f"{opinion}adopt/", version=2, **adopted).url == opinion
    answered = clerk.get(opinion).content.decode()
    assert "<del>" in answered
    assert "<ins>" in answered
    assert "采纳" in words(liaison.get(opinion))
    assert director.post("/cycles/2026/issue/", version=version()).status_code == 302


def test_a_lead_breaks_its_task_down(house: House) -> None:
    liaison = Walker(house.commerce.liaison, SPRING)
    mine = year_factories.asked(house.commerce, house.cycle)
    url = f"/opinions/{mine.pk}/breakdown/"
    assert "第1项名称" in words(liaison.get(url))
    half = liaison.post(url, version=0, title1="出台方案", text="分两步")
    assert half.status_code == 422
    assert "没有写全" in words(half)
    whole = {"title1": "出台方案", "deliverable1": "印发方案。", "deadline1": "2026-06-30", "shares1": "市商务局：起草"}
    assert liaison.post(url, version=0, **whole).status_code == 302
    year_factories.opinions.approve(Opinion.objects.get(pk=mine.pk), by=house.commerce.reviewer, at=SPRING)
    clerk = Walker(house.office.clerk, SPRING)
    assert "出台方案" in words(clerk.get(f"/opinions/{mine.pk}/"))
    assert "出台方案（2026-06-30）" in words(clerk.get(f"/opinions/{mine.pk}/adopt/"))
    support = year_factories.asked(house.transport, house.cycle)
    other = Walker(house.transport.liaison, SPRING)
    assert other.get(f"/opinions/{support.pk}/breakdown/").status_code == 403


def test_silence_is_shown_after_the_day_and_the_clerk_still_enters_what_came(house: House) -> None:
    late, clerk = Walker(house.commerce.liaison, AFTER), Walker(house.office.clerk, AFTER)
    assert words(late.get("/consulted/2026/")).count("逾期视为无意见") == 3
    mine = year_factories.asked(house.commerce, house.cycle)
    assert "截止" in words(late.post(f"/opinions/{mine.pk}/write/", kind="none", version=0))
    said = {"on_behalf_source": "电话", "on_behalf_of": "王某", "kind": "none", "version": 0}
    assert clerk.post(f"/opinions/{mine.pk}/on-behalf/", **said).status_code == 302
    assert "由干部" in words(late.get(f"/opinions/{mine.pk}/"))


def test_what_the_leader_of_a_unit_signed(house: House) -> None:
    year_factories.written(house.transport, house.cycle)
    liaison = Walker(house.transport.liaison, SPRING)
    assert "登记线下签批" in words(liaison.get("/consulted/2026/"))
    signed = {"signer": "陈某", "signer_title": "副局长", "words": "同意。", "signed_on": "2026-03-03"}
    signed |= hidden_in(liaison.get("/consulted/2026/paper/"))
    answer = liaison.post("/consulted/2026/paper/", scan=factories.pdf("签批件.pdf"), **signed)
    assert answer.url == "/consulted/2026/"
    sheet = Opinion.objects.get(state="given").sheets.get()
    assert liaison.get(f"/opinions/sheets/{sheet.pk}/").content == factories.PDF
    assert Walker(house.commerce.liaison, SPRING).get(f"/opinions/sheets/{sheet.pk}/").status_code == 404


def test_the_table_of_opinions_tells_nothing_inner(house: House) -> None:
    year_factories.given(house.commerce, house.cycle)
    year_factories.written(house.transport, house.cycle)
    answer = Walker(house.office.clerk, SPRING).get("/cycles/2026/opinions.xlsx")
    _, _, head, *rows = rows_of(answer)
    assert tuple(head) == ("序号", "重点任务", "单位", "意见", "采纳情况", "理由")
    said = f"{year_factories.CHANGE.text}\n建议工作内容：建成两个示范点。\n建议完成时限：2026-10-30"
    assert rows[0][2:5] == ["市商务局", said, "待答复"]
    assert rows[1][2:5] == ["市交通运输局", "待反馈", "—"]


def test_another_day(house: House) -> None:
    clerk = Walker(house.office.clerk, SPRING)
    assert clerk.post("/cycles/2026/consultation/", until="2026-03-21", version=version()).status_code == 422
    assert clerk.post("/cycles/2026/consultation/", until="2026-03-20", version=version()).status_code == 302
    assert "反馈截止日2026年3月20日" in words(clerk.get("/cycles/2026/consultation/"))


def test_the_issued_year_by_month_and_as_files(house: House) -> None:
    factories.cycles.issue(house.cycle, by=house.office.director, at=AFTER)
    WorkItem.objects.update(title="改了")
    leader = Walker(house.office.leader, AFTER)
    page = words(leader.get("/cycles/2026/roadmap/"))
    assert "推进第1项重点任务" in page
    assert "改了" not in page
    assert page.count("●") == 3
    assert rows_of(leader.get("/cycles/2026/roadmap.xlsx"))[3][2] == "推进第1项重点任务"
    tables = Document(BytesIO(leader.get("/cycles/2026/roadmap.docx").content)).tables
    assert any("市商务局（牵头）" in cell.text for table in tables for row in table.rows for cell in row.cells)
    liaison = Walker(house.commerce.liaison, AFTER)
    assert 'href="/cycles/2026/roadmap/"' in liaison.get("/").content.decode()
    assert "推进第1项重点任务" in words(liaison.get("/cycles/2026/roadmap/"))


def test_what_was_left_is_carried_into_the_next_draft(house: House) -> None:
    factories.cycles.issue(house.cycle, by=house.office.director, at=AFTER)
    january = moment("2027-01-15 09:00")
    factories.drafted_cycle(house.office, year=2027, at=january)
    clerk = Walker(house.office.clerk, january)
    coming = Cycle.objects.get(year=2027)
    page = words(clerk.get("/cycles/2027/carry-over/"))
    assert "2026年未完成事项结转到2027年度" in page
    assert "逾期" in page
    assert clerk.post("/cycles/2027/carry-over/", version=coming.version).status_code == 409
    line = house.line(house.commerce)
    assert clerk.post("/cycles/2027/carry-over/", version=coming.version, lines=[line.pk]).url == "/cycles/2027/"
    assert "结转自2026年" in words(clerk.get("/cycles/2027/"))
    assert "已结转" in words(clerk.get("/cycles/2027/carry-over/"))


def test_two_who_write_one_opinion_see_both_versions(house: House) -> None:
    liaison, reviewer = Walker(house.commerce.liaison, SPRING), Walker(house.commerce.reviewer, SPRING)
    mine = year_factories.asked(house.commerce, Cycle.objects.get())
    url, said = f"/opinions/{mine.pk}/write/", {"kind": "change", "version": mine.version}
    assert liaison.post(url, text="先保存的意见。", **said).status_code == 302
    refused = reviewer.post(url, text="后填写的意见。", **said)
    assert refused.status_code == 409
    assert f"{house.commerce.liaison.name}已于" in words(refused)
    assert "先保存的意见。" in words(refused)
    assert "后填写的意见。" in refused.content.decode()
    assert Opinion.objects.get(pk=mine.pk).text == "先保存的意见。"
