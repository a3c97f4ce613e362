"""Targets (目标): every promise of a plan with a figure or a dated milestone, and the readings entered against it."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Post, Unit
from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind, Wording
from tasks_app.models.measure import Measure
from tasks_app.models.plan import Plan

LONGEST_NAME = 120


class Target(models.Model):
    """One promised figure or dated milestone. Two figures in one sentence are two targets.

    ``measure`` is None for the overall targets of part one; the rows a target belongs to are those of its measure.
    ``year`` is None where the text promises "throughout"; ``period_start`` is the first year of 十四五 or 十五五;
    ``is_before`` says 年前. ``value`` is None for a milestone, and where ``set_by`` (省) still has to set it. The
    targets of one indicator share their ``name``. A year's figure is published by ``data_month``/``data_day`` of the
    year after.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name="方案")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="措施"
    )
    order = models.PositiveSmallIntegerField("排序")
    kind = models.CharField("类型", max_length=10, choices=TargetKind)
    name = models.CharField("指标", max_length=LONGEST_NAME)
    year = models.PositiveSmallIntegerField("目标年份", null=True, blank=True)
    period_start = models.PositiveSmallIntegerField("时期起始年", null=True, blank=True)
    is_before = models.BooleanField("年前", default=False)
    comparator = models.CharField("比较", max_length=6, choices=Comparator, blank=True)
    value = models.DecimalField("目标值", max_digits=14, decimal_places=4, null=True, blank=True)
    set_by = models.CharField("由谁确定", max_length=20, blank=True)
    unit = models.CharField("计量单位", max_length=40, blank=True)
    baseline_year = models.PositiveSmallIntegerField("基期年份", null=True, blank=True)
    wording = models.CharField("约束", max_length=4, choices=Wording, default=Wording.MUST)
    sentence = models.TextField("原文")
    source_line = models.PositiveIntegerField("来源行", null=True, blank=True)
    reporting_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="reported_targets", verbose_name="填报单位"
    )
    data_month = models.PositiveSmallIntegerField("数据发布月", default=6)
    data_day = models.PositiveSmallIntegerField("数据发布日", default=30)
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["plan_id", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="target_order_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.year or '持续'}）"


class TargetReading(models.Model):
    """The figure of one year, entered by the reporting unit: first a quick one (快报), then the verified one (核定).

    ``value`` is None where a milestone was reached (``is_reached``) or missed.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="readings", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年份")
    kind = models.CharField("口径", max_length=10, choices=ReadingKind)
    value = models.DecimalField("数值", max_digits=14, decimal_places=4, null=True, blank=True)
    is_reached = models.BooleanField("节点已完成", null=True, blank=True)
    source = models.CharField("数据来源", max_length=200)
    note = models.CharField("说明", max_length=500, blank=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="填报人")
    entered_at = models.DateTimeField("填报时间")
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "目标读数"
        verbose_name_plural = "目标读数"
        ordering = ["target_id", "year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["target", "year", "kind"], name="reading_once_per_year_and_kind"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, is_reached__isnull=True)
                | Q(value__isnull=True, is_reached__isnull=False),
                name="reading_is_a_figure_or_a_fact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} · {self.year}"
