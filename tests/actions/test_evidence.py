"""Files come in: checked before the first is stored, kept under their hash, hung on their report."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks_app.actions import evidence, report_drafts
from tasks_app.actions.package_directory import entries_of
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.models import Blob, Evidence, ProgressReport, StateChange
from tests import factories
from tests.factories import LATER, PDF, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

PATH = f"blobs/{hashlib.sha256(PDF).hexdigest()[:2]}/{hashlib.sha256(PDF).hexdigest()}"


def package(*names: str) -> bytes:
    """A ZIP with these entries."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return buffer.getvalue()


@pytest.fixture
def draft(house: House) -> ProgressReport:
    return factories.report_in(ReportState.DRAFT, house)


def attach(draft: ProgressReport, house: House, *files: SimpleUploadedFile) -> list[Evidence]:
    return evidence.attach(factories.stored(*files), draft, by=house.commerce.liaison, at=LATER)


def stored() -> bytes:
    with default_storage.open(PATH) as file:
        content: bytes = file.read()
    return content


def test_a_file_is_kept_under_its_hash(house: House, draft: ProgressReport) -> None:
    [kept] = attach(draft, house, factories.pdf("方案.pdf"))
    assert (kept.name, kept.kind, kept.added_by, kept.added_at) == (
        "方案.pdf",
        Evidence.Kind.MATERIAL,
        house.commerce.liaison.post,
        LATER,
    )
    assert (kept.blob.path, kept.blob.size, kept.blob.media_type) == (PATH, len(PDF), "application/pdf")
    assert stored() == PDF
    assert kept.history.get().history_user == house.commerce.liaison.user


def test_the_same_bytes_are_stored_once_and_hang_on_a_report_once_under_a_name(
    house: House, draft: ProgressReport
) -> None:
    [first] = attach(draft, house, factories.pdf("方案.pdf"))
    [again] = attach(draft, house, factories.pdf("方案.pdf"))
    [other] = attach(draft, house, factories.pdf("方案（副本）.pdf"))
    assert first == again
    assert (other.name, other.blob) == ("方案（副本）.pdf", first.blob)
    assert Blob.objects.count() == 1
    assert len(default_storage.listdir(f"blobs/{PATH[6:8]}")[1]) == 1


def test_two_files_of_one_name_are_two(house: House, draft: ProgressReport) -> None:
    kept = attach(draft, house, factories.pdf("方案.pdf"), factories.pdf("方案.pdf", PDF + b"2"))
    assert len({file.blob_id for file in kept}) == 2


def test_one_bad_file_keeps_all_of_them_out(house: House, draft: ProgressReport) -> None:
    with pytest.raises(Invalid) as refused:
        attach(draft, house, factories.pdf("好.pdf"), factories.pdf("机密.pdf"))
    assert "密级标志" in refused.value.faults["files"]
    assert not Evidence.objects.exists()
    assert not default_storage.exists(PATH)


def test_a_hundred_files_are_too_many(house: House, draft: ProgressReport) -> None:
    many = [factories.pdf(f"{number}.pdf", PDF + str(number).encode()) for number in range(100)]
    with pytest.raises(Invalid, match="一次最多上传 20 个"):
        attach(draft, house, *many)
    assert not Evidence.objects.exists()


def test_a_hostile_name_becomes_harmless(house: House, draft: ProgressReport) -> None:
    [kept] = attach(draft, house, factories.pdf("方\u202e案.pdf"))
    assert kept.name == "方案.pdf"


@pytest.mark.parametrize("left_behind", [b"", PDF[:7], b"x" * (len(PDF) + 1)])
def test_a_half_written_file_is_written_again(house: House, draft: ProgressReport, left_behind: bytes) -> None:
    default_storage.save(PATH, ContentFile(left_behind))
    attach(draft, house, factories.pdf())
    assert stored() == PDF


@pytest.mark.parametrize("scan", [None, factories.pdf("签批件.xlsx", b"PK\x03\x04"), factories.pdf("签批件")])
def test_a_scan_is_a_picture_or_a_page(house: House, draft: ProgressReport, scan: SimpleUploadedFile | None) -> None:
    with pytest.raises(Invalid) as refused:
        evidence.take_in_scan(scan)
    assert refused.value.faults == {"scan": evidence.SCAN_NEEDED}


def test_a_sheet_is_not_registered_without_its_scan(house: House, draft: ProgressReport) -> None:
    with pytest.raises(Invalid, match="没有扫描件"):
        evidence.attach_scan(None, draft, by=house.commerce.liaison, at=LATER)


