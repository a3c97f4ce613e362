"""How an uploaded plan (上传的方案) comes in: read by a job, confirmed by a person, written by a job."""

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition


class UploadState(TextChoices):
    """Where an uploaded file stands. The labels are a contract for pages."""

    UPLOADED = "uploaded", "已上传"
    READING = "reading", "读取中"
    INCOMPLETE = "incomplete", "待补充"
    TO_CONFIRM = "to_confirm", "待确认"
    UNCHANGED = "unchanged", "无变化"
    WRITING = "writing", "写入中"
    WRITTEN = "written", "已写入"
    GIVEN_UP = "given_up", "已放弃"
    FAILED = "failed", "读取失败"


# What lies with the job, what waits for a person, and what is open to answers and to another reading.
WITH_THE_JOB = (UploadState.UPLOADED, UploadState.READING, UploadState.WRITING)
OPEN = (UploadState.INCOMPLETE, UploadState.TO_CONFIRM, UploadState.FAILED)
SHOWN = (*OPEN, UploadState.UNCHANGED)

UPLOAD_MACHINE = Machine(
    subject="plan_upload",
    title="上传的方案",
    labels=dict(UploadState.choices),
    transitions=(
        Transition("begin", "开始读取", (UploadState.UPLOADED,), UploadState.READING, Verb.IMPORT_PLAN),
        Transition("preview", "列出疑点和变动", (UploadState.READING,), UploadState.TO_CONFIRM, Verb.IMPORT_PLAN),
        # All is read but what the source does not say of the plan: its number, title or issuer.
        Transition("ask", "请补充文号等", (UploadState.READING,), UploadState.INCOMPLETE, Verb.IMPORT_PLAN),
        Transition("same", "没有变动", (UploadState.READING,), UploadState.UNCHANGED, Verb.IMPORT_PLAN),
        Transition("fail", "读取失败", (UploadState.READING,), UploadState.FAILED, Verb.IMPORT_PLAN),
        Transition("reread", "重新读取", SHOWN, UploadState.UPLOADED, Verb.IMPORT_PLAN),
        Transition("confirm", "确认导入", (UploadState.TO_CONFIRM,), UploadState.WRITING, Verb.IMPORT_PLAN),
        Transition("write", "写入", (UploadState.WRITING,), UploadState.WRITTEN, Verb.IMPORT_PLAN),
        # What would be written is no longer what the person saw: it is read and shown again.
        Transition("overtaken", "情况有变，重新核对", (UploadState.WRITING,), UploadState.UPLOADED, Verb.IMPORT_PLAN),
        Transition("stop", "未能写入", (UploadState.WRITING,), UploadState.FAILED, Verb.IMPORT_PLAN),
        Transition(
            "give_up",
            "放弃",
            (UploadState.UPLOADED, UploadState.READING, *OPEN),
            UploadState.GIVEN_UP,
            Verb.IMPORT_PLAN,
        ),
    ),
)
