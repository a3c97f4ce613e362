"""What the units that are asked say about the draft of a year (征求意见), and what the office made of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit
from tasks_app.domain.opinion_states import ANSWERED, OPEN_OPINION, OpinionKind, OpinionState
from tasks_app.domain.parts import Part
from tasks_app.models.cycle import Cycle
from tasks_app.models.evidence import Blob, SignedOnPaper
from tasks_app.models.sight import opinion_granted
from tasks_app.models.work_item import WorkItem


class OpinionQuerySet(models.QuerySet):
    """Questions about opinions."""

    def visible_to(self, actor: Actor) -> Self:
        """A unit's own ones; for the office what was handed in, and who was asked. One query."""
        return self.filter(opinion_granted(actor))

    def of_cycle(self, cycle: Cycle) -> Self:
        """Those about the items of a year."""
        return self.filter(work_item__year_plan__cycle=cycle)

    def unanswered(self) -> Self:
        """Those the office owes an answer."""
        return self.filter(state=OpinionState.GIVEN).exclude(kind=OpinionKind.NONE)

    def open(self) -> Self:
        """Those the unit has not handed in."""
        return self.filter(state__in=OPEN_OPINION)

    def in_plan_order(self) -> Self:
        """As the plans list their tasks, then the units of an item in their order."""
        plan = "work_item__year_plan__task"
        return self.order_by(f"{plan}__plan_id", f"{plan}__number", "work_item__order", "order", "id")


class Opinion(models.Model):
    """One unit's word about one drafted item; made when it is asked, so that who was asked stays known.

    ``part`` is how the unit stands to the item by the draft. ``wished_*`` is what a 修改意见 proposes, ``breakdown``
    the items a confirmed lead would make of it (``domain.breakdown``). ``difference`` keeps what an answer changed,
    as rows of label, before and after.
    """

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="opinions", verbose_name="年度任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="opinions", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=120)
    part = models.CharField("分工", max_length=12, choices=Part)
    order = models.PositiveSmallIntegerField("排序", default=0)
    state = models.CharField("状态", max_length=16, choices=OpinionState, default=OpinionState.WANTED)
    kind = models.CharField("意见", max_length=10, choices=OpinionKind, blank=True)
    text = models.TextField("意见内容", blank=True)
    wished_deliverable = models.TextField("建议的工作内容", blank=True)
    wished_deadline = models.DateField("建议的完成时限", null=True, blank=True)
    breakdown = models.JSONField("分解建议", default=list, blank=True)
    author = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填写人")
    written_at = models.DateTimeField("填写时间", null=True, blank=True)
    on_behalf_source = models.CharField("代录来源", max_length=20, blank=True)
    on_behalf_of = models.CharField("来电来函人", max_length=64, blank=True)
    given_at = models.DateTimeField("反馈时间", null=True, blank=True)
    given_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    returned_why = models.TextField("退回理由", blank=True)
    answer = models.TextField("采纳情况说明", blank=True)
    difference = models.JSONField("修改前后", default=list, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = OpinionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "征求意见反馈"
        verbose_name_plural = "征求意见反馈"
        ordering = ["work_item_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work_item", "unit"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True, state__in=OPEN_OPINION)
                | (Q(given_at__isnull=False, given_by__isnull=False) & ~Q(state__in=OPEN_OPINION)),
                name="opinion_given_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True) & ~Q(state__in=ANSWERED)
                | Q(answered_at__isnull=False, answered_by__isnull=False, state__in=ANSWERED),
                name="opinion_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state=OpinionState.WANTED, kind="", author__isnull=True, written_at__isnull=True)
                | (~Q(state=OpinionState.WANTED) & ~Q(kind="") & Q(author__isnull=False, written_at__isnull=False)),
                name="opinion_written_or_wanted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} · {self.work_item_id}"


class OpinionSheet(SignedOnPaper):
    """What a unit's leader signed about its opinions, with the scan. Append-only."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="sheets", verbose_name="征求意见反馈")
    scan = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="签批件")
    scan_name = models.CharField("签批件名称", max_length=255)

    class Meta(SignedOnPaper.Meta):
        verbose_name = "意见线下签批"
        verbose_name_plural = "意见线下签批"
