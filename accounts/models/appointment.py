"""Asking for a post (任职申请): what one administrator grants holds only when another one has countersigned (会签)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models.dated import Dated, ends_after_start
from accounts.models.post import Post, PostKind, Role
from accounts.models.unit import Unit
from accounts.models.user import User


class Appointment(Dated):
    """A post that is asked for. It becomes a row of Post when it is countersigned, and gives no right before."""

    class State(models.TextChoices):
        """Where it stands; the machine is ``tasks_app.domain.appointment_states``."""

        PROPOSED = "proposed", "待会签"
        GRANTED = "granted", "已会签"
        DECLINED = "declined", "不予会签"
        WITHDRAWN = "withdrawn", "已撤回"

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role)
    kind = models.CharField("任职方式", max_length=10, choices=PostKind, default=PostKind.REGULAR)
    acting_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代理")
    scope_year = models.PositiveSmallIntegerField("查阅年度", null=True, blank=True)
    basis = models.CharField("依据", max_length=200)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会签人")
    decided_at = models.DateTimeField("会签时间", null=True, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    post = models.OneToOneField(
        Post, models.PROTECT, null=True, blank=True, related_name="appointment", verbose_name="任职"
    )
    version = models.PositiveIntegerField("版本", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "任职申请"
        verbose_name_plural = "任职申请"
        ordering = ["-asked_at", "-id"]
        constraints = [
            ends_after_start("appointment_ends_after_start"),
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(state="proposed"), name="appointment_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(state="granted", post__isnull=False) | (~Q(state="granted") & Q(post__isnull=True)),
                name="appointment_granted_is_a_post",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="appointment_decided_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name}：{self.unit.name} · {self.get_role_display()}"
