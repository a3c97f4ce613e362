"""登记线下签批: nothing without the scan, and only what the leader may decide on paper."""

from datetime import date

import pytest
from django.urls import reverse

from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Evidence, ProgressReport, SignedSheet
from tests import factories
from tests.factories import House, moment, pdf
from tests.views.walking import Walker, words

IN_APRIL = moment("2026-04-13 10:00")
SIGNED = {"signer": "陈某", "signer_title": "副局长", "words": "同意报送。", "signed_on": "2026-04-13"}


def url_of(report: ProgressReport, act: str = "approve_on_paper") -> str:
    return f"{reverse('report_sheet', args=[report.pk])}?act={act}"


def stored(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.get(pk=report.pk)


def test_units_sheet_is_its_approval(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    assert "签批件扫描件" in words(walker.get(url_of(report)))
    answer = walker.post(url_of(report), **SIGNED, scan=pdf("签批件.pdf"), version=stored(report).version)
    assert answer.status_code == 302
    assert stored(report).state == ReportState.SUBMITTED
    assert SignedSheet.objects.get().signed_on == date(2026, 4, 13)
    assert "副局长陈某签批：“同意报送。”" in words(walker.get(answer.url))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"scan": ""}, "没有扫描件，线下签批不能登记"),
        ({"scan": pdf("签批件.docx", b"PK\x03\x04")}, "没有扫描件，线下签批不能登记"),
        ({"scan": pdf("签批件.pdf", b"MZ")}, "内容与扩展名.pdf不符"),
        ({"signer": "\u3000"}, "请填写签批人姓名"),
        ({"signed_on": "2026-04-14"}, "签批日期不能晚于今天"),
        ({"signed_on": "2026-02-29"}, "请选择一个日期"),
    ],
)
def test_incomplete_sheet_is_refused_with_its_words(house: House, changed: dict[str, object], sentence: str) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    fields = {**SIGNED, "scan": pdf("签批件.pdf"), "version": stored(report).version, **changed}
    answer = Walker(house.commerce.liaison, IN_APRIL).post(url_of(report), **fields)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "同意报送。" in words(answer)
    assert not SignedSheet.objects.exists()
    assert not Evidence.objects.exists()


def test_stale_sheet_keeps_what_was_typed(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    seen = stored(report).version
    factories.reports.approve(report, by=house.commerce.reviewer, at=IN_APRIL)
    answer = Walker(house.commerce.liaison, IN_APRIL).post(
        url_of(report), **SIGNED, scan=pdf("签批件.pdf"), version=seen
    )
    assert answer.status_code == 409
    assert "审核通过" in words(answer)
    assert "同意报送。" in words(answer)


@pytest.mark.parametrize(("act", "state"), [("accept", ReportState.ACCEPTED), ("send_back", ReportState.SENT_BACK)])
def test_clerk_registers_what_a_leader_decided_on_the_hosts_line(house: House, act: str, state: str) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house, kind=ReportKind.CLOSING, unit_staff=house.host, number=2)
    walker, url = Walker(house.office.clerk, IN_APRIL), url_of(report, f"{act}_on_paper")
    page = walker.get(url)
    assert ("重报时限" in words(page)) is (act == "send_back")
    answer = walker.post(url, **SIGNED, scan=pdf("签批件.pdf"), version=stored(report).version)
    assert answer.status_code == 302
    assert stored(report).state == state


def test_leaders_sheet_is_not_for_other_units(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    assert Walker(house.office.clerk, IN_APRIL).get(url_of(report, "accept_on_paper")).status_code == 403


def test_sheet_of_another_act_or_moment(house: House) -> None:
    report = factories.report_in(ReportState.SUBMITTED, house)
    walker = Walker(house.commerce.liaison, IN_APRIL)
    assert walker.get(url_of(report, "sign_off")).status_code == 404
    assert walker.get(url_of(report)).status_code == 409
    assert Walker(house.commerce.reviewer, IN_APRIL).get(url_of(report)).status_code == 403
    assert Walker(house.water.liaison, IN_APRIL).get(url_of(report)).status_code == 404
