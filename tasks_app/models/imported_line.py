"""What an office's old spreadsheet said about a line that was imported (导入): words, file, row, and who."""

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import Post
from tasks_app.models.line import UnitLine


class ImportedLine(models.Model):
    """The mark of a line that no act here made: from which file and row it came, and in what words it stood there."""

    line = models.OneToOneField(UnitLine, models.PROTECT, related_name="imported", verbose_name="承办事项")
    source_name = models.CharField("来源文件", max_length=255)
    source_sha256 = models.CharField("校验值", max_length=64)
    source_row = models.PositiveIntegerField("来源行")
    state_text = models.CharField("状态原文", max_length=200, blank=True)
    progress = models.TextField("进展", blank=True)
    note = models.TextField("备注", blank=True)
    imported_at = models.DateTimeField("导入时间")
    imported_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="导入人")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "导入的承办事项"
        verbose_name_plural = "导入的承办事项"
        ordering = ["line_id"]

    def __str__(self) -> str:
        return f"{self.source_name} · {self.source_row}"
