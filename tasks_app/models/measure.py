"""Measures (措施): the numbered paragraphs of a plan's body, and the rows of its table that they explain."""

from django.db import models
from simple_history.models import HistoricalRecords

from tasks_app.models.plan import Plan, Task


class Measure(models.Model):
    """One paragraph of the body, whole even where a page break cut it in two.

    ``number`` is 1 to 45, or the chapter and section of a paragraph without a number: 三（一）. ``section`` is the
    title of the section it stands in. Source lines are counted from 1; both are None where the source is our own JSON.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures", verbose_name="方案")
    order = models.PositiveSmallIntegerField("排序")
    number = models.CharField("编号", max_length=20)
    title = models.CharField("标题", max_length=120)
    section = models.CharField("所在章节", max_length=120, blank=True)
    text = models.TextField("正文")
    source_line = models.PositiveIntegerField("来源首行", null=True, blank=True)
    source_end_line = models.PositiveIntegerField("来源末行", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "措施"
        verbose_name_plural = "措施"
        ordering = ["plan_id", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="measure_number_once")]

    def __str__(self) -> str:
        return f"{self.number}.{self.title}"


class MeasureTask(models.Model):
    """A measure explains a row of the table (支撑关系). A new version of a row takes over the links of the old one."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="task_links", verbose_name="措施")
    task = models.ForeignKey(Task, models.PROTECT, related_name="measure_links", verbose_name="重点任务")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "措施与任务的对应"
        verbose_name_plural = "措施与任务的对应"
        ordering = ["measure_id", "task_id"]
        constraints = [models.UniqueConstraint(fields=["measure", "task"], name="measure_explains_task_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.task_id}"
