"""Posts (任职): a person holds a role in a unit from a day to a day. All rights follow from posts in force."""

from datetime import date
from typing import Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start
from accounts.models.unit import Unit
from accounts.models.user import User


class Role(models.TextChoices):
    """Roles (角色). The three administrators are three people (三员分立) and handle no business."""

    LIAISON = "liaison", "联络员"
    UNIT_REVIEWER = "unit_reviewer", "单位审核人"
    OFFICE_CLERK = "office_clerk", "领导小组办公室经办人"
    OFFICE_DIRECTOR = "office_director", "领导小组办公室负责人"
    GROUP_LEADER = "group_leader", "领导小组领导"
    EVALUATOR = "evaluator", "考核员"
    AUDITOR = "auditor", "审计查阅"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


class PostKind(models.TextChoices):
    """How somebody holds a post: in their own right, or for somebody else, who is then named."""

    REGULAR = "regular", "正式任职"
    ACTING = "acting", "代理"
    DELEGATED = "delegated", "委托"


class PostQuerySet(DatedQuerySet):
    """Questions about posts."""

    def in_force(self, on: date) -> Self:
        """The posts that hold on the day ``on``; one that was taken away on its first day never does again."""
        return super().in_force(on).standing()

    def standing(self) -> Self:
        """Posts that were not taken away on their first day."""
        return self.filter(revoked_at__isnull=True)

    def of_working_people(self) -> Self:
        """Posts of people who can still log in."""
        return self.filter(user__is_active=True)

    def with_group(self) -> Self:
        """Adds ``group``: the id of the auth group of the post's unit and role, None where it has none yet."""
        of_unit_and_role = UnitRoleGroup.objects.filter(unit=models.OuterRef("unit"), role=models.OuterRef("role"))
        return self.annotate(group=models.Subquery(of_unit_and_role.values("group")))


class Post(Dated):
    """A user holds a role in a unit, possibly acting (代理) or by delegation (委托) for somebody, on a ground (依据).

    ``revoked_at``: taken away before its first day was over. Days alone cannot say that a post held for an hour.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role)
    acting_for = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="acted_posts", verbose_name="代理"
    )
    scope_year = models.PositiveSmallIntegerField("查阅年度", null=True, blank=True)
    kind = models.CharField("任职方式", max_length=10, choices=PostKind, default=PostKind.REGULAR)
    basis = models.CharField("依据", max_length=200, blank=True)
    revoked_at = models.DateTimeField("即时撤销时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["unit", "role", "user"], name="post_by_unit_role")]
        constraints = [
            ends_after_start("post_ends_after_start"),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                name="post_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(role="auditor") | Q(ends_on__isnull=False, scope_year__isnull=False),
                name="post_auditor_is_dated_and_scoped",
            ),
            models.CheckConstraint(
                condition=Q(kind="regular", acting_for__isnull=True)
                | (~Q(kind="regular") & Q(acting_for__isnull=False)),
                name="post_for_somebody_names_them",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(ends_on__isnull=False), name="post_revoked_is_over"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def short_label(self) -> str:
        """How a narrow place names it: the roles of the office say where they are by themselves."""
        return self.label if self.role in (Role.LIAISON, Role.UNIT_REVIEWER) else self.get_role_display()

    @property
    def label(self) -> str:
        """How the top bar names a post: 市商务局 · 联络员（代理王某）."""
        return f"{self.unit.name} · {self.get_role_display()}{self.for_whom}"

    @property
    def for_whom(self) -> str:
        """For whom it is held: （代理王某）, （受王某委托）, or nothing."""
        if self.acting_for is None:
            return ""
        name = self.acting_for.full_name
        return f"（受{name}委托）" if self.kind == PostKind.DELEGATED else f"（代理{name}）"

    def holds(self, on: date) -> bool:
        """Whether it holds on the day ``on``."""
        return self.revoked_at is None and super().holds(on)


class UnitRoleGroup(models.Model):
    """The one auth group of a (unit, role): the only thing relation rows are ever given to."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField(Group, models.PROTECT, related_name="unit_role")

    class Meta:
        verbose_name = "单位角色组"
        verbose_name_plural = "单位角色组"
        constraints = [models.UniqueConstraint(fields=["unit", "role"], name="unitrolegroup_once")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_role_display()}"
