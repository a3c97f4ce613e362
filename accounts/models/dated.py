"""Things that hold from one day to another: posts, names, memberships."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    """Questions about rows that hold from ``starts_on`` to ``ends_on``, both days included."""

    def in_force(self, on: date) -> Self:
        """The rows that hold on the day ``on``."""
        return self.filter(self.holding(on))

    @staticmethod
    def holding(on: date, prefix: str = "") -> Q:
        """The same condition for a joined table: ``prefix`` is its path with ``__`` at the end."""
        begun = Q(**{f"{prefix}starts_on__lte": on})
        not_over = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
        return begun & not_over


class Dated(models.Model):
    """From a day to a day, both included; an open end means until further notice."""

    starts_on = models.DateField("起始日")
    ends_on = models.DateField("截止日", null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, on: date) -> bool:
        """Whether this row holds on the day ``on``."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint every dated table carries: an end is never before its start."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
        name=name,
    )
