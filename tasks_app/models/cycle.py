"""A year of work (年度): its cycle with report periods, and each task's plan for it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import OFFICE_ROLES, Verb, sees_all
from tasks_app.domain.lights import NEAR_WORKING_DAYS, LightMoment
from tasks_app.domain.working_days import Calendar
from tasks_app.domain.year_states import BEFORE_ISSUE, Rhythm, YearPlanState
from tasks_app.models.plan import Task


class CycleQuerySet(models.QuerySet):
    """Questions about years."""

    def visible_to(self, actor: Actor) -> Self:
        """The years the actor may look over as a whole: issued ones; a year being drawn up is the office's own."""
        if actor.role in OFFICE_ROLES:
            return self
        issued = self.issued_to(actor)
        return issued if sees_all(actor.role, Verb.SEE_ITEM) else issued.none()

    def issued_to(self, actor: Actor) -> Self:
        """The issued years, of which every unit and every reader knows what was issued; one may be confined to one."""
        issued = self.filter(state=YearPlanState.ISSUED)
        return issued.filter(year=actor.post.scope_year) if actor.post and actor.post.scope_year else issued


class Cycle(models.Model):
    """One year of supervision with the dates of its rhythm; every date can be edited before issue.

    ``consult_until``: the day by which units say what they think of the draft (征求意见). ``roadmap``: the year's
    时间表/路线图 as it was issued, frozen (``domain.roadmap``).
    ``is_imported``: a year before the system, from a spreadsheet of the office: nobody issued it here.
    """

    year = models.PositiveSmallIntegerField("年度", unique=True)
    item_due_on = models.DateField("默认完成时限")
    cut_off_on = models.DateField("数据截止日")
    evaluation_on = models.DateField("年度自评报告时限")
    state = models.CharField("状态", max_length=10, choices=YearPlanState, default=YearPlanState.DRAFT)
    drafted_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="拟定人")
    consulted_at = models.DateTimeField("征求意见时间", null=True, blank=True)
    consulted_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发出征求意见的人"
    )
    consult_until = models.DateField("反馈截止日", null=True, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    issued_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印发人")
    is_imported = models.BooleanField("导入的往年台账", default=False)
    roadmap = models.JSONField("印发时的时间表", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = CycleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "年度"
        verbose_name_plural = "年度"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_ISSUE, issued_at__isnull=True, issued_by__isnull=True)
                | Q(state=YearPlanState.ISSUED, issued_at__isnull=False, issued_by__isnull=False),
                name="cycle_issued_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(consulted_at__isnull=True, consulted_by__isnull=True, consult_until__isnull=True)
                | Q(consulted_at__isnull=False, consulted_by__isnull=False, consult_until__isnull=False),
                name="cycle_consulted_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=YearPlanState.CONSULTING) | Q(consulted_at__isnull=False),
                name="cycle_consulting_was_sent_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度"

    def moment(self, today: date, calendar: Calendar) -> LightMoment:
        """The day as the lights of this cycle see it. One query, or none where ``periods`` were prefetched."""
        over = [period.due_on for period in self.periods.all() if period.rhythm == Rhythm.QUARTERLY]
        last_due = max((due for due in over if due < today), default=None)
        return LightMoment(today, calendar.plus(today, NEAR_WORKING_DAYS), last_due)


class ReportPeriod(models.Model):
    """A period for which units report (调度期), with the days by which reports are due."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="periods", verbose_name="年度")
    order = models.PositiveSmallIntegerField("排序")
    name = models.CharField("名称", max_length=40)
    rhythm = models.CharField("报送频次", max_length=12, choices=Rhythm)
    opens_on = models.DateField("开始填报")
    supporting_due_on = models.DateField("配合单位报送时限")
    due_on = models.DateField("报送时限")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "调度期"
        verbose_name_plural = "调度期"
        ordering = ["cycle_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "order"], name="period_order_once"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=models.F("supporting_due_on")) & Q(supporting_due_on__lte=models.F("due_on")),
                name="period_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year}年{self.name}"


class YearPlan(models.Model):
    """A task's plan for one year (年度计划): 拟定, then 印发."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="year_plans", verbose_name="重点任务")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="year_plans", verbose_name="年度")
    state = models.CharField("状态", max_length=10, choices=YearPlanState, default=YearPlanState.DRAFT)
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "年度计划"
        verbose_name_plural = "年度计划"
        ordering = ["cycle_id", "task_id"]
        constraints = [models.UniqueConstraint(fields=["task", "cycle"], name="yearplan_task_once_a_year")]

    def __str__(self) -> str:
        return f"{self.cycle.year} · {self.task_id}"
