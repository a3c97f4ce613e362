"""Importing a plan on a page: every doubt at once, answers that stay, one confirmation, no bad file that breaks it."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks_app.actions import plan_uploads, responsibilities
from tasks_app.domain.plan_questions import questions_of
from tasks_app.domain.upload_states import UploadState
from tasks_app.models import Plan, PlanUpload, Responsibility, Task
from tests import plan_upload_factories as uploads
from tests.factories import LATER, House
from tests.views.walking import GARBAGE, Walker, words

NEW = "/plan/import/new/"
FORM = {"lead": "first"}


def page_of(upload: PlanUpload) -> str:
    return reverse("plan_upload", args=[upload.pk])


def of(upload: PlanUpload, act: str) -> str:
    return reverse(f"plan_upload_{act}", args=[upload.pk])


def test_a_file_is_sent_read_answered_confirmed_and_found_again(house: House) -> None:
    walker = Walker(house.office.clerk)
    assert NEW in walker.get("/plan/").content.decode()
    assert "严禁处理、存储、传输国家秘密" in words(walker.get(NEW))
    sent = walker.post(NEW, **FORM, file=uploads.file_of())
    upload = PlanUpload.objects.get()
    assert sent["Location"] == page_of(upload)
    waiting = walker.get(page_of(upload))
    assert (waiting["Refresh"], "<progress" in waiting.content.decode()) == ("3", True)

    uploads.worked_on(upload, at=walker.at)
    upload = uploads.fresh(upload)
    shown = walker.get(page_of(upload))
    assert "Refresh" not in shown
    read = words(shown)
    assert "市商业局第1、2行" in read
    assert "推定牵头2行" in read
    assert "建设甲项目。" in read
    assert Plan.objects.filter(number=uploads.NUMBER).count() == 0

    [question] = questions_of(upload.reading["doubts"])
    body = {"asked": question.key, f"choice-{question.key}": "other", f"other-{question.key}": "市交通运输局"}
    answered = walker.post(of(upload, "answer"), **FORM, **body, version=upload.version)
    assert answered.status_code == 302
    upload = uploads.worked_on(upload, at=walker.at)
    read = words(walker.get(page_of(upload)))
    assert "已答复：就是“市交通运输局”" in read
    assert "记住对单位名称的答复1" in read
    assert walker.post(of(upload, "confirm"), version=upload.version).status_code == 302
    assert uploads.worked_on(upload, at=walker.at).state == UploadState.WRITTEN
    read = words(walker.get(page_of(upload)))
    assert f"已写入{uploads.NUMBER}" in read
    assert "方案.txt已写入" in words(walker.get("/plan/import/"))


def test_a_second_click_is_no_second_upload(house: House) -> None:
    walker, key = Walker(house.office.clerk), str(uuid4())
    answers = [walker.post(NEW, **FORM, file=uploads.file_of(), form_key=key) for _ in range(2)]
    assert {answer["Location"] for answer in answers} == {page_of(PlanUpload.objects.get())}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("方案.txt", b"", "0 字节"),
        ("方案.pdf", b"%PDF-1.7", "类型不能作为方案导入"),
        ("方" * 200 + ".txt", b"a", "文件名过长"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_and_the_form_keeps_its_words(
    house: House, name: str, content: bytes, sentence: str
) -> None:
    file = uploads.file_of(content)
    file._name = name
    page = Walker(house.office.clerk).post(NEW, lead="declared", number="珠府〔2024〕9号", file=file)
    text = page.content.decode()
    assert page.status_code == 422
    assert sentence in text
    assert 'value="珠府〔2024〕9号"' in text
    assert re.search(r'value="declared"[^>]* checked', text)
    assert not PlanUpload.objects.exists()


def test_no_file_and_no_convention_are_asked_for(house: House) -> None:
    page = words(Walker(house.office.clerk).post(NEW, lead="last"))
    assert "请选择方案文件。" in page
    assert "请选择一种牵头约定。" in page


@pytest.mark.parametrize(
    ("choice", "other", "sentence"),
    [
        ("other", "", "请填写是哪个已知单位。"),
        ("other", "市没有这个局", "“市没有这个局”不是已知单位"),
        ("name:火星局", "", "“火星局”不是已知单位"),
        ("new:别的名字", "", "请从所列的选项中选择。"),
        ("other", "局" * 5000, "不是已知单位"),
    ],
)
def test_an_answer_that_does_not_hold_is_told_beside_its_question(
    house: House, choice: str, other: str, sentence: str
) -> None:
    upload = uploads.previewed(house.office.clerk)
    [question] = questions_of(upload.reading["doubts"])
    body = {"asked": question.key, f"choice-{question.key}": choice, f"other-{question.key}": other}
    page = Walker(house.office.clerk).post(of(upload, "answer"), **FORM, **body, version=upload.version)
    assert page.status_code == 422
    assert sentence in words(page)
    assert "有1处答复不成立" in words(page)
    assert uploads.fresh(upload).answers == []


def test_a_stale_page_confirms_nothing(house: House) -> None:
    upload = uploads.previewed(house.office.clerk)
    shown = upload.version
    plan_uploads.reread(upload, uploads.FIRST, [], by=house.office.director, at=LATER)
    uploads.worked_on(upload)
    page = Walker(house.office.clerk).post(of(upload, "confirm"), version=shown)
    assert page.status_code == 409
    assert uploads.fresh(upload).state == UploadState.TO_CONFIRM
    assert Walker(house.office.clerk).post(of(upload, "confirm")).status_code == 409


def test_given_up_it_says_so_and_offers_nothing_more(house: House) -> None:
    upload = uploads.previewed(house.office.clerk)
    walker = Walker(house.office.clerk)
    walker.post(of(upload, "give_up"), version=upload.version)
    page = words(walker.get(page_of(upload)))
    assert "已放弃，没有写入任何内容。" in page
    assert "确认导入" not in page
    assert walker.post(of(upload, "confirm"), version=uploads.fresh(upload).version).status_code == 409


def test_faults_are_all_told_in_words_that_fit_a_page(house: House) -> None:
    rows = ("| 1 | 行动一 |  | 市商务局 |", "| 1 | 行动一 | 事。 |  |")
    upload = uploads.previewed(house.office.clerk, content=uploads.source(*rows, notice=""))
    page = words(Walker(house.office.clerk).get(page_of(upload)))
    assert "读取失败" in page
    assert "--number" not in page
    assert "请填写发文字号、方案名称、印发机关" in page
    assert "序号1出现不止一次" in page
    assert "错误2处" in page


def test_a_table_alone_asks_for_what_it_does_not_say_and_goes_on(house: House) -> None:
    walker = Walker(house.office.clerk)
    notice = "珠海市人民政府印发珠海市某方案的通知\n"
    upload = uploads.previewed(house.office.clerk, content=uploads.source(notice=notice))
    page = words(walker.get(page_of(upload)))
    assert upload.state == UploadState.INCOMPLETE
    assert "请填写发文字号未找到发文字号（如“珠府〔2023〕39号”）。其余已经读出" in page
    assert "错误" not in page
    typed = {"lead": "first", "number": "珠府〔2024〕7号", "title": "", "issuer": ""}
    assert walker.post(of(upload, "answer"), **typed, version=upload.version).status_code == 302
    upload = uploads.worked_on(upload, at=walker.at)
    assert (upload.state, upload.reading["plan"]["number"]) == (UploadState.TO_CONFIRM, "珠府〔2024〕7号")


def test_a_wrong_number_of_a_row_is_no_missing_number_of_the_plan(house: House) -> None:
    upload = uploads.previewed(house.office.clerk, uploads.ROWS[0], uploads.ROWS[0])
    page = words(Walker(house.office.clerk).get(page_of(upload)))
    assert upload.state == UploadState.FAILED
    assert "错误1处" in page
    assert "请填写发文字号" not in page


def test_what_changes_nothing_ends_by_itself(house: House) -> None:
    uploads.written(house.office.clerk)
    upload = uploads.previewed(house.office.clerk)
    page = words(Walker(house.office.clerk).get(page_of(upload)))
    assert upload.state == UploadState.UNCHANGED
    assert "无变化" in page
    assert "不必再处理" in page
    assert "确认导入" not in page


def test_only_leads_that_are_open_are_to_be_confirmed(house: House) -> None:
    uploads.written(house.office.clerk)
    [first, _second] = Task.objects.filter(plan__number=uploads.NUMBER).order_by("number")
    share = Responsibility.objects.get(task=first, part="lead")
    responsibilities.confirm_lead(first, share.pk, basis_note="会议纪要", by=house.office.director, at=LATER)
    again = uploads.previewed(house.office.clerk, uploads.ROWS[0], uploads.ROWS[1].replace("建设", "扩建"))
    page = words(Walker(house.office.clerk).get(page_of(again)))
    assert "推定牵头1行，写入后" in page


def test_a_changed_row_shows_what_went_and_what_came(house: House) -> None:
    uploads.written(house.office.clerk)
    changed = (uploads.ROWS[0].replace("建设甲", "扩建甲"), uploads.ROWS[1])
    upload = uploads.previewed(house.office.clerk, *changed)
    page = Walker(house.office.clerk).get(page_of(upload)).content.decode()
    assert '<del><span class="visually-hidden">删去</span>建设</del>' in page
    assert '<ins><span class="visually-hidden">增加</span>扩建</ins>' in page


def test_nobody_else_finds_it(house: House) -> None:
    upload = uploads.previewed(house.office.clerk)
    for actor in (house.office.leader, house.commerce.reviewer):
        walker = Walker(actor)
        assert walker.get(page_of(upload)).status_code == 404
        assert walker.post(of(upload, "confirm"), version=upload.version).status_code == 404
        assert walker.get(NEW).status_code == 403
    assert Walker(house.office.clerk).get(of(upload, "confirm")).status_code == 405


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_the_address_shows_the_first_page(house: House, garbage: str) -> None:
    upload = uploads.previewed(house.office.clerk)
    places = dict.fromkeys(("rows", "questions", "repairs", "leads", "doubts", "faults"), garbage)
    assert Walker(house.office.clerk).get(page_of(upload), **places).status_code == 200


def many(count: int) -> list[str]:
    return [f"| {n} | 行动一 | 建设第{n}个项目。 | 市商务局、新{n}局 |" for n in range(1, count + 1)]


def test_a_long_plan_comes_in_pages_and_costs_what_a_short_one_costs(house: House) -> None:
    walker = Walker(house.office.clerk)
    costs = []
    for count in (2, 230):
        upload = uploads.previewed(house.office.clerk, *many(count))
        walker.get(page_of(upload))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = words(walker.get(page_of(upload), rows="3"))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 16
    assert "共230行，第201—230行" in page
    assert "建设第230个项目。" in page
    assert "建设第200个项目。" not in page
    assert "共230处，第1—100处" in page


def test_the_list_costs_the_same_for_many(house: House) -> None:
    walker = Walker(house.office.clerk)
    for _ in range(3):
        uploads.previewed(house.office.clerk)
    walker.get("/plan/import/")
    with CaptureQueriesContext(connection) as asked:
        assert words(walker.get("/plan/import/")).count("方案.txt待确认") == 3
    assert len(asked) <= 12
    assert not [
        query for query in asked.captured_queries if '"preview_hash"' in query["sql"] and '"changes"' in query["sql"]
    ]
