"""A plan's file on its way in: read and written by a job, never twice, never other than what a person saw."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Alias, Post, Unit
from tasks_app import jobs
from tasks_app.actions import plan_upload_jobs, plan_uploads, plans
from tasks_app.actions.plan_upload_jobs import LEASE, MOST_ATTEMPTS
from tasks_app.domain.plan_questions import Answer, questions_of
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.upload_states import UploadState
from tasks_app.models import Plan, PlanImport, PlanUpload, Responsibility, StateChange, Task
from tests import factories
from tests import plan_upload_factories as uploads
from tests.factories import LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
NEXT = LATER + timedelta(minutes=5)


def plans_of_the_upload() -> int:
    return Plan.objects.filter(number=uploads.NUMBER).count()


def kinds(upload: PlanUpload) -> list[str]:
    """What the reader was not sure of about units, in the order of the table."""
    about_units = ("unknown_unit", "ambiguous_unit", "inferred_lead")
    return [doubt["kind"] for doubt in upload.reading["doubts"] if doubt["kind"] in about_units]


def test_the_whole_way_through_the_real_job(house: House) -> None:
    upload = uploads.uploaded(house.office.clerk)
    with time_machine.travel(LATER, tick=False):
        jobs.import_plans()
    upload = uploads.fresh(upload)
    assert upload.state == UploadState.TO_CONFIRM
    assert plans_of_the_upload() == 0
    assert kinds(upload) == ["unknown_unit", "inferred_lead", "unknown_unit", "inferred_lead"]
    assert {change["subject"] for change in upload.changes} >= {"plan", "task", "unit", "responsibility"}

    plan_uploads.confirm(upload, by=house.office.director, at=LATER)
    with time_machine.travel(LATER, tick=False):
        jobs.import_plans()
        jobs.import_plans()
    upload = uploads.fresh(upload)
    assert (upload.state, upload.plan.number) == (UploadState.WRITTEN, uploads.NUMBER)
    report = PlanImport.objects.get(plan=upload.plan)
    assert report.by == house.office.director.label
    assert report.changes == upload.changes
    task = Task.objects.get(plan=upload.plan, number=1)
    assert task.history.get().history_user == house.office.director.user
    steps = StateChange.objects.filter(kind="plan_upload", object_id=upload.pk).order_by("id")
    assert [step.act for step in steps] == ["upload", "begin", "preview", "confirm", "write"]


def test_nobody_without_the_right_uploads_or_confirms(house: House) -> None:
    upload = uploads.previewed(house.office.clerk)
    file = plan_uploads.take_in(uploads.file_of())
    for act in (
        lambda by: plan_uploads.upload(file, uploads.FIRST, by=by, at=LATER),
        lambda by: plan_uploads.confirm(upload, by=by, at=LATER),
        lambda by: plan_uploads.give_up(upload, by=by, at=LATER),
        lambda by: plan_uploads.reread(upload, uploads.FIRST, [], by=by, at=LATER),
        lambda by: plan_uploads.call_again(upload, by=by),
    ):
        with pytest.raises(NotAllowed):
            act(house.commerce.reviewer)
    assert PlanUpload.objects.visible_to(house.commerce.reviewer).count() == 0


# --- answers ---------------------------------------------------------------------------------------------------------
def test_an_answer_is_applied_and_remembered_as_an_alias(house: House) -> None:
    clerk = house.office.clerk
    upload = uploads.previewed(clerk)
    [question] = questions_of(upload.reading["doubts"])
    assert (question.text, question.rows) == ("市商业局", (1, 2))
    upload = uploads.answered(upload, ["市交通运输局"], by=clerk)
    assert kinds(upload) == ["inferred_lead", "inferred_lead"]
    uploads.worked_on(plan_uploads.confirm(upload, by=clerk, at=LATER))
    shares = Responsibility.objects.filter(unit=house.transport.unit, raw_name="商业局")
    assert shares.count() == 2
    assert not Unit.objects.filter(name="市商业局").exists()
    alias = Alias.objects.get(text="市商业局")
    assert (alias.unit, alias.history.get().history_user) == (house.transport.unit, clerk.user)
    again = uploads.previewed(clerk, *uploads.ROWS, content=uploads.source().replace(b"2024", b"2025"))
    assert kinds(again) == ["inferred_lead", "inferred_lead"]


def test_a_new_unit_is_new_without_a_doubt(house: House) -> None:
    upload = uploads.previewed(house.office.clerk)
    [question] = questions_of(upload.reading["doubts"])
    answers = [Answer(question, "市商业局", is_new=True)]
    upload = uploads.worked_on(plan_uploads.reread(upload, uploads.FIRST, answers, by=house.office.clerk, at=LATER))
    assert "unknown_unit" not in kinds(upload)
    uploads.worked_on(plan_uploads.confirm(upload, by=house.office.clerk, at=LATER))
    assert Unit.objects.get(name="市商业局").is_provisional
    assert not Alias.objects.filter(text="市商业局").exists()


def test_an_entry_that_may_be_two_units_is_settled(house: House) -> None:
    for name in ("市网信办", "市委网信办"):
        factories.unit(name)
    upload = uploads.previewed(house.office.clerk, "| 1 | 行动一 | 建设甲项目。 | 市商务局、网信办 |")
    [question] = questions_of(upload.reading["doubts"])
    assert (question.kind, question.text) == ("ambiguous_unit", "网信办")
    upload = uploads.answered(upload, ["市网信办"], by=house.office.clerk)
    assert kinds(upload) == ["inferred_lead"]
    uploads.worked_on(plan_uploads.confirm(upload, by=house.office.clerk, at=LATER))
    assert Responsibility.objects.get(raw_name="网信办").unit.name == "市网信办"
    assert Alias.objects.get(text="网信办").unit.name == "市网信办"


def test_what_the_source_does_not_say_is_given(house: House) -> None:
    upload = uploads.previewed(house.office.clerk, content=uploads.source(notice=""))
    assert upload.state == UploadState.INCOMPLETE
    assert {fault["cell"] for fault in upload.reading["faults"]} == {"number", "title", "issuer"}
    given = plan_uploads.Terms("none", "珠府〔2024〕1号", "某方案", "珠海市人民政府")
    upload = uploads.worked_on(plan_uploads.reread(upload, given, [], by=house.office.clerk, at=LATER))
    assert upload.state == UploadState.TO_CONFIRM
    assert "inferred_lead" not in kinds(upload)


# --- never twice, never by half --------------------------------------------------------------------------------------
def test_a_killed_reader_is_followed_by_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = uploads.uploaded(house.office.clerk)
    killed(monkeypatch, "read")
    with pytest.raises(Killed):
        plan_upload_jobs.work_on_next(at=LATER)
    monkeypatch.undo()
    assert not plan_upload_jobs.work_on_next(at=LATER + LEASE / 2)
    assert uploads.worked_on(upload, at=LATER + LEASE).state == UploadState.TO_CONFIRM


def test_a_writer_killed_at_its_end_has_written_nothing_and_is_followed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = plan_uploads.confirm(uploads.previewed(house.office.clerk), by=house.office.clerk, at=LATER)
    killed(monkeypatch, "import_reading", after=plans.import_reading)
    with pytest.raises(Killed):
        plan_upload_jobs.work_on_next(at=LATER)
    monkeypatch.undo()
    assert (plans_of_the_upload(), uploads.fresh(upload).state) == (0, UploadState.WRITING)
    assert uploads.worked_on(upload, at=LATER + LEASE).state == UploadState.WRITTEN
    assert PlanImport.objects.filter(plan__number=uploads.NUMBER).count() == 1


def test_a_slow_reader_and_the_one_who_followed_it_end_in_one_preview(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = uploads.uploaded(house.office.clerk)
    read, followed = plans.read, []

    def read_slowly(content: bytes, **told: object) -> object:
        if not followed:
            followed.append(True)
            assert plan_upload_jobs.work_on_next(at=LATER + LEASE)
        return read(content, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "read", read_slowly)
    upload = uploads.worked_on(upload)
    assert upload.state == UploadState.TO_CONFIRM
    steps = StateChange.objects.filter(kind="plan_upload", object_id=upload.pk).order_by("id")
    assert [step.act for step in steps] == ["upload", "begin", "preview"]


def test_what_kills_every_worker_is_parked_with_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = uploads.uploaded(house.office.clerk)
    killed(monkeypatch, "read")
    for attempt in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            plan_upload_jobs.work_on_next(at=LATER + attempt * LEASE)
    upload = uploads.worked_on(upload, at=LATER + MOST_ATTEMPTS * LEASE)
    assert (upload.state, upload.problem) == (UploadState.FAILED, plan_upload_jobs.INTERRUPTED)


def test_a_fault_of_ours_is_told_and_written_by_nobody(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = plan_uploads.confirm(uploads.previewed(house.office.clerk), by=house.office.clerk, at=LATER)
    monkeypatch.setattr(plans, "import_reading", lambda reading, **told: 1 / 0)
    upload = uploads.worked_on(upload)
    assert (upload.state, upload.problem) == (UploadState.FAILED, plan_upload_jobs.BROKEN)
    assert plans_of_the_upload() == 0


def test_given_up_while_it_is_read_it_stays_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = uploads.uploaded(house.office.clerk)
    read = plans.read

    def read_while_given_up(content: bytes, **told: object) -> object:
        plan_uploads.give_up(upload, by=house.office.director, at=LATER)
        return read(content, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "read", read_while_given_up)
    upload = uploads.worked_on(upload)
    assert (upload.state, upload.reading) == (UploadState.GIVEN_UP, {})


def test_what_changed_since_the_preview_is_shown_again_and_not_written(house: House) -> None:
    first, second = (uploads.previewed(house.office.clerk) for _ in range(2))
    for upload in (first, second):
        plan_uploads.confirm(upload, by=house.office.clerk, at=LATER)
    assert uploads.worked_on(first).state == UploadState.WRITTEN
    second = uploads.fresh(second)
    assert (second.state, second.problem) == (UploadState.UNCHANGED, plan_upload_jobs.OVERTAKEN)
    assert (second.changes, second.confirmed_by) == ([], None)
    with pytest.raises(NotNow):
        plan_uploads.confirm(second, by=house.office.clerk, at=LATER)


def test_a_reissued_row_supersedes_and_only_that(house: House) -> None:
    uploads.written(house.office.clerk)
    changed = (uploads.ROWS[0].replace("建设甲", "扩建甲"), uploads.ROWS[1])
    upload = uploads.previewed(house.office.clerk, *changed)
    [change] = [change for change in upload.changes if change["subject"] == "task"]
    assert (change["act"], change["before"], change["after"]) == ("supersede", "建设甲项目。", "扩建甲项目。")
    upload = uploads.worked_on(plan_uploads.confirm(upload, by=house.office.clerk, at=LATER))
    assert Task.objects.filter(plan=upload.plan, number=1).count() == 2
    assert Task.objects.filter(plan=upload.plan, number=2).count() == 1


def test_rows_that_would_vanish_are_a_fault_on_the_page(house: House) -> None:
    uploads.written(house.office.clerk)
    upload = uploads.previewed(house.office.clerk, uploads.ROWS[0])
    assert upload.state == UploadState.FAILED
    assert "第 2 行" in upload.reading["faults"][0]["message"]


# --- people ----------------------------------------------------------------------------------------------------------
def test_two_clerks_confirm_and_the_second_is_told(house: House) -> None:
    upload = uploads.previewed(house.office.clerk)
    version = upload.version
    plan_uploads.confirm(upload, by=house.office.clerk, at=LATER, version=version)
    with pytest.raises(Stale, match="确认导入"):
        plan_uploads.confirm(upload, by=house.office.director, at=LATER, version=version)


def test_whoever_left_since_writes_nothing(house: House) -> None:
    upload = plan_uploads.confirm(uploads.previewed(house.office.clerk), by=house.office.clerk, at=LATER)
    Post.objects.filter(pk=house.office.clerk.own_post.pk).update(ends_on=LATER.date())
    upload = uploads.worked_on(upload, at=LATER + timedelta(days=1))
    assert (upload.state, upload.problem) == (UploadState.FAILED, plan_upload_jobs.POST_ENDED)
    assert plans_of_the_upload() == 0


def test_nothing_is_confirmed_with_faults_or_while_the_job_has_it(house: House) -> None:
    clerk = house.office.clerk
    failed = uploads.previewed(clerk, "| 1 | 行动一 |  | 市商务局 |")
    waiting = uploads.uploaded(clerk)
    for upload in (failed, waiting):
        with pytest.raises(NotNow):
            plan_uploads.confirm(upload, by=clerk, at=LATER)
    with pytest.raises(NotNow):
        plan_uploads.reread(waiting, uploads.FIRST, [], by=clerk, at=LATER)
    with pytest.raises(NotNow):
        plan_uploads.call_again(failed, by=clerk)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("方案.txt", b"", "0 字节"),
        ("方案.exe", b"MZ", "类型不能作为方案导入"),
        ("方案", b"text", "类型不能作为方案导入"),
        ("方案.pdf", b"%PDF-1.7", "类型不能作为方案导入"),
        ("方案.txt", b"%PDF-1.7", "这是PDF 文件"),
        ("方案.csv", b"PK\x03\x04", "压缩包"),
        ("方案.xls", b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
        ("方案.xlsx", b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
        ("方案.xlsx", b"<html><table>", "内容与扩展名不符"),
        ("方案.docx", b"PK\x03\x04 no directory", "打不开"),
        ("方案.txt", b"a" * (4 * 1024 * 1024 + 1), "超过 4 MB"),
        ("方" * 80 + ".txt", b"text", "文件名过长"),
        ("机密★方案.txt", b"text", "非涉密系统"),
        ("方案.txt", "\n 机 密★10年\n某市人民政府文件".encode("gb18030"), "非涉密系统"),
        ("../../etc/方案.sh", b"#!/bin/sh", "类型不能作为方案导入"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_before_it_is_stored(
    name: str, content: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks_app.actions.evidence.store", lambda upload: pytest.fail("stored"))
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as a hostile client sends it, past Django's own trimming
    with pytest.raises(Invalid) as refused:
        plan_uploads.take_in(upload)
    assert sentence in refused.value.sentence


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing runs after it."""


def killed(monkeypatch: pytest.MonkeyPatch, name: str, after: object = None) -> None:
    """The worker dies in this function of ``plans``, or at its end."""

    def die(*args: object, **told: object) -> None:
        if callable(after):
            after(*args, **told)
        raise Killed

    monkeypatch.setattr(plans, name, die)
