"""Files go out only to whom the report is visible, and only as they came in."""

import logging
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tasks_app.actions import evidence
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Download, Evidence, FileAlarm
from tests import factories
from tests.factories import PDF, House, moment, pdf
from tests.views.walking import Walker, words

IN_APRIL = moment("2026-04-10 10:00")


@pytest.fixture
def file(house: House) -> Evidence:
    factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING)
    return Evidence.objects.select_related("blob").get()


def url_of(file: Evidence) -> str:
    return reverse("evidence", args=[file.pk])


def test_file_comes_as_an_attachment_under_its_name(house: House, file: Evidence) -> None:
    answer = Walker(house.office.clerk, IN_APRIL).get(url_of(file))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=utf-8''%E4%BD%90%E8%AF%81%E6%9D%90%E6%96%99.pdf" in disposition
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_download_leaves_a_trace(house: House, file: Evidence) -> None:
    Walker(house.commerce.reviewer, IN_APRIL).get(url_of(file))
    trace = Download.objects.get()
    assert (trace.user, trace.what) == (house.commerce.reviewer.user, "佐证材料.pdf")


def test_file_of_another_unit_is_not_found(house: House, file: Evidence) -> None:
    for actor in (house.transport.liaison, house.water.liaison):
        assert Walker(actor, IN_APRIL).get(url_of(file)).status_code == 404
    assert not Download.objects.exists()


def test_file_of_a_draft_is_the_units_own(house: House) -> None:
    factories.report_in(ReportState.DRAFT, house, kind=ReportKind.CLOSING)
    file = Evidence.objects.get()
    assert Walker(house.office.clerk, IN_APRIL).get(url_of(file)).status_code == 404
    assert Walker(house.commerce.reviewer, IN_APRIL).get(url_of(file)).status_code == 200


def test_altered_bytes_never_leave(house: House, file: Evidence, caplog: pytest.LogCaptureFixture) -> None:
    Path(default_storage.path(file.blob.path)).write_bytes(PDF + b"%")
    answer = Walker(house.office.clerk, IN_APRIL).get(url_of(file))
    assert answer.status_code == 409
    assert "与上传时的校验值不一致" in words(answer)
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["evidence was altered"]
    assert not Download.objects.exists()
    assert FileAlarm.objects.get().kind == "altered"
    told = words(Walker(house.office.director, IN_APRIL).get("/settings/files/"))
    assert "1个文件缺失或内容改变，已停止下载" in told
    assert "市商务局" in told


def test_missing_bytes_are_an_alarm(house: House, file: Evidence, caplog: pytest.LogCaptureFixture) -> None:
    default_storage.delete(file.blob.path)
    answer = Walker(house.office.clerk, IN_APRIL).get(url_of(file))
    assert answer.status_code == 404
    assert "在存储中找不到" in words(answer)
    assert "evidence is missing" in caplog.text


def test_a_pdf_is_looked_at_inside_the_frame(house: House, file: Evidence) -> None:
    walker = Walker(house.office.clerk, IN_APRIL)
    page = walker.get(url_of(file), show="page")
    assert f'src="{url_of(file)}?show=bytes"' in page.content.decode()
    assert not Download.objects.exists()
    shown = walker.get(url_of(file), show="bytes")
    assert (shown.content, shown["Content-Type"], shown["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert shown["Content-Disposition"].startswith("inline;")
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert Download.objects.get().what == "预览：佐证材料.pdf"


@pytest.mark.parametrize(("name", "content"), [("脚本.pdf", PDF + b"/S /JavaScript"), ("假图.pdf", PDF + b"/Encrypt")])
def test_what_cannot_be_looked_at_says_why_and_stays_closed(
    house: House, file: Evidence, name: str, content: bytes
) -> None:
    [kept] = evidence.attach(
        factories.stored(pdf(name, content)), file.report, by=house.commerce.liaison, at=factories.REPORTED_AT
    )
    walker = Walker(house.office.clerk, IN_APRIL)
    page = walker.get(url_of(kept), show="page")
    assert page.status_code == 200
    assert "<iframe" not in page.content.decode()
    assert "请下载后" in words(page)
    assert walker.get(url_of(kept), show="bytes").status_code == 409
    assert walker.get(url_of(kept)).content == content


def test_a_file_that_is_used_again_is_recognised(house: House, file: Evidence) -> None:
    """The office reads how often; a unit where it can see it; whoever sees only one of them reads nothing."""
    other = factories.report_in(ReportState.SUBMITTED, house, unit_staff=house.transport)
    [again] = evidence.attach(factories.stored(pdf()), other, by=house.transport.liaison, at=factories.REPORTED_AT)
    office = Walker(house.office.clerk, IN_APRIL)
    report = reverse("report", args=[file.report_id])
    assert "同一文件用于2处。" in words(office.get(report))
    preview = office.get(url_of(file), show="page")
    assert reverse("report", args=[other.pk]) in preview.content.decode()
    for staff, own in ((house.commerce, file), (house.transport, again)):
        walker = Walker(staff.liaison, IN_APRIL)
        for page in (
            walker.get(reverse("report", args=[own.report_id])),
            walker.get(url_of(own), show="page"),
        ):
            assert "同一文件" not in words(page)
            assert "使用过" not in words(page)
    july = moment("2026-07-02 10:00")
    line = house.line(house.transport)
    third = factories.periodic_draft(line, house.transport, house.period(2), at=july)
    evidence.attach(factories.stored(pdf()), third, by=house.transport.liaison, at=july)
    told = words(Walker(house.transport.liaison, IN_APRIL).get(reverse("report", args=[other.pk])))
    assert "此文件已在市交通运输局“第二季度进展”使用过。" in told
    assert "同一文件用于2处。" in words(office.get(report))  # what a unit has not handed in is its own
