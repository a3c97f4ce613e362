"""Forms that were sent (已提交表单): the key that lets a double click count once."""

from django.db import models

from accounts.models import User


class SubmittedForm(models.Model):
    """One form, sent once by one person. Written in the transaction of its act; kept at least 24 hours."""

    key = models.UUIDField("表单编号", unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    body_hash = models.CharField("内容校验值", max_length=64)
    outcome = models.CharField("结果地址", max_length=300, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = "已提交表单"
        verbose_name_plural = "已提交表单"

    def __str__(self) -> str:
        return str(self.key)
