"""One unit follows another (机构沿革). Believed successions stay proposed until the office confirms them."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models.unit import Unit, UnitKind


class UnitSuccession(models.Model):
    """A unit changes its name, merges or splits on a day; no paper goes to a name with a proposed end."""

    class Change(models.TextChoices):
        """What happened to the unit."""

        RENAMED = "renamed", "更名"
        MERGED = "merged", "并入"
        SPLIT = "split", "拆分"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="原单位")
    successor = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承继单位"
    )
    successor_name = models.CharField("承继名称", max_length=120)
    successor_kind = models.CharField("承继单位类别", max_length=16, choices=UnitKind)
    change = models.CharField("变动", max_length=16, choices=Change)
    on = models.DateField("日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "机构沿革"
        verbose_name_plural = "机构沿革"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(on__isnull=False, successor__isnull=False),
                name="succession_confirmed_is_complete",
            ),
            models.UniqueConstraint(fields=["unit", "successor_name"], name="succession_proposed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.successor_name}"

    @property
    def is_proposed(self) -> bool:
        """Believed, but not yet confirmed by the office."""
        return self.confirmed_on is None
