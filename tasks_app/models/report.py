"""Progress reports (进展反馈): what a unit says of its line, for a period or to ask for closing."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit
from tasks_app.domain.access import Verb
from tasks_app.domain.report_states import (
    OPEN_REPORT,
    OUTSIDE,
    ReportKind,
    ReportState,
    Standing,
)
from tasks_app.domain.verification import Verification
from tasks_app.models.cycle import ReportPeriod
from tasks_app.models.line import UnitLine
from tasks_app.models.sight import line_granted, line_owned


class ProgressReportQuerySet(models.QuerySet):
    """Questions about reports."""

    def visible_to(self, actor: Actor) -> Self:
        """Reports on lines the actor may read; what was never handed in is seen by the unit's own side only."""
        handed_in = Q(state__in=OUTSIDE, submitted_at__isnull=False)
        readable = line_granted(actor, Verb.READ_LINE, "line__") & handed_in
        return self.filter(line_owned(actor, "line__") | readable)

    def open(self) -> Self:
        """Reports that somebody still has to finish, approve or review."""
        return self.filter(state__in=OPEN_REPORT)

    def waiting_for_office(self) -> Self:
        """Handed in and not yet reviewed, oldest first."""
        return self.filter(state=ReportState.SUBMITTED).order_by("submitted_at", "id")


class ProgressReport(models.Model):
    """A report of one line: 本期进展、存在问题、下一步安排 and how it stands to its schedule.

    A closing report (``kind`` closing) has no period: it *is* the line's transition. ``on_behalf_*`` marks a report
    that the office recorded for a unit that phoned or wrote (代录). ``unit`` repeats the line's, which never changes:
    what a unit has written is counted in one index.
    """

    line = models.ForeignKey(UnitLine, models.PROTECT, related_name="reports", verbose_name="承办事项")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位", db_index=False)
    period = models.ForeignKey(
        ReportPeriod, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="调度期"
    )
    kind = models.CharField("类别", max_length=10, choices=ReportKind)
    state = models.CharField("状态", max_length=12, choices=ReportState, default=ReportState.DRAFT)
    progress_text = models.TextField("本期进展", blank=True)
    problems = models.TextField("存在问题", blank=True)
    next_steps = models.TextField("下一步安排", blank=True)
    standing = models.CharField("进度", max_length=12, choices=Standing, blank=True)
    percent = models.PositiveSmallIntegerField("完成率", null=True, blank=True)
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="填报人")
    drafted_at = models.DateTimeField("填报时间")
    approved_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本单位审核人"
    )
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    round = models.PositiveSmallIntegerField("报送次数", default=0)
    is_late = models.BooleanField("逾期报送", default=False)
    looked_at = models.DateTimeField("办公室查阅时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办公室审核人"
    )
    reviewed_at = models.DateTimeField("办公室审核时间", null=True, blank=True)
    reason = models.TextField("退回理由", blank=True)
    redo_by = models.DateField("重报时限", null=True, blank=True)
    on_behalf_source = models.CharField("代录来源", max_length=20, blank=True)
    on_behalf_of = models.CharField("来电来函人", max_length=64, blank=True)
    fall_reason = models.TextField("进度下降原因", blank=True, default="", db_default="")
    taken_up = models.TextField("对未采用部分的落实情况", blank=True, default="", db_default="")
    without_reason = models.TextField("配合单位未报齐的理由", blank=True, default="", db_default="")
    without_units = models.TextField("未报送的配合单位", blank=True, default="", db_default="")
    adopted = models.TextField("采用的部分", blank=True, default="", db_default="")
    not_adopted = models.TextField("未采用的部分", blank=True, default="", db_default="")
    verification = models.CharField(
        "核实情况", max_length=10, choices=Verification, blank=True, default="", db_default=""
    )
    verified_percent = models.PositiveSmallIntegerField("核实完成率", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = ProgressReportQuerySet.as_manager()
    # The unit is the line's, which has a history of its own.
    history = HistoricalRecords(excluded_fields=["unit"])

    class Meta:
        verbose_name = "进展反馈"
        verbose_name_plural = "进展反馈"
        ordering = ["-drafted_at", "-id"]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state=ReportState.SUBMITTED),
                name="report_waiting_for_office",
            ),
            models.Index(fields=["unit", "state", "period", "line"], name="report_of_unit_in_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "period"], condition=Q(period__isnull=False), name="report_once_a_period"
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(kind=ReportKind.CLOSING, state__in=OPEN_REPORT),
                name="report_one_open_closing",
            ),
            models.CheckConstraint(
                condition=Q(kind=ReportKind.CLOSING, period__isnull=True)
                | Q(kind=ReportKind.PERIODIC, period__isnull=False),
                name="report_period_fits_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED]) | Q(submitted_at__isnull=False),
                name="report_handed_in_at",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="report_reviewed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100), name="report_percent_is_per_cent"
            ),
            models.CheckConstraint(
                condition=Q(verified_percent__isnull=True)
                | Q(verified_percent__lte=100, verification=Verification.VERIFIED),
                name="report_verified_figure_was_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.get_kind_display()}"

    @property
    def is_closing(self) -> bool:
        """Whether this asks for closing (报办结)."""
        return self.kind == ReportKind.CLOSING

    @property
    def is_in_part(self) -> bool:
        """Whether the office accepted it in part (部分采用)."""
        return self.state == ReportState.ACCEPTED and bool(self.not_adopted)

    @property
    def is_on_behalf(self) -> bool:
        """Whether the office recorded it for the unit (代录)."""
        return bool(self.on_behalf_source)


class ReportPart(models.Model):
    """What a supporting unit handed in, quoted in its lead's report (主办汇总) in the words as of then.

    It changes while the lead's report is a draft, and stays as it is once that is handed in: what the supporting
    unit writes later changes nothing here.
    """

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="parts", verbose_name="汇总报送件")
    line = models.ForeignKey(
        UnitLine, models.PROTECT, related_name="+", verbose_name="配合单位承办事项", db_index=False
    )
    source = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="+", verbose_name="来源报送件", db_index=False
    )
    unit_name = models.CharField("配合单位", max_length=120)
    order = models.PositiveSmallIntegerField("排序")
    is_included = models.BooleanField("列入汇总", default=True)
    progress_text = models.TextField("本期进展")
    problems = models.TextField("存在问题", blank=True)
    next_steps = models.TextField("下一步安排", blank=True)
    standing = models.CharField("进度", max_length=12, choices=Standing, blank=True)
    percent = models.PositiveSmallIntegerField("完成率", null=True, blank=True)
    submitted_at = models.DateTimeField("报送时间")
    quoted_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="引用人")
    quoted_at = models.DateTimeField("引用时间")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "汇总引用"
        verbose_name_plural = "汇总引用"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "line"], name="part_once_per_line")]

    def __str__(self) -> str:
        return f"{self.unit_name} · {self.report_id}"
