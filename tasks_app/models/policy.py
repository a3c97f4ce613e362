"""Versions of the supervision policy (督办规则), as data."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import Post
from tasks_app.domain.policy import Policy, policy_from
from tasks_app.domain.policy_versions import Policies, in_force, next_start


class PolicyVersion(models.Model):
    """One version, in force from its start day until a later one starts. Never edited once it is in force."""

    version = models.PositiveIntegerField("版本", unique=True)
    title = models.CharField("名称", max_length=120)
    starts_on = models.DateField("施行日期")
    rules = models.JSONField("规则")
    basis = models.CharField("依据", max_length=200, blank=True)
    put_in_force_at = models.DateTimeField("启用时间")
    put_in_force_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="启用人"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "督办规则"
        verbose_name_plural = "督办规则"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"

    @property
    def policy(self) -> Policy:
        """The rules as the domain reads them."""
        return policy_from(
            {
                "version": self.version,
                "title": self.title,
                "starts_on": self.starts_on.isoformat(),
                "rules": self.rules,
            }
        )

    @classmethod
    def in_force(cls, on: date) -> "PolicyVersion | None":
        """The version in force on a day; None before the first one."""
        return in_force(cls._default_manager.all(), on)

    @classmethod
    def next_start(cls, on: date) -> date | None:
        """The next day after this one on which a version comes into force; None where none is waiting."""
        return next_start(cls._default_manager.all(), on)

    @classmethod
    def policies(cls) -> Policies:
        """Every version as the domain reads it, those included that start later. One query."""
        return cls.policies_of(cls._default_manager.all())

    @staticmethod
    def policies_of(versions: "Iterable[PolicyVersion]") -> Policies:
        """The same of versions that were read already, in their order."""
        return Policies(tuple(version.policy for version in versions))
