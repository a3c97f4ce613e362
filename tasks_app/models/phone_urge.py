"""Phone calls (电话催办登记): who called whom about which line, and what was said. Append-only."""

from django.db import models

from accounts.models import Post
from tasks_app.models.line import UnitLine
from tasks_app.models.obligation import Obligation


class PhoneUrge(models.Model):
    """One call. Where it counts as the line's 催办 it stands in the ledger too; it never counts as a served paper."""

    line = models.ForeignKey(UnitLine, models.PROTECT, related_name="phone_urges", verbose_name="承办事项")
    called_at = models.DateTimeField("通话时间")
    called_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="致电人")
    spoken_to = models.CharField("接听人", max_length=64)
    said = models.CharField("通话内容", max_length=500)
    counted_as = models.OneToOneField(
        Obligation, models.PROTECT, null=True, blank=True, related_name="phone_urge", verbose_name="计为催办"
    )

    class Meta:
        verbose_name = "电话催办登记"
        verbose_name_plural = "电话催办登记"
        ordering = ["-called_at", "-id"]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.spoken_to}"