def test_a_file_is_handed_out_as_what_its_own_name_says(house: House, draft: ProgressReport) -> None:
    """The same bytes under two names: the second uploader's name is not the first one's."""
    both = package("[Content_Types].xml", "word/document.xml", "xl/workbook.xml")
    word, excel = attach(draft, house, factories.pdf("报告.docx", both), factories.pdf("报告.xlsx", both))
    assert word.blob == excel.blob
    assert word.media_type.endswith("wordprocessingml.document")
    assert excel.media_type.endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.docx", b"PK\x03\x04notazip"),
        ("报告.docx", package("evil.exe")),
        ("报告.xlsx", package("[Content_Types].xml", "word/document.xml")),
        ("报告.docx", package("[Content_Types].xml", "word/document.xml")[:-30]),
        ("报告.docx", package("[Content_Types].xml", "word/document.xml").replace(b"PK\x01\x02", b"PK\x01\x03")),
        ("报告.ofd", package("[Content_Types].xml", "word/document.xml")),
    ],
    # An archive bears the time it was made: as a name of a test it would differ from process to process.
    ids=["no archive", "a program", "another kind", "cut off", "no directory", "no document"],
)
def test_a_package_that_is_none_stays_out(house: House, draft: ProgressReport, name: str, content: bytes) -> None:
    with pytest.raises(Invalid, match="打不开，或不是它的扩展名所说的文件"):
        attach(draft, house, factories.pdf(name, content))
    assert not Evidence.objects.exists()


def test_a_directory_longer_than_any_true_file_has_is_not_read() -> None:
    many = package("OFD.xml", *(f"{number:05}/{'n' * 300}" for number in range(3_500)))
    assert entries_of(BytesIO(many), len(many)) is None


def test_a_draft_loses_a_file_and_history_keeps_it(house: House, draft: ProgressReport) -> None:
    kept, wrong = attach(draft, house, factories.pdf("方案.pdf"), factories.pdf("错.pdf", PDF + b"2"))
    report_drafts.rewrite(draft, factories.WORDS, by=house.commerce.reviewer, at=LATER, removed={wrong.pk, 0})
    assert list(draft.evidence.all()) == [kept]
    gone = Evidence.history.filter(id=wrong.pk).first()
    assert (gone.history_type, gone.history_user, gone.history_date) == ("-", house.commerce.reviewer.user, LATER)
    assert gone.history_change_reason.startswith("移除附件")
    assert default_storage.exists(wrong.blob.path)
    step = StateChange.objects.get(kind="report", act="remove_file")
    assert (step.why, step.internal, step.line_id, step.user) == (
        "错.pdf",
        True,
        draft.line_id,
        house.commerce.reviewer.user,
    )


def test_what_was_handed_in_stays(house: House) -> None:
    """The office sent it back: what it has read is not taken away; what came since may be."""
    report = factories.report_in(ReportState.SENT_BACK, house, kind=ReportKind.CLOSING)
    [old] = Evidence.objects.filter(report=report)
    with pytest.raises(Invalid, match="随件留存"):
        report_drafts.rewrite(report, factories.FINISHED, by=house.commerce.liaison, at=LATER, removed={old.pk})
    [new] = attach(report, house, factories.pdf("补充.pdf", PDF + b"3"))
    report_drafts.rewrite(report, factories.FINISHED, by=house.commerce.liaison, at=LATER, removed={new.pk})
    assert list(report.evidence.all()) == [old]


def test_a_report_that_is_with_the_reviewer_keeps_its_files(house: House) -> None:
    report = factories.report_in(ReportState.UNIT_REVIEW, house, kind=ReportKind.CLOSING)
    [file] = Evidence.objects.filter(report=report)
    with pytest.raises(NotNow):
        report_drafts.rewrite(report, factories.FINISHED, by=house.commerce.liaison, at=LATER, removed={file.pk})
    assert Evidence.objects.filter(pk=file.pk).exists()


def test_a_file_of_another_report_is_not_taken_off_with_this_one(house: House, draft: ProgressReport) -> None:
    other = factories.report_in(ReportState.DRAFT, house, kind=ReportKind.CLOSING, unit_staff=house.transport)
    [file] = Evidence.objects.filter(report=other)
    report_drafts.rewrite(draft, factories.WORDS, by=house.commerce.liaison, at=LATER, removed={file.pk})
    assert Evidence.objects.filter(pk=file.pk).exists()
