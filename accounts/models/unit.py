"""Units (单位): who is responsible. A unit keeps its number while its names come and go."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start


class UnitKind(models.TextChoices):
    """What a unit is decides how it may be addressed (《政府督查工作条例》 Art. 7, 11; local rank rules)."""

    DEPARTMENT = "department", "市直部门"
    INSTITUTION = "institution", "事业单位"
    PARTY = "party", "党委部门"
    MASS = "mass", "群团"
    DISTRICT = "district", "区政府/管委会"
    CENTRAL = "central", "中央和省驻珠单位"
    COMPANY = "company", "企业"
    COORDINATION = "coordination", "议事协调机构办事机构"


class Unit(models.Model):
    """A unit (单位) under the name the plan would give it standing alone, e.g. 市发展改革局."""

    name = models.CharField("现用名称", max_length=120)
    kind = models.CharField("类别", max_length=16, choices=UnitKind)
    jurisdiction = models.CharField("辖区", max_length=40)
    hosted_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="guests", verbose_name="设在"
    )
    order = models.PositiveIntegerField("排序", default=0)
    is_provisional = models.BooleanField("待核定", default=False)
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="unit_name_once_per_jurisdiction"),
            models.CheckConstraint(condition=~Q(hosted_by=F("id")), name="unit_not_its_own_host"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(Dated):
    """A name a unit bears from a day to a day: old records show the name of their day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names", verbose_name="单位")
    text = models.CharField("名称", max_length=120)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "单位名称"
        verbose_name_plural = "单位名称"
        constraints = [
            ends_after_start("unitname_ends_after_start"),
            models.UniqueConstraint(fields=["unit"], condition=Q(ends_on__isnull=True), name="unitname_one_open_name"),
        ]

    def __str__(self) -> str:
        return self.text


class Alias(Dated):
    """Another way in which papers write a unit or a group: 市发展改革委 is 市发展改革局."""

    text = models.CharField("写法", max_length=120)
    jurisdiction = models.CharField("辖区", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="aliases")
    group = models.ForeignKey("accounts.UnitGroup", models.PROTECT, null=True, blank=True, related_name="aliases")

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "单位别名"
        verbose_name_plural = "单位别名"
        constraints = [
            ends_after_start("alias_ends_after_start"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, group__isnull=True) | Q(unit__isnull=True, group__isnull=False),
                name="alias_names_unit_or_group",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "text"],
                condition=Q(ends_on__isnull=True),
                name="alias_one_meaning_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text
