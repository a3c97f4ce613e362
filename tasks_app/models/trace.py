"""Traces (留痕): who changed what state, what was refused, downloaded or looked at. All append-only."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Post, User
from tasks_app.domain.access import Verb, rights_of
from tasks_app.models.line import UnitLine
from tasks_app.models.paper import Paper
from tasks_app.models.sight import item_granted, line_granted, line_owned
from tasks_app.models.work_item import WorkItem

# What the office decides about the clock's proposals is its own: the unit hears of a paper when there is one. So is
# taking back what nobody of the unit was told.
OFFICE_ONLY = Q(
    kind="obligation", act__in=("defer", "refuse", "draft", "draft_void", "retract_untold", "moot", "moot_undone")
) | Q(kind="instruction", line__isnull=True)  # and what a leader instructs the office alone to do


class StateChangeQuerySet(models.QuerySet):
    """Questions about the timeline."""

    def visible_to(self, actor: Actor) -> Self:
        """Steps on lines the actor may read, and on items without a line; a unit's inner steps are its own."""
        of_line = Q(line__isnull=False)
        own = of_line & line_owned(actor, "line__")
        readable = of_line & Q(internal=False) & line_granted(actor, Verb.READ_LINE, "line__")
        about_item = Q(line__isnull=True, work_item__isnull=False) & item_granted(actor, "work_item__")
        steps = self.filter(own | readable | about_item)
        return steps if rights_of(actor.role, Verb.SUPERVISE) else steps.exclude(OFFICE_ONLY)


class StateChange(models.Model):
    """One step of one subject: from, to, when, why, and the person as of that day (copied, not looked up)."""

    kind = models.CharField("对象", max_length=20)
    object_id = models.BigIntegerField("编号")
    work_item = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name="年度任务"
    )
    line = models.ForeignKey(
        UnitLine, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name="承办事项"
    )
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name="公文")
    act = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=40)
    from_state = models.CharField("原状态", max_length=20, blank=True)
    to_state = models.CharField("新状态", max_length=20, blank=True)
    at = models.DateTimeField("时间")
    why = models.TextField("理由", blank=True)
    internal = models.BooleanField("单位内部", default=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField("经办人", max_length=64)
    actor_unit = models.CharField("经办单位", max_length=120, blank=True)
    actor_role = models.CharField("角色", max_length=20, blank=True)
    acting_for = models.CharField("代理", max_length=64, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "状态变动"
        verbose_name_plural = "状态变动"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["work_item", "-at", "-id"], name="change_of_item"),
            models.Index(fields=["kind", "object_id"], name="change_of_subject"),
            models.Index(fields=["-at", "-id"], name="change_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.label}"


class Trace(models.Model):
    """Who came to which address when, with the person's post of that moment."""

    at = models.DateTimeField("时间")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    post_label = models.CharField("身份", max_length=200, blank=True)
    method = models.CharField("方式", max_length=8)
    path = models.CharField("地址", max_length=500)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="%(class)s_latest")]


class Denial(Trace):
    """A refusal (拒绝访问), written in a transaction of its own, so that it stays when the act is rolled back."""

    sentence = models.CharField("理由", max_length=500)

    class Meta(Trace.Meta):
        verbose_name = "拒绝记录"
        verbose_name_plural = "拒绝记录"

    def __str__(self) -> str:
        return self.sentence


class Download(Trace):
    """A file or a list that left the system (下载)."""

    what = models.CharField("内容", max_length=300)

    class Meta(Trace.Meta):
        verbose_name = "下载记录"
        verbose_name_plural = "下载记录"

    def __str__(self) -> str:
        return self.what


class Look(Trace):
    """A page an auditor looked at (查阅); auditors are read-only and each look is kept."""

    class Meta(Trace.Meta):
        verbose_name = "查阅记录"
        verbose_name_plural = "查阅记录"

    def __str__(self) -> str:
        return self.path
