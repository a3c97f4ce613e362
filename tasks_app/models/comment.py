"""What units and the office say on an item (留言): questions, answers, remarks; and whom they name (@单位)."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit
from tasks_app.domain.access import Verb
from tasks_app.domain.talking import CommentKind
from tasks_app.models.line import UnitLine
from tasks_app.models.sight import item_granted, line_granted
from tasks_app.models.work_item import WorkItem


class CommentQuerySet(models.QuerySet):
    """Questions about comments."""

    def visible_to(self, actor: Actor) -> Self:
        """What is said on an item is for whoever sees it, on a line for whoever reads that. One query."""
        about_item = Q(line__isnull=True) & item_granted(actor, "work_item__")
        about_line = Q(line__isnull=False) & line_granted(actor, Verb.READ_LINE, "line__")
        return self.filter(about_item | about_line)


class Comment(models.Model):
    """One comment, never edited. ``line`` where it is about one unit's part; ``answers`` the question it replies to.

    Taken back within ten minutes, the row stays: pages say 已撤回, and the words are for auditors alone.
    """

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="comments", verbose_name="年度任务")
    line = models.ForeignKey(
        UnitLine, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name="承办事项"
    )
    kind = models.CharField("类别", max_length=10, choices=CommentKind)
    text = models.TextField("内容")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=120)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="答复的提问"
    )
    written_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="留言人")
    written_at = models.DateTimeField("留言时间")
    withdrawn_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "留言"
        verbose_name_plural = "留言"
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["work_item", "-written_at", "-id"], name="comment_of_item")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="comment_withdrawn_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(kind=CommentKind.ANSWER, answers__isnull=False)
                | (~Q(kind=CommentKind.ANSWER) & Q(answers__isnull=True)),
                name="comment_answers_a_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit_name}"


class MentionQuerySet(models.QuerySet):
    """Questions about who was named."""

    def visible_to(self, actor: Actor) -> Self:
        """They inherit the sight of their comment."""
        return self.filter(comment__in=Comment.objects.visible_to(actor))

    def open(self) -> Self:
        """Questions that the named unit has not answered."""
        return self.filter(asks=True, answer__isnull=True, comment__withdrawn_at__isnull=True)


class Mention(models.Model):
    """A unit named in a comment (@单位). ``asks``: it is asked, until ``answer`` is there."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions", verbose_name="留言")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被点名单位", db_index=False)
    unit_name = models.CharField("单位名称", max_length=120)
    asks = models.BooleanField("需答复")
    answer = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="settles", verbose_name="答复"
    )

    objects = MentionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "点名"
        verbose_name_plural = "点名"
        ordering = ["comment_id", "id"]
        indexes = [
            models.Index(fields=["unit", "comment"], condition=Q(asks=True, answer__isnull=True), name="mention_open"),
        ]
        constraints = [models.UniqueConstraint(fields=["comment", "unit"], name="mention_once_a_comment")]

    def __str__(self) -> str:
        return f"@{self.unit_name}"
