"""A published plan (方案) as it was issued: headings and tasks, each knowing its line in the source."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from tasks_app.domain.plan_columns import Columns, columns_from_json, own_cells
from tasks_app.models.readable_json import ReadableJSON

# The kind of a doubt that is a decision: the reader's reason why a number is no target.
LEFT_OUT = "left_out_figure"


class Plan(models.Model):
    """A plan, e.g. 珠府〔2023〕39号, with the very text it was read from."""

    number = models.CharField("文号", max_length=60, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("印发机关", max_length=120)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    jurisdiction = models.CharField("辖区", max_length=40)
    source_name = models.CharField("来源文件", max_length=255)
    source_sha256 = models.CharField("来源校验值", max_length=64)
    source_text = models.TextField("来源全文")
    columns = models.JSONField("表格各列", default=list, db_default=[], blank=True)

    history = HistoricalRecords(excluded_fields=["source_text"])

    class Meta:
        verbose_name = "方案"
        verbose_name_plural = "方案"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @property
    def sheet_columns(self) -> Columns:
        """The columns of its table where they are not ours."""
        return columns_from_json(self.columns)

    @property
    def short_title(self) -> str:
        """The plan's name without the words around it, for the top bar."""
        return self.title.removeprefix("关于印发").removesuffix("的通知")


class Heading(models.Model):
    """The first column of the table (行动/领域)."""

    class Kind(models.TextChoices):
        """Part of the plan the heading stands in: two, three or four."""

        ACTION = "action", "行动"
        POLICY = "policy", "政策保障"
        ORGANISATION = "organisation", "组织实施"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="headings", verbose_name="方案")
    order = models.PositiveSmallIntegerField("排序")
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    source_line = models.PositiveIntegerField("来源行", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "行动"
        verbose_name_plural = "行动"
        ordering = ["plan_id", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="heading_once_per_plan")]

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(models.QuerySet):
    """Questions about tasks. The published plan is open to everyone who can log in."""

    def current(self) -> Self:
        """The rows as they hold now, without superseded versions."""
        return self.filter(superseded_by__isnull=True)


class Task(models.Model):
    """One row of 重点任务分工表: a responsibility that units hold for years (重点任务)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="方案")
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="tasks", verbose_name="行动")
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("重点任务")
    units_text = models.TextField("主要负责单位（原文）")
    deadline_text = models.CharField("完成时限（原文）", max_length=200, blank=True, default="", db_default="")
    deadline = models.DateField("完成时限", null=True, blank=True)
    cells = models.JSONField("其他各列", default=list, db_default=[], blank=True, encoder=ReadableJSON)
    source_line = models.PositiveIntegerField("来源行", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name="新版本"
    )

    objects = TaskQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "重点任务"
        verbose_name_plural = "重点任务"
        ordering = ["plan_id", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], condition=Q(superseded_by__isnull=True), name="task_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:40]}"

    @property
    def own_cells(self) -> tuple[tuple[str, str], ...]:
        """(heading, words) of what the row says in the plan's own columns (备注, 资金来源)."""
        return tuple(own_cells(self.plan.sheet_columns, self.cells)) if self.cells else ()


class PlanImport(models.Model):
    """One run of the importer that changed something: what it repaired, doubted and wrote. Append-only."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="imports", verbose_name="方案")
    at = models.DateTimeField("导入时间")
    by = models.CharField("导入人", max_length=200)
    source_name = models.CharField("来源文件", max_length=255)
    source_sha256 = models.CharField("来源校验值", max_length=64)
    repairs = models.JSONField("修复")
    doubts = models.JSONField("疑点")
    changes = models.JSONField("变动")

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.plan.number} · {self.at:%Y-%m-%d}"

    @property
    def unsure(self) -> list[dict[str, Any]]:
        """The doubts that ask for a look."""
        return [doubt for doubt in self.doubts if doubt["kind"] != LEFT_OUT]

    @property
    def left_out(self) -> list[dict[str, Any]]:
        """The numbers of the text that are no targets, each with its reason: decided, and kept to be contested."""
        return [doubt for doubt in self.doubts if doubt["kind"] == LEFT_OUT]
