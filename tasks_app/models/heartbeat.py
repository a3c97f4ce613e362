"""The pulse of the clock: a row each job renews, so that silence is seen."""

from datetime import datetime, timedelta

from django.db import models

SILENT_AFTER = timedelta(minutes=5)


class Heartbeat(models.Model):
    """When a job last succeeded, and what it found amiss. Not business, so it keeps no history."""

    name = models.CharField("作业", max_length=60, unique=True)
    beaten_at = models.DateTimeField("最近成功时间")
    trouble = models.CharField("发现的问题", max_length=300, blank=True)

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"

    def __str__(self) -> str:
        return self.name

    def is_silent(self, at: datetime, *, after: timedelta = SILENT_AFTER) -> bool:
        """Whether the job has not succeeded for too long; a beat from the future is a clock that jumped."""
        return abs(at - self.beaten_at) > after
