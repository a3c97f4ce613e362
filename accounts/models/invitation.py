"""One-time links (一次性链接): how a person comes to a password that nobody else has known."""

from datetime import datetime
from typing import Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.keyed import code_of, digest_of, fresh_seed, keys_of
from accounts.models.user import User


class InvitationQuerySet(models.QuerySet):
    """Questions about links."""

    def open(self) -> Self:
        """Neither used nor put out of force; whether their time is over is another question."""
        return self.filter(used_at__isnull=True, ended_at__isnull=True)

    def live(self, at: datetime) -> Self:
        """Those that still open the door."""
        return self.open().filter(expires_at__gt=at, user__is_active=True)


class Invitation(models.Model):
    """One link. Its code is made from ``seed`` and the secret key and stored nowhere; ``digest`` finds the row again.

    ``asked_from`` is the address of whoever asked at the door, so that one address cannot ask for the whole house.
    """

    class Kind(models.TextChoices):
        """Who made it."""

        GIVEN = "given", "管理员发放"
        ASKED = "asked", "本人申请"

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations", verbose_name="用户")
    kind = models.CharField("来源", max_length=10, choices=Kind)
    seed = models.CharField("种子", max_length=32)
    digest = models.CharField("摘要", max_length=64, unique=True)
    at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    ended_at = models.DateTimeField("作废时间", null=True, blank=True)
    asked_from = models.GenericIPAddressField("申请地址", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "一次性链接"
        verbose_name_plural = "一次性链接"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["asked_from", "-at"], name="invitation_by_address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(ended_at__isnull=True), name="invitation_used_or_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"

    @classmethod
    def drawn(cls, user: User, kind: str, *, at: datetime, expires_at: datetime) -> Self:
        """A new link, not stored yet."""
        seed = fresh_seed()
        digest = digest_of(code_of("invitation", seed))
        return cls(user=user, kind=kind, seed=seed, digest=digest, at=at, expires_at=expires_at)

    @property
    def code(self) -> str:
        """What opens the door; empty where the secret key it was made with is gone."""
        codes = (code_of("invitation", self.seed, key) for key in keys_of())
        return next((code for code in codes if digest_of(code) == self.digest), "")

    @property
    def path(self) -> str:
        """The address to show or to send, without the host. In the query, which no log of ours keeps."""
        return f"{reverse('activate')}?{urlencode({'code': self.code})}"
