"""Responsibilities (责任分工): who holds which part of a task, on what basis, from when to when."""

from django.db import models
from django.db.models import Count, Q, Sum
from simple_history.models import HistoricalRecords

from accounts.models import Post, Unit, UnitGroup
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start
from tasks_app.domain.parts import SETTLED, Basis, Claim, Part
from tasks_app.models.plan import Task


class ResponsibilityQuerySet(DatedQuerySet):
    """Questions about responsibilities."""

    def version_together(self) -> int:
        """The version of these as one thing. Asked of all of a task, also those that ended, it only ever grows.

        Whoever joins counts one, and whoever leaves has a new version: a sum of those in force could come out the same.
        """
        told = self.aggregate(versions=Sum("version", default=0), rows=Count("pk"))
        return int(told["versions"]) + int(told["rows"])


class Responsibility(Dated):
    """A unit's or a group's part in a task.

    The source only says 主要负责单位: the first-listed is an *inferred* lead that the office alone sees, until the
    office confirms a lead with its basis (依据) or the plan itself declares one.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="responsibilities", verbose_name="重点任务")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="单位"
    )
    group = models.ForeignKey(
        UnitGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
        verbose_name="单位组",
    )
    part = models.CharField(
        "分工", max_length=12, choices=[choice for choice in Part.choices if choice[0] != Part.RESPONSIBLE]
    )
    order = models.PositiveSmallIntegerField("排序")
    raw_name = models.CharField("原文写法", max_length=120)
    basis = models.CharField("认定方式", max_length=12, choices=Basis)
    is_joint = models.BooleanField("共同牵头", default=False)
    basis_note = models.CharField("依据", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = ResponsibilityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "责任分工"
        verbose_name_plural = "责任分工"
        ordering = ["task_id", "order", "id"]
        constraints = [
            ends_after_start("responsibility_ends_after_start"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, group__isnull=True) | Q(unit__isnull=True, group__isnull=False),
                name="responsibility_of_unit_or_group",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.CONFIRMED, confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(basis=Basis.CONFIRMED) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
                name="responsibility_confirmed_by_and_at",
            ),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(part=Part.LEAD, basis__in=SETTLED, ends_on__isnull=True, is_joint=False),
                name="responsibility_one_open_lead",
            ),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=Q(unit__isnull=False, ends_on__isnull=True),
                name="responsibility_unit_once",
            ),
            models.UniqueConstraint(
                fields=["task", "group"],
                condition=Q(group__isnull=False, ends_on__isnull=True),
                name="responsibility_group_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} · {self.name}"

    @property
    def name(self) -> str:
        """The name of the unit or the group."""
        holder = self.unit or self.group
        return holder.name if holder else self.raw_name

    @property
    def claim(self) -> Claim:
        """What this row says, for the rules."""
        return Claim(self.part, self.basis)

    @property
    def is_settled(self) -> bool:
        """Declared by the plan or confirmed by the office; anything else is shown to the office alone."""
        return self.basis in SETTLED
