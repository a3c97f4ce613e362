"""Open groups of a plan: 各区人民政府（管委会）, 领导小组成员单位. The plan names them; the office keeps who is in."""

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start
from accounts.models.unit import Unit


class UnitGroup(models.Model):
    """A group of units (单位组) under its canonical name."""

    name = models.CharField("名称", max_length=120)
    jurisdiction = models.CharField("辖区", max_length=40)
    is_provisional = models.BooleanField("待核定", default=False)
    version = models.PositiveIntegerField("版本", default=0)
    members = models.ManyToManyField(Unit, through="GroupMembership", related_name="unit_groups")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "单位组"
        verbose_name_plural = "单位组"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="unitgroup_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMembership(Dated):
    """A unit belongs to a group from a day to a day, on a stated basis (依据)."""

    group = models.ForeignKey(UnitGroup, models.PROTECT, related_name="memberships", verbose_name="单位组")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    is_provisional = models.BooleanField("待核定", default=False)
    basis = models.CharField("依据", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "单位组成员"
        verbose_name_plural = "单位组成员"
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["group", "unit"],
                condition=models.Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.unit}"
