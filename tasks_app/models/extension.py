"""Requests for more time (延期申请): the only way in which the deadline of a line moves."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import Verb
from tasks_app.domain.extension_states import ExtensionState
from tasks_app.models.evidence import Blob, SignedOnPaper
from tasks_app.models.line import UnitLine
from tasks_app.models.sight import line_granted


class ExtensionQuerySet(models.QuerySet):
    """Questions about requests."""

    def visible_to(self, actor: Actor) -> Self:
        """They inherit the sight of what is written on their line (read_line). One query."""
        return self.filter(line_granted(actor, Verb.READ_LINE, "line__"))

    def waiting(self) -> Self:
        """Those nobody has decided, the oldest first."""
        return self.filter(state=ExtensionState.ASKED).order_by("asked_at", "id")


class Extension(models.Model):
    """One request for more time for one line. ``deadline_was`` is the deadline it asks to move.

    ``decided_*`` says who ended it and when: by granting, refusing or taking it back. ``opened_round`` is the round
    of the line's ladder that a grant began.
    """

    line = models.ForeignKey(UnitLine, models.PROTECT, related_name="extensions", verbose_name="承办事项")
    state = models.CharField("状态", max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    deadline_was = models.DateField("申请时的时限")
    wished_until = models.DateField("申请延期至")
    reason = models.TextField("延期理由")
    progress = models.TextField("目前进展")
    in_time = models.BooleanField("逾期前提出")
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    on_behalf_source = models.CharField("代录来源", max_length=20, blank=True)
    on_behalf_of = models.CharField("来电来函人", max_length=64, blank=True)
    granted_until = models.DateField("同意延期至", null=True, blank=True)
    opened_round = models.PositiveSmallIntegerField("新轮次", null=True, blank=True)
    words = models.TextField("审批意见", blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = ExtensionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(state=ExtensionState.ASKED), name="extension_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(state=ExtensionState.ASKED), name="extension_open_once_a_line"
            ),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.ASKED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=ExtensionState.ASKED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="extension_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ExtensionState.GRANTED, granted_until__gt=F("deadline_was"), opened_round__isnull=False
                )
                | (~Q(state=ExtensionState.GRANTED) & Q(granted_until__isnull=True, opened_round__isnull=True)),
                name="extension_granted_until_a_later_day",
            ),
            models.CheckConstraint(
                condition=Q(wished_until__gt=F("deadline_was")), name="extension_wishes_a_later_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.wished_until:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == ExtensionState.ASKED


class ExtensionSheet(SignedOnPaper):
    """A leader's decision or consent about a request, signed on paper, with its scan. Append-only."""

    extension = models.ForeignKey(Extension, models.PROTECT, related_name="sheets", verbose_name="延期申请")
    scan = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="签批件")
    scan_name = models.CharField("签批件名称", max_length=255)

    class Meta(SignedOnPaper.Meta):
        verbose_name = "延期线下签批"
        verbose_name_plural = "延期线下签批"
