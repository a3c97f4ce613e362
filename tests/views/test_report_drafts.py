"""Writing a report: two buttons of one form, nothing typed is ever lost, and nothing is written twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tasks_app.domain.line_states import LineState
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.forms.faults import CHOOSE_AGAIN
from tasks_app.models import Evidence, ProgressReport, UnitLine
from tests import factories
from tests.factories import House, moment, pdf
from tests.views.walking import Walker, words

IN_APRIL = moment("2026-04-10 10:00")
WHOLE = {
    "progress_text": "已完成方案编制并开工。",
    "problems": "无。",
    "next_steps": "按计划推进。",
    "standing": "on_schedule",
    "percent": "５０％",
}


def new_url(line: UnitLine, kind: str = ReportKind.PERIODIC) -> str:
    return f"{reverse('report_new', args=[line.pk])}?kind={kind}"


def edit_url(report: ProgressReport) -> str:
    return reverse("report_edit", args=[report.pk])


def only_report() -> ProgressReport:
    return ProgressReport.objects.get()


@pytest.fixture
def line(house: House) -> UnitLine:
    return factories.signed_line(house)


@pytest.fixture
def walker(house: House) -> Walker:
    return Walker(house.commerce.liaison, IN_APRIL)


def write(walker: Walker, line: UnitLine, house: House, **fields: Any) -> HttpResponse:
    return walker.post(new_url(line), period=house.period().pk, **fields)


def test_form_names_the_period_its_day_and_the_secrecy(walker: Walker, line: UnitLine) -> None:
    page = words(walker.get(new_url(line)))
    assert "第一季度报送2026-04-15" in page
    assert "非涉密系统" in page
    assert "保存草稿送审" in page


def test_draft_is_saved_half_empty(walker: Walker, line: UnitLine, house: House) -> None:
    answer = write(walker, line, house, progress_text="写到一半", go="draft")
    assert answer.status_code == 302
    assert (only_report().state, only_report().progress_text) == (ReportState.DRAFT, "写到一半")
    assert "已保存草稿：第一季度进展，尚未送审。" in words(walker.get(answer.url))


def test_send_writes_and_hands_over_at_once(walker: Walker, line: UnitLine, house: House) -> None:
    answer = write(walker, line, house, **WHOLE, files=[pdf("一.pdf"), pdf("二.pdf", b"%PDF-1.4 two")], go="send")
    assert answer.url == reverse("report", args=[only_report().pk])
    assert (only_report().state, only_report().percent) == (ReportState.UNIT_REVIEW, 50)
    assert set(Evidence.objects.values_list("name", flat=True)) == {"一.pdf", "二.pdf"}


def test_what_cannot_be_sent_stays_a_draft_with_its_files(walker: Walker, line: UnitLine, house: House) -> None:
    answer = write(walker, line, house, progress_text="已开工", problems="\u3000", files=pdf(), go="send")
    assert answer.status_code == 422
    page = words(answer)
    assert "草稿和附件已经保存" in page
    assert "请填写“存在问题”；没有问题请写“无”。" in page
    assert "佐证材料.pdf" in page
    assert only_report().state == ReportState.DRAFT
    assert f'action="{edit_url(only_report())}"' in answer.content.decode()


def test_double_click_writes_once(walker: Walker, line: UnitLine, house: House) -> None:
    key = str(uuid4())
    answers = [write(walker, line, house, **WHOLE, form_key=key, go="send") for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert only_report().state == ReportState.UNIT_REVIEW


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("percent", "101", "请填写0到100的整数"),
        ("percent", "NaN", "请填写0到100的整数"),
        ("progress_text", "字" * 20_001, "最多20000字，现在有20001字"),
        ("standing", "superuser", "请选择“达到序时进度”“滞后”或“已完成”。"),
        ("period", "999999", "请选择列出的调度期。"),
    ],
)
def test_nonsense_comes_back_with_everything_typed(
    walker: Walker, line: UnitLine, house: House, field: str, typed: str, sentence: str
) -> None:
    fields = {"period": house.period().pk, **WHOLE, "next_steps": "这一段要留下", field: typed}
    answer = walker.post(new_url(line), **fields, go="send")
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "这一段要留下" in words(answer)
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (("机密★工作总结.pdf", factories.PDF), "文件名带有密级标志"),
        (("总结.pdf", b"MZ\x90"), "内容与扩展名.pdf不符"),
        (("总结.exe", b"MZ\x90"), "类型不能上传"),
    ],
)
def test_refused_file_leaves_no_draft_and_keeps_the_words(
    walker: Walker, line: UnitLine, house: House, upload: tuple[str, bytes], sentence: str
) -> None:
    answer = write(walker, line, house, **WHOLE, files=pdf(*upload), go="draft")
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert WHOLE["progress_text"] in words(answer)
    assert not ProgressReport.objects.exists()


def test_a_file_chosen_in_vain_is_asked_for_again(walker: Walker, line: UnitLine, house: House) -> None:
    answer = write(walker, line, house, **WHOLE | {"percent": "101"}, files=pdf(), go="draft")
    assert answer.status_code == 422
    assert CHOOSE_AGAIN in words(answer)
    kept = write(walker, line, house, progress_text="写到一半", files=pdf(), go="send")
    assert kept.status_code == 422
    assert CHOOSE_AGAIN not in words(kept)


def test_a_ticked_file_leaves_the_draft_and_the_form_counts_once(walker: Walker, line: UnitLine, house: House) -> None:
    write(walker, line, house, **WHOLE, files=[pdf("对.pdf"), pdf("错.pdf", b"%PDF-1.4 two")], go="draft")
    report, wrong, key = only_report(), Evidence.objects.get(name="错.pdf"), str(uuid4())
    assert "移除附件" in words(walker.get(edit_url(report)))
    fields = {**WHOLE, "version": report.version, "remove": wrong.pk, "go": "draft", "form_key": key}
    answers = [walker.post(edit_url(report), **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [file.name for file in report.evidence.all()] == ["对.pdf"]


def test_what_was_handed_in_is_not_offered_for_removal(walker: Walker, house: House) -> None:
    report = factories.report_in(ReportState.SENT_BACK, house, kind=ReportKind.CLOSING)
    assert "移除附件" not in words(walker.get(edit_url(report)))
    file, told = Evidence.objects.get(report=report), WHOLE | {"standing": "finished"}
    answer = walker.post(edit_url(report), **told, version=report.version, remove=file.pk, go="draft")
    assert answer.status_code == 422
    assert "随件留存，不能移除" in words(answer)
    assert Evidence.objects.filter(pk=file.pk).exists()


def test_words_are_shown_as_words(walker: Walker, line: UnitLine, house: House) -> None:
    answer = write(walker, line, house, progress_text="<script>alert(1)</script>{{ 7*7 }}", go="draft")
    page = walker.get(answer.url).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "{{ 7*7 }}" in page


def test_colleague_began_the_period_first(walker: Walker, line: UnitLine, house: House) -> None:
    factories.periodic_draft(line, house.commerce, house.period())
    answer = write(walker, line, house, progress_text="我也写了", go="draft")
    assert answer.status_code == 409
    page = words(answer)
    assert "已有一份进展反馈" in page
    assert "我也写了" in page
    assert "已保存的版本" in page
    assert factories.WORDS.progress_text in page


def test_begun_report_is_opened_instead_of_a_second_one(walker: Walker, line: UnitLine, house: House) -> None:
    report = factories.periodic_draft(line, house.commerce, house.period())
    assert walker.get(new_url(line)).url == edit_url(report)
    factories.advance(report, ReportState.UNIT_REVIEW, house, house.commerce)
    assert walker.get(new_url(line)).url == reverse("report", args=[report.pk])


def test_unsigned_line_is_signed_first(walker: Walker, house: House) -> None:
    answer = walker.get(new_url(house.line(house.commerce)))
    assert answer.status_code == 409
    assert "请先签收本事项" in words(answer)


def test_no_open_period_is_said_before_anything_is_typed(house: House, line: UnitLine) -> None:
    walker = Walker(house.commerce.liaison, moment("2026-03-20 10:00"))
    answer = walker.get(new_url(line))
    assert answer.status_code == 409
    assert "目前没有可以填报的调度期" in words(answer)


def test_closing_asks_for_a_file_and_moves_the_line(walker: Walker, line: UnitLine) -> None:
    url = new_url(line, ReportKind.CLOSING)
    assert "申请办结须至少附一个文件" in words(walker.get(url))
    closing = WHOLE | {"standing": "finished"}
    answer = walker.post(url, **closing, go="send")
    assert answer.status_code == 422
    assert "请至少上传一个文件" in words(answer)
    report = only_report()
    sent = walker.post(edit_url(report), **closing, version=report.version, files=pdf(), go="send")
    assert sent.status_code == 302
    assert UnitLine.objects.get(pk=line.pk).state == LineState.UNIT_REVIEW


def test_stale_form_shows_both_versions(walker: Walker, line: UnitLine, house: House) -> None:
    report = factories.periodic_draft(line, house.commerce, house.period())
    other = factories.Words("审核人改过的话。", "无。", "无。", "behind")
    factories.report_drafts.rewrite(report, other, by=house.commerce.reviewer, at=IN_APRIL)
    answer = walker.post(edit_url(report), **WHOLE | {"progress_text": "我写的话。"}, version=report.version)
    assert answer.status_code == 409
    page = words(answer)
    assert "审核人改过的话。" in page
    assert "我写的话。" in page
    assert f"{house.commerce.reviewer.name}04月10日10:00保存" in page
    current = only_report().version
    assert f'name="version" value="{current}"' in answer.content.decode()
    walker.post(edit_url(report), **WHOLE | {"progress_text": "我写的话。"}, version=current)
    assert only_report().progress_text == "我写的话。"


def test_form_of_a_report_that_was_sent_meanwhile_keeps_the_words(walker: Walker, line: UnitLine, house: House) -> None:
    report = factories.periodic_draft(line, house.commerce, house.period())
    factories.reports.send(report, by=house.commerce.reviewer, at=IN_APRIL)
    version = only_report().version
    answer = walker.post(edit_url(report), **WHOLE | {"progress_text": "晚了一步的话。"}, version=version)
    assert answer.status_code == 409
    assert "晚了一步的话。" in words(answer)
    assert "不能再修改" in words(answer)
    assert walker.get(edit_url(report)).url == reverse("report", args=[report.pk])


def test_other_units_write_nothing_here(house: House, line: UnitLine) -> None:
    neighbour, stranger = Walker(house.transport.liaison, IN_APRIL), Walker(house.water.liaison, IN_APRIL)
    assert neighbour.get(new_url(line)).status_code == 403
    assert neighbour.post(new_url(line), period=house.period().pk, **WHOLE).status_code == 403
    assert stranger.get(new_url(line)).status_code == 404
    report = factories.periodic_draft(line, house.commerce, house.period())
    assert neighbour.get(edit_url(report)).status_code == 404
    assert Walker(house.office.clerk, IN_APRIL).get(edit_url(report)).status_code == 404


def test_clerk_records_what_a_unit_phoned(house: House, line: UnitLine) -> None:
    clerk, url = Walker(house.office.clerk, IN_APRIL), reverse("report_on_behalf", args=[line.pk])
    assert "来电来函人" in words(clerk.get(url))
    refused = clerk.post(url, period=house.period().pk, progress_text="电话里说已开工。", on_behalf_source="电话")
    assert refused.status_code == 422
    assert "请填写来电来函人的姓名" in words(refused)
    assert "请填写“存在问题”" in words(refused)
    assert "电话里说已开工。" in words(refused)
    answer = clerk.post(url, period=house.period().pk, **WHOLE, on_behalf_source="电话", on_behalf_of="王某")
    assert answer.status_code == 302
    assert (only_report().state, only_report().on_behalf_of) == (ReportState.SUBMITTED, "王某")
    assert "代录：电话（王某）" in words(clerk.get(answer.url))


def test_recording_is_the_clerks_alone(house: House, line: UnitLine) -> None:
    url = reverse("report_on_behalf", args=[line.pk])
    for actor in (house.office.director, house.commerce.liaison, house.office.leader):
        assert Walker(actor, IN_APRIL).get(url).status_code == 403
    assert (
        Walker(house.office.clerk, IN_APRIL)
        .get(reverse("report_on_behalf", args=[house.line(house.transport).pk]))
        .status_code
        == 409
    )
