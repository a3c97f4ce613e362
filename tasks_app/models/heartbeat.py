"""The pulse of the clock: a row each job renews, so that silence is seen."""

from django.db import models


class Heartbeat(models.Model):
    """When a job last succeeded. Not business, so it keeps no history."""

    name = models.CharField("作业", max_length=60, unique=True)
    beaten_at = models.DateTimeField("最近成功时间")

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"

    def __str__(self) -> str:
        return self.name
