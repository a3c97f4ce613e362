"""Files come in: checked before the first is stored, kept under their hash, hung on their report."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks_app.actions import evidence
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Blob, Evidence, ProgressReport
from tests import factories
from tests.factories import LATER, PDF, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

PATH = f"blobs/{hashlib.sha256(PDF).hexdigest()[:2]}/{hashlib.sha256(PDF).hexdigest()}"


@pytest.fixture
def draft(house: House) -> ProgressReport:
    return factories.report_in(ReportState.DRAFT, house)


def attach(draft: ProgressReport, house: House, *files: SimpleUploadedFile) -> list[Evidence]:
    return evidence.attach(files, draft, by=house.commerce.liaison, at=LATER)


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


def test_the_same_bytes_are_stored_once_and_hang_on_a_report_once(house: House, draft: ProgressReport) -> None:
    [first] = attach(draft, house, factories.pdf("方案.pdf"))
    [again] = attach(draft, house, factories.pdf("方案（副本）.pdf"))
    assert first == again
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
        evidence.attach_scan(scan, draft, by=house.commerce.liaison, at=LATER)
    assert refused.value.faults == {"scan": evidence.SCAN_NEEDED}
