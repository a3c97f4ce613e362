"""Mandates (授权依据): which document lets the office use which means towards whom, and from when until when."""

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Post, Unit
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start
from tasks_app.domain.paper_kinds import Means
from tasks_app.models.evidence import Blob


class MandateQuerySet(DatedQuerySet):
    """Questions about mandates."""

    def confirmed(self) -> Self:
        """Those the director confirmed; before that a mandate carries nothing."""
        return self.filter(confirmed_at__isnull=False)


class Mandate(Dated):
    """A document that authorises the office. ``unit_kinds`` and ``units`` say towards whom, ``means`` by what.

    ``by_notice``: whether departments may be written to by 通知; without it only by 函.
    """

    title = models.CharField("文件名称", max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    issuer = models.CharField("发文机关", max_length=120)
    matters = models.TextField("授权事项")
    means = models.JSONField("督办手段", default=list)
    unit_kinds = models.JSONField("单位类别", default=list)
    units = models.ManyToManyField(Unit, blank=True, related_name="mandates", verbose_name="单位")
    by_notice = models.BooleanField("可以用通知行文", default=False)
    scan = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件扫描件")
    scan_name = models.CharField("扫描件名称", max_length=255, blank=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    confirmed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[units])

    class Meta:
        verbose_name = "授权依据"
        verbose_name_plural = "授权依据"
        ordering = ["-starts_on", "-id"]
        constraints = [
            ends_after_start("mandate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="mandate_confirmed_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{f'（{self.number}）' if self.number else ''}"

    def covers(self, unit: Unit, means: Means) -> bool:
        """Whether it lets the office use this means towards this unit. Asks the units only where kinds do not tell."""
        if means not in self.means:
            return False
        return unit.kind in self.unit_kinds or any(one.pk == unit.pk for one in self.units.all())

    @classmethod
    def covering(cls, units: Sequence[Unit], means: Means, on: date) -> "list[Mandate | None]":
        """For each unit the newest confirmed mandate in force on a day that covers it. Two queries."""
        known = list(cls.objects.confirmed().in_force(on).prefetch_related("units"))
        return [next((mandate for mandate in known if mandate.covers(unit, means)), None) for unit in units]
