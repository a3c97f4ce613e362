"""The second factor (动态口令): a phone that shares a secret with us, and codes on paper for the day it is lost."""

from datetime import datetime

from django.db import models

from accounts.models.user import User


class SecondFactor(models.Model):
    """A person's phone. The secret is made from ``seed`` and the secret key (``accounts.keyed``), and not stored.

    ``last_step`` is the time step of the last code that was taken: neither it nor an earlier one is taken again.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="second_factor", verbose_name="用户")
    seed = models.CharField("种子", max_length=32)
    begun_at = models.DateTimeField("开始绑定时间")
    confirmed_at = models.DateTimeField("绑定时间", null=True, blank=True)
    last_step = models.BigIntegerField("最近时间步", default=0)
    wrong_codes = models.PositiveSmallIntegerField("连续错误次数", default=0)
    closed_until = models.DateTimeField("暂停至", null=True, blank=True)

    class Meta:
        verbose_name = "动态口令"
        verbose_name_plural = "动态口令"

    def __str__(self) -> str:
        return f"{self.user} · {'已绑定' if self.confirmed_at else '未绑定'}"

    def is_closed(self, at: datetime) -> bool:
        """Whether too many wrong codes were typed just now."""
        return self.closed_until is not None and at < self.closed_until


class RecoveryCode(models.Model):
    """One recovery code (恢复码), stored as a keyed digest; used once, or void when the phone is bound anew."""

    factor = models.ForeignKey(SecondFactor, models.PROTECT, related_name="recovery_codes", verbose_name="动态口令")
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用或作废时间", null=True, blank=True)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"
        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="recoverycode_once")]

    def __str__(self) -> str:
        return "已使用" if self.used_at else "未使用"


class SecurityNotice(models.Model):
    """What happened to somebody's account (安全提示), for that person: told after the next login, and listed."""

    user = models.ForeignKey(User, models.PROTECT, related_name="security_notices", verbose_name="用户")
    what = models.CharField("事项", max_length=100)
    at = models.DateTimeField("时间")
    told_at = models.DateTimeField("告知时间", null=True, blank=True)

    class Meta:
        verbose_name = "安全提示"
        verbose_name_plural = "安全提示"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "-at", "-id"], name="securitynotice_of_user")]

    def __str__(self) -> str:
        return self.what
