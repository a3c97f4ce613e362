"""Alarms about stored bytes (文件告警): missing or altered, until they are whole again; and how far the walk is."""

from django.db import models
from django.db.models import Q

from tasks_app.models.evidence import Blob


class FileAlarmQuerySet(models.QuerySet):
    """Questions about alarms."""

    def open(self) -> "FileAlarmQuerySet":
        """Those whose bytes are not whole again."""
        return self.filter(healed_at__isnull=True)


class FileAlarm(models.Model):
    """Bytes that are not what came in. Written in its own transaction; it stays until they are whole again."""

    class Kind(models.TextChoices):
        """What is wrong with them."""

        MISSING = "missing", "缺失"
        ALTERED = "altered", "内容改变"

    class Finder(models.TextChoices):
        """Where it was noticed."""

        DOOR = "door", "查看或下载时"
        WALK = "walk", "每日巡查"

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="alarms", verbose_name="文件内容")
    kind = models.CharField("问题", max_length=10, choices=Kind)
    finder = models.CharField("发现于", max_length=10, choices=Finder)
    found_at = models.DateTimeField("发现时间")
    healed_at = models.DateTimeField("恢复时间", null=True, blank=True)

    objects = FileAlarmQuerySet.as_manager()

    class Meta:
        verbose_name = "文件告警"
        verbose_name_plural = "文件告警"
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["blob"], condition=Q(healed_at__isnull=True), name="alarm_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.blob_id}"


class FileWalk(models.Model):
    """How far the daily walk through the files is (one row). Not business, so it keeps no history."""

    up_to = models.BigIntegerField("巡查至", default=0)
    at = models.DateTimeField("巡查时间")
    rounded_at = models.DateTimeField("上次巡查完一遍", null=True, blank=True)

    class Meta:
        verbose_name = "文件巡查"
        verbose_name_plural = "文件巡查"

    def __str__(self) -> str:
        return str(self.up_to)
