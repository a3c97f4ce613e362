"""What one task must deliver in one year (年度任务)."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.domain.access import Relation
from tasks_app.domain.year_states import ItemState, Origin, Rhythm
from tasks_app.models.cycle import YearPlan
from tasks_app.models.sight import item_granted


class WorkItemQuerySet(models.QuerySet):
    """Questions about items."""

    def visible_to(self, actor: Actor) -> Self:
        """The items the actor may see; drafts are seen by the office alone. One query."""
        return self.filter(item_granted(actor))


class WorkItem(models.Model):
    """An item of a year: deliverable and planned deadline. Its state is kept by the acts on its lines.

    ``is_plan_date``: the plan itself sets the date, so that it moves only with a group leader's consent. ``previous``:
    the item of an earlier year from which this one was drawn (来自上年) or carried over (结转): the latter once only.
    """

    year_plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="items", verbose_name="年度计划")
    order = models.PositiveSmallIntegerField("排序", default=1)
    title = models.CharField("年度任务", max_length=200)
    deliverable = models.TextField("工作内容与要求")
    planned_deadline = models.DateField("计划完成时限")
    milestone = models.CharField("节点", max_length=200, blank=True)
    is_plan_date = models.BooleanField("方案规定的时限", default=False)
    rhythm = models.CharField("报送频次", max_length=12, choices=Rhythm, default=Rhythm.QUARTERLY)
    origin = models.CharField("来源", max_length=10, choices=Origin, default=Origin.PLAN)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="上年年度任务"
    )
    supervised_by = models.CharField("已由何机构督办", max_length=80, blank=True)
    state = models.CharField("状态", max_length=20, choices=ItemState, default=ItemState.DRAFT)
    version = models.PositiveIntegerField("版本", default=0)

    objects = WorkItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "年度任务"
        verbose_name_plural = "年度任务"
        ordering = ["year_plan_id", "order"]
        permissions = [(Relation.LEAD.value, "牵头单位"), (Relation.SUPPORT.value, "责任或配合单位")]
        constraints = [
            models.UniqueConstraint(fields=["year_plan", "order"], name="workitem_order_once"),
            models.UniqueConstraint(
                fields=["previous"], condition=Q(origin=Origin.CARRIED), name="workitem_carried_once"
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.CARRIED) | Q(previous__isnull=False), name="workitem_carried_from_an_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether the office may still set what it asks for: not yet issued."""
        return self.state == ItemState.DRAFT


class ItemShare(models.Model):
    """What one unit delivers of an item (单位分工). Where an item has such rows, only these units get a line of it.

    An item without them is given to every responsible unit of its task.
    """

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="shares", verbose_name="年度任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    deliverable = models.TextField("本单位任务", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "单位分工"
        verbose_name_plural = "单位分工"
        ordering = ["work_item_id", "id"]
        constraints = [models.UniqueConstraint(fields=["work_item", "unit"], name="itemshare_once")]

    def __str__(self) -> str:
        return f"{self.work_item_id} · {self.unit_id}"
