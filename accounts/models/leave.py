"""Leave (休假): somebody in post is away from a day to a day, and who looks after what comes meanwhile."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start
from accounts.models.post import Post
from accounts.models.user import User


class Leave(Dated):
    """The holder of a post is away. What is told to the post is told to the stand-in (代班人) too.

    Rights stay where they are: whoever is away may still log in, and a stand-in acts in posts of their own.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="leaves", verbose_name="任职")
    stand_in = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="stood_in", verbose_name="代班人"
    )
    basis = models.CharField("依据", max_length=200)
    version = models.PositiveIntegerField("版本", default=0)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "休假"
        verbose_name_plural = "休假"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("leave_ends_after_start"),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="leave_has_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.starts_on} – {self.ends_on}"
