"""What each addressee does with a paper (送达): receives, answers, objects; and the case of an interview (约谈)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit
from tasks_app.domain.access import Relation, Verb, rights_of, sees_all
from tasks_app.domain.paper_states import SERVED, InterviewState, ServiceState
from tasks_app.models.line import UnitLine
from tasks_app.models.paper import Paper, paper_granted
from tasks_app.models.sight import service_granted


class PaperServiceQuerySet(models.QuerySet):
    """Questions about services."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the paper by role sees all of its addressees; a unit sees its own service and no other."""
        if sees_all(actor.role, Verb.SEE_PAPER):
            return self.filter(paper__in=Paper.objects.filter(paper_granted(actor)))
        if not rights_of(actor.role, Verb.SEE_PAPER):
            return self.none()
        return self.filter(service_granted(actor), state__in=SERVED)


class PaperService(models.Model):
    """One addressee (主送单位) of a paper: from 印发 on it has a life of its own.

    ``unit_name`` is frozen with the number. ``line`` is the line through which the clock finds it. An objection is a
    情况说明／异议; what the office answered stands in ``answer``.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="services", verbose_name="公文")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services", verbose_name="主送单位")
    unit_name = models.CharField("主送单位名称", max_length=120)
    line = models.ForeignKey(
        UnitLine, models.PROTECT, null=True, blank=True, related_name="services", verbose_name="承办事项"
    )
    state = models.CharField("状态", max_length=10, choices=ServiceState, default=ServiceState.PLANNED)
    served_on = models.DateField("送达日期", null=True, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    received_from = models.CharField("回执来源", max_length=120, blank=True)
    reply_by = models.DateField("答复时限", null=True, blank=True)
    reply = models.TextField("答复", blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    objection = models.TextField("情况说明或异议", blank=True)
    objected_on = models.DateField("提出日期", null=True, blank=True)
    answer = models.TextField("办公室答复", blank=True)
    answered_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="异议答复人"
    )
    answered_at = models.DateTimeField("异议答复时间", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    round = models.PositiveSmallIntegerField("轮次", default=0)
    version = models.PositiveIntegerField("版本", default=0)

    objects = PaperServiceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "公文送达"
        verbose_name_plural = "公文送达"
        ordering = ["paper_id", "unit__order", "id"]
        permissions = [(Relation.ADDRESSED.value, "主送单位")]
        indexes = [models.Index(fields=["unit", "state", "-id"], name="service_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "unit"], name="service_once_a_paper"),
            models.CheckConstraint(
                condition=Q(state=ServiceState.PLANNED) | Q(served_on__isnull=False), name="service_served_on"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="service_answered_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} · {self.paper_id}"

    def is_overdue(self, today: date) -> bool:
        """Received, not answered, and the window passed."""
        return self.state == ServiceState.RECEIVED and self.reply_by is not None and self.reply_by < today


class InterviewQuerySet(models.QuerySet):
    """Questions about interviews."""

    def visible_to(self, actor: Actor) -> Self:
        """The cases of the papers one sees; a unit its own. Each knows under which name its unit was addressed."""
        served = PaperService.objects.filter(paper=OuterRef("notice"), unit=OuterRef("unit"))
        named = self.annotate(name_on_notice=Subquery(served.values("unit_name")[:1]))
        return named.filter(notice__in=Paper.objects.filter(paper_granted(actor)))


class Interview(models.Model):
    """The case of an interview (约谈): from its notice to 办结. Who presides was named by the leader who agreed."""

    notice = models.OneToOneField(Paper, models.PROTECT, related_name="interview", verbose_name="约谈通知")
    minutes = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="interview_recorded", verbose_name="约谈纪要"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="interviews", verbose_name="被约谈单位")
    state = models.CharField("状态", max_length=12, choices=InterviewState, default=InterviewState.PENDING)
    held_at = models.DateTimeField("约谈时间", null=True, blank=True)
    held_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")
    place = models.CharField("约谈地点", max_length=100, blank=True)
    presided_by_name = models.CharField("主持人", max_length=64, blank=True)
    presided_by_title = models.CharField("主持人职务", max_length=80, blank=True)
    attendance = models.TextField("参加人员", blank=True)
    rectification = models.TextField("整改情况", blank=True)
    rectified_on = models.DateField("整改报告日期", null=True, blank=True)
    verdict = models.TextField("核查意见", blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    round = models.PositiveSmallIntegerField("轮次", default=0)
    version = models.PositiveIntegerField("版本", default=0)

    objects = InterviewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "约谈"
        verbose_name_plural = "约谈"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_by__isnull=True)
                | Q(held_at__isnull=False, held_by__isnull=False),
                name="interview_held_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[InterviewState.PENDING, InterviewState.CANCELLED]) | Q(held_at__isnull=False),
                name="interview_was_held",
            ),
        ]

    def __str__(self) -> str:
        return f"约谈 {self.unit_id}"

    @property
    def unit_name(self) -> str:
        """The unit under the name its notice bears; its present one where the case was not found among visible ones."""
        on_notice: str = vars(self).get("name_on_notice") or ""
        return on_notice or self.unit.name


class CommitmentQuerySet(models.QuerySet):
    """Questions about commitments."""

    def open(self) -> Self:
        """Neither kept nor excused."""
        return self.filter(done_on__isnull=True, excused_on__isnull=True)


class Commitment(models.Model):
    """What the unit committed itself to in an interview (整改承诺), with the day: kept, or excused with a reason."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="commitments", verbose_name="约谈")
    order = models.PositiveSmallIntegerField("序号")
    text = models.CharField("承诺事项", max_length=300)
    due_on = models.DateField("完成时限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    excused_on = models.DateField("免予完成日期", null=True, blank=True)
    excuse = models.CharField("免予完成理由", max_length=500, blank=True)

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "整改承诺"
        verbose_name_plural = "整改承诺"
        ordering = ["interview_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "order"], name="commitment_order_once"),
            models.CheckConstraint(
                condition=Q(excused_on__isnull=True, excuse="") | (Q(excused_on__isnull=False) & ~Q(excuse="")),
                name="commitment_excused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(excused_on__isnull=True) | Q(done_on__isnull=True), name="commitment_kept_or_excused"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is expected: kept, or excused."""
        return self.done_on is not None or self.excused_on is not None
