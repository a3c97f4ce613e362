"""A plan's file on its way in (上传的方案): read by a job, answered and confirmed by people, written by a job."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.upload_states import WITH_THE_JOB, UploadState
from tasks_app.models.evidence import Blob
from tasks_app.models.plan import Plan


class PlanUploadQuerySet(models.QuerySet):
    """Questions about uploads."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may import sees all of them; for everybody else there are none."""
        return self if rights_of(actor.role, Verb.IMPORT_PLAN) else self.none()

    def waiting(self, *, at: datetime) -> Self:
        """What the job has to do now: nobody has it, or whoever had it fell silent."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at), state__in=WITH_THE_JOB)

    def light(self) -> Self:
        """Without what the job found: a list shows none of it."""
        return self.defer("reading", "changes", "answers")


class PlanUpload(models.Model):
    """One file that somebody offered as a plan.

    ``number``, ``title``, ``issuer``: what the source does not say. ``answers``: what people said to the doubts.
    ``reading`` (doubts, repairs, faults, masthead, counts) and ``changes`` are what the job found last, and
    ``preview_hash`` is that of both: written is only what was shown. ``step`` and ``attempts`` are the job's own.
    """

    State = UploadState

    class Lead(models.TextChoices):
        """Who leads where a row does not say (牵头约定)."""

        FIRST = "first", "排在第一位的单位推定为牵头，由办公室再行确认"
        DECLARED = "declared", "只认原文写明的牵头单位，没有写明的列为疑点"
        NONE = "none", "不设牵头单位，各责任单位并列"

    name = models.CharField("文件名", max_length=255)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="内容")
    lead = models.CharField("牵头约定", max_length=16, choices=Lead)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("方案名称", max_length=200, blank=True)
    issuer = models.CharField("印发机关", max_length=120, blank=True)
    state = models.CharField("状态", max_length=16, choices=UploadState, default=UploadState.UPLOADED)
    version = models.PositiveIntegerField("版本", default=0)
    uploaded_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    answers = models.JSONField("对疑点的答复", default=list, blank=True)
    confirmed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="写入的方案"
    )
    problem = models.CharField("问题", max_length=500, blank=True)
    step = models.PositiveSmallIntegerField("作业步骤", default=0)
    attempts = models.PositiveSmallIntegerField("作业次数", default=0)
    leased_until = models.DateTimeField("作业占用至", null=True, blank=True)
    reading = models.JSONField("读取结果", default=dict, blank=True)
    changes = models.JSONField("将作的变动", default=list, blank=True)
    preview_hash = models.CharField("预览校验值", max_length=64, blank=True)

    objects = PlanUploadQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["reading", "changes", "step", "leased_until"])

    class Meta:
        verbose_name = "上传的方案"
        verbose_name_plural = "上传的方案"
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="planupload_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=UploadState.WRITTEN) | Q(plan__isnull=False), name="planupload_written_has_plan"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=WITH_THE_JOB), name="planupload_with_the_job"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_with_the_job(self) -> bool:
        """Whether the page has to wait for the job."""
        return self.state in WITH_THE_JOB
