"""Leaders' instructions (批示) on an item: words, day, addressees; each addressee answers for itself."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit
from tasks_app.domain.access import Verb, sees_all
from tasks_app.domain.instruction_states import OPEN_INSTRUCTION, InstructionState, OrderState, is_late
from tasks_app.models.evidence import Blob, SignedOnPaper
from tasks_app.models.line import UnitLine
from tasks_app.models.sight import NOTHING, item_granted, line_granted
from tasks_app.models.work_item import WorkItem

# An answer may be missing here: a voided instruction is not answered any more.
UNANSWERED = (InstructionState.AWAITING, InstructionState.VOIDED)


class InstructionQuerySet(models.QuerySet):
    """Questions about instructions."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees one of its addressees' rows."""
        return self.filter(pk__in=InstructionReply.objects.visible_to(actor).values("instruction"))


class Instruction(models.Model):
    """What a leader wrote on an item, and by when it is answered. Given by mistake it is voided, and stays.

    ``leader`` is whose it is: who clicked, or who signed the sheet that the clerk registered.
    """

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="instructions", verbose_name="年度任务")
    words = models.TextField("批示内容")
    leader = models.CharField("批示人", max_length=64)
    leader_title = models.CharField("职务", max_length=80, blank=True)
    instructed_on = models.DateField("批示日期")
    due_on = models.DateField("答复时限")
    entered_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    state = models.CharField(
        "状态", max_length=10, choices=OrderState, default=OrderState.IN_FORCE, db_default=OrderState.IN_FORCE
    )
    voided_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人", db_index=False
    )
    voided_at = models.DateTimeField("撤销时间", null=True, blank=True)
    voided_why = models.TextField("撤销理由", blank=True, default="", db_default="")
    version = models.PositiveIntegerField("版本", default=0, db_default=0)

    objects = InstructionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "领导批示"
        verbose_name_plural = "领导批示"
        ordering = ["entered_at", "id"]
        indexes = [models.Index(fields=["work_item", "-entered_at"], name="instruction_of_item")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state=OrderState.VOIDED, voided_at__isnull=False, voided_by__isnull=False) & ~Q(voided_why="")
                )
                | (~Q(state=OrderState.VOIDED) & Q(voided_at__isnull=True, voided_by__isnull=True, voided_why="")),
                name="instruction_voided_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} · {self.instructed_on:%Y-%m-%d}"


def answered_by(unit: int | None) -> Q:
    """What this unit answers, be it as the heir of another one."""
    return Q(line__unit=unit) | Q(line__isnull=True, unit=unit)


class InstructionReplyQuerySet(models.QuerySet):
    """Questions about what addressees owe."""

    def of_unit(self, unit: int | None) -> Self:
        """What this unit answers, be it as the heir of another one."""
        return self.filter(answered_by(unit))

    def visible_to(self, actor: Actor) -> Self:
        """What one unit is told to do hangs on its line (read_line); what only the office is told, on none."""
        of_line = Q(line__isnull=False) & line_granted(actor, Verb.READ_LINE, "line__")
        sees = sees_all(actor.role, Verb.READ_LINE)
        of_office = item_granted(actor, "instruction__work_item__") if sees else NOTHING
        return self.filter(of_line | (Q(line__isnull=True) & of_office))


class InstructionReply(models.Model):
    """One addressee of an instruction. ``was_late``: an answer came after its day; that stays."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="replies", verbose_name="批示")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="答复单位", db_index=False)
    unit_name = models.CharField("答复单位名称", max_length=120)
    line = models.ForeignKey(
        UnitLine, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name="承办事项"
    )
    state = models.CharField("状态", max_length=10, choices=InstructionState, default=InstructionState.AWAITING)
    due_on = models.DateField("答复时限")
    reply = models.TextField("答复", blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    was_late = models.BooleanField("逾期答复", default=False)
    source = models.CharField("代录来源", max_length=120, blank=True)
    replied_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人")
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    closed_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = InstructionReplyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "批示答复"
        verbose_name_plural = "批示答复"
        ordering = ["instruction_id", "id"]
        indexes = [
            models.Index(fields=["unit", "due_on"], condition=Q(state=InstructionState.AWAITING), name="reply_owed"),
            models.Index(fields=["due_on", "id"], condition=Q(state__in=OPEN_INSTRUCTION), name="reply_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["instruction", "unit"], name="reply_once_a_unit"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, replied_by__isnull=True)
                | Q(replied_at__isnull=False, replied_by__isnull=False),
                name="reply_replied_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state=InstructionState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state=InstructionState.CLOSED) & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="reply_closed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(InstructionState.AWAITING, InstructionState.VOIDED))
                | Q(replied_at__isnull=False),
                name="reply_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} · {self.instruction_id}"

    @property
    def answering_unit(self) -> Unit:
        """Who answers: the addressee, or where its line went on with another unit by law, that one."""
        return self.line.unit if self.line else self.unit

    def is_overdue(self, today: date) -> bool:
        """Owed, and its day is over."""
        return is_late(self.state, self.due_on, today)


class InstructionSheet(SignedOnPaper):
    """What a leader signed (批示件): the instruction itself, or that an answer of ``reply`` suffices. Append-only."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="sheets", verbose_name="批示")
    reply = models.ForeignKey(
        InstructionReply, models.PROTECT, null=True, blank=True, related_name="sheets", verbose_name="批示答复"
    )
    scan = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="批示件")
    scan_name = models.CharField("批示件名称", max_length=255)

    class Meta(SignedOnPaper.Meta):
        verbose_name = "批示件"
        verbose_name_plural = "批示件"
