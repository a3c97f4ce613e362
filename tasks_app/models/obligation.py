"""The ledger (督办台账): each rule fires at most once for each subject and round, whatever dies in between."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Post, Unit
from tasks_app.domain.facts import Anchor
from tasks_app.domain.policy import Deed
from tasks_app.domain.reach import Level
from tasks_app.models.cycle import ReportPeriod
from tasks_app.models.line import UnitLine
from tasks_app.models.policy import PolicyVersion
from tasks_app.models.report import ProgressReport
from tasks_app.models.target import Target


class ObligationState(models.TextChoices):
    """What became of a rule that fell due."""

    FIRED = "fired", "已触发"
    SUPERSEDED = "superseded", "已由后续提醒替代"
    REFUSED = "refused", "不予发出"
    RETRACTED = "retracted", "已撤回"
    MOOT = "moot", "已无必要"


class ObligationQuerySet(models.QuerySet):
    """Questions about the ledger."""

    def proposals(self) -> Self:
        """Papers the clock ever proposed."""
        return self.filter(deed=Deed.PROPOSE)

    def undecided_proposals(self) -> Self:
        """Papers about which no person decided: those that wait, and those that their line made unnecessary."""
        states = (ObligationState.FIRED, ObligationState.MOOT)
        return self.proposals().filter(state__in=states, decided_at__isnull=True)

    def open_proposals(self) -> Self:
        """Papers the clock proposed and nobody has decided about, oldest first."""
        waiting = self.proposals().filter(state=ObligationState.FIRED, decided_at__isnull=True)
        return waiting.order_by("due_on", "id")


# The foreign keys of which exactly one names the subject of a row.
HOLDERS = (
    *("line", "period", "report", "proposal", "service", "commitment", "extension", "paper", "interview", "target"),
    "line_case",
)


def _exactly_one(fields: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(**{f"{other}__isnull": other != one for other in fields}) for one in fields))


# Most rows are of a line or a period and undecided. Each index costs a sweep for each row; those of empty columns
# hold only the rows that fill them.
MOSTLY_EMPTY = (
    *("report", "proposal", "service", "commitment", "extension", "paper", "interview", "target"),
    *("decided_by", "line_case"),
)


class Obligation(models.Model):
    """One row of the ledger. ``of_line`` says whose ladder it belongs to; one of the ``HOLDERS`` is its subject.

    A target hangs on no line: its figures are asked of its reporting unit, if it has one.

    UNIQUE(subject, rule, round): never now, never a computed date, never the policy's version. The version, the
    anchor day and the due day are columns, so that a new policy or a published calendar moves unfired steps only.
    Append-only but for the decision of a person (``decided_*``), which is itself recorded.
    """

    subject = models.CharField("对象", max_length=60)
    rule = models.CharField("规则", max_length=12)
    round = models.PositiveSmallIntegerField("轮次", default=0)
    of_line = models.ForeignKey(
        UnitLine, models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name="承办事项"
    )
    line = models.ForeignKey(UnitLine, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    report = models.ForeignKey(ProgressReport, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    period = models.ForeignKey(ReportPeriod, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    proposal = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    service = models.ForeignKey("PaperService", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    commitment = models.ForeignKey(
        "Commitment", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    extension = models.ForeignKey("Extension", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    paper = models.ForeignKey("Paper", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    interview = models.ForeignKey("Interview", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    line_case = models.ForeignKey("LineCase", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    policy = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", verbose_name="规则版本", db_index=False)
    level = models.PositiveSmallIntegerField("层级", choices=[(level.value, level.name) for level in Level])
    deed = models.CharField("动作", max_length=10, choices=[(deed.value, deed.name) for deed in Deed])
    anchor = models.CharField("起算", max_length=16, choices=[(anchor.value, anchor.name) for anchor in Anchor])
    anchor_on = models.DateField("起算日")
    due_on = models.DateField("应办日")
    state = models.CharField("状态", max_length=12, choices=ObligationState)
    decided_in = models.UUIDField("巡检批次")
    at = models.DateTimeField("记录时间")
    reason = models.CharField("理由", max_length=300, blank=True)
    deferred_until = models.DateField("暂缓至", null=True, blank=True)
    deferrals = models.PositiveSmallIntegerField("暂缓次数", default=0)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "督办记录"
        verbose_name_plural = "督办记录"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="obligation_latest"),
            *(
                models.Index(fields=[name], condition=Q((f"{name}__isnull", False)), name=f"obligation_of_{name}")
                for name in MOSTLY_EMPTY
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(deed=Deed.PROPOSE, state=ObligationState.FIRED, decided_at__isnull=True),
                name="obligation_open_proposal",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "rule", "round"], name="obligation_once"),
            models.CheckConstraint(
                condition=_exactly_one(HOLDERS),
                name="obligation_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(of_line__isnull=True, target__isnull=False) | Q(of_line__isnull=False, target__isnull=True),
                name="obligation_of_a_line_or_a_target",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="obligation_decided_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.rule}"

    @property
    def the_line(self) -> UnitLine:
        """The line whose ladder this is. Raises ValueError for a row about a target's figures, which hangs on none."""
        if self.of_line is None:
            raise ValueError(f"{self.subject} hangs on no line")
        return self.of_line

    @property
    def the_line_id(self) -> int:
        """The id of that line, without asking for the row. Raises ValueError likewise."""
        if self.of_line_id is None:
            raise ValueError(f"{self.subject} hangs on no line")
        return self.of_line_id

    @property
    def unit_name(self) -> str:
        """The unit's name as the line has it; of a target nobody reports that."""
        return self.of_line.unit_name if self.of_line else self.about_target.reporter_name

    @property
    def unit_kind(self) -> str:
        """The kind of the unit, whose words the row is told in; the office's own where no unit is named."""
        return self.of_line.unit.kind if self.of_line else self.about_target.reporter_kind

    @property
    def matter(self) -> str:
        """What it is about: the item, or the year of a target."""
        return self.of_line.work_item.title if self.of_line else self.about_target.matter_of(self.target_year)

    @property
    def about_unit(self) -> Unit | None:
        """Whose it is: the unit of the line, or the one that reports the target, where one is named."""
        return self.of_line.unit if self.of_line else self.about_target.reporting_unit

    @property
    def about_target(self) -> Target:
        """The target whose figures are asked for. Raises ValueError for a row of a line."""
        if self.target is None:
            raise ValueError(f"{self.subject} is about no target")
        return self.target

    @property
    def target_year(self) -> int:
        """The year whose figure is asked for: the subject is ``target:3/2025``."""
        return int(self.subject.rpartition("/")[2])
