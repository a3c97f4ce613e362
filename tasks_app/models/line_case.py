"""What may happen to a line aside from reporting (事项变更): objections, suspensions and cancellations, each a case."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit
from tasks_app.domain.access import Verb
from tasks_app.domain.line_case_states import CaseKind, CaseState
from tasks_app.models.evidence import Blob, SignedOnPaper
from tasks_app.models.line import UnitLine
from tasks_app.models.sight import NOTHING, line_granted


class LineCaseQuerySet(models.QuerySet):
    """Questions about cases."""

    def visible_to(self, actor: Actor) -> Self:
        """They inherit the sight of what is written on their line (read_line). One query.

        A unit whose objection was upheld has the line no more, and still reads what became of its own words.
        """
        return self.filter(line_granted(actor, Verb.READ_LINE, "line__") | _ones_own(actor))

    def waiting(self) -> Self:
        """Those nobody has decided, the oldest first."""
        return self.filter(state=CaseState.ASKED).order_by("asked_at", "id")

    def suspending(self) -> Self:
        """Granted suspensions that nobody has ended."""
        return self.filter(kind=CaseKind.SUSPENSION, state=CaseState.GRANTED)


def _ones_own(actor: Actor) -> Q:
    if actor.group is None:
        return NOTHING
    recorded = ~Q(on_behalf_source="") & Q(line__unit=actor.unit_id)
    return Q(by_office=False) & (Q(asked_by__unit=actor.unit_id) | recorded)


class LineCase(models.Model):
    """One case about one line. ``on_behalf_*``, ``said_on`` and ``letter`` tell where the office has it from (代录).

    ``rests``: the line's ladder rests while it waits. ``until``: when a suspension is to end at the latest, as asked
    and then as granted. ``days_left``: the working days to the deadline on the day of the suspension; ``opened_round``
    and ``new_deadline`` are what taking the line up again made of them. ``ground``: the document (依据) of a
    cancellation. ``decided_*`` says who ended the asking, ``ended_*`` who ended the suspension.
    """

    line = models.ForeignKey(UnitLine, models.PROTECT, related_name="cases", verbose_name="承办事项")
    kind = models.CharField("事由", max_length=12, choices=CaseKind)
    state = models.CharField("状态", max_length=10, choices=CaseState, default=CaseState.ASKED)
    reason = models.TextField("理由")
    by_office = models.BooleanField("由办公室提出", default=False)
    rests = models.BooleanField("办理期间督促暂停", default=False)
    until = models.DateField("暂缓至", null=True, blank=True)
    named_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="认为应承办的单位",
        db_index=False,
    )
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="提出人")
    asked_at = models.DateTimeField("提出时间")
    on_behalf_source = models.CharField("代录来源", max_length=20, blank=True, default="", db_default="")
    on_behalf_of = models.CharField("来电来函人", max_length=64, blank=True, default="", db_default="")
    said_on = models.DateField("来电来函日期", null=True, blank=True)
    letter = models.ForeignKey(
        Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来函扫描件", db_index=False
    )
    letter_name = models.CharField("来函名称", max_length=255, blank=True, default="", db_default="")
    consented_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="同意的领导或登记人", db_index=False
    )
    consented_at = models.DateTimeField("领导同意时间", null=True, blank=True)
    ground = models.CharField("依据", max_length=300, blank=True)
    words = models.TextField("办理意见", blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    days_left = models.PositiveSmallIntegerField("暂缓时剩余工作日", null=True, blank=True)
    ended_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="了结人", db_index=False
    )
    ended_at = models.DateTimeField("了结时间", null=True, blank=True)
    new_deadline = models.DateField("恢复后的时限", null=True, blank=True)
    opened_round = models.PositiveSmallIntegerField("新轮次", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = LineCaseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "事项变更"
        verbose_name_plural = "事项变更"
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(state=CaseState.ASKED), name="line_case_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(state=CaseState.ASKED), name="line_case_open_once_a_line"
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(kind=CaseKind.SUSPENSION, state=CaseState.GRANTED),
                name="line_case_suspends_once",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.ASKED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=CaseState.ASKED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="line_case_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_source="", on_behalf_of="", said_on__isnull=True, letter__isnull=True)
                | (~Q(on_behalf_source="") & ~Q(on_behalf_of="") & Q(said_on__isnull=False)),
                name="line_case_recorded_with_its_source",
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True, consented_by__isnull=True)
                | Q(consented_at__isnull=False, consented_by__isnull=False),
                name="line_case_consented_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.ENDED, ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state=CaseState.ENDED) & Q(ended_at__isnull=True, ended_by__isnull=True)),
                name="line_case_ended_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.SUSPENSION, until__isnull=False)
                | (~Q(kind=CaseKind.SUSPENSION) & Q(until__isnull=True)),
                name="line_case_suspends_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CaseKind.CANCELLATION, state=CaseState.GRANTED) | ~Q(ground=""),
                name="line_case_cancels_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(opened_round__isnull=True, new_deadline__isnull=True)
                | Q(state=CaseState.ENDED, opened_round__isnull=False, new_deadline__isnull=False),
                name="line_case_resumes_with_a_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} · {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state == CaseState.ASKED


class LineCaseSheet(SignedOnPaper):
    """What was decided about a case on paper, or consented to, with its scan. Append-only."""

    case = models.ForeignKey(LineCase, models.PROTECT, related_name="sheets", verbose_name="事项变更")
    scan = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name="签批件")
    scan_name = models.CharField("签批件名称", max_length=255)

    class Meta(SignedOnPaper.Meta):
        verbose_name = "事项变更线下签批"
        verbose_name_plural = "事项变更线下签批"
