"""Files go out only to whom the report is visible, and only as they came in."""

import logging
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Download, Evidence
from tests import factories
from tests.factories import PDF, House, moment
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


def test_missing_bytes_are_an_alarm(house: House, file: Evidence, caplog: pytest.LogCaptureFixture) -> None:
    default_storage.delete(file.blob.path)
    answer = Walker(house.office.clerk, IN_APRIL).get(url_of(file))
    assert answer.status_code == 404
    assert "在存储中找不到" in words(answer)
    assert "evidence is missing" in caplog.text
