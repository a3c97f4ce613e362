"""Targets (目标): every promise of a plan with a figure or a dated milestone, and the readings entered against it."""

from typing import Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post, Unit, UnitKind
from tasks_app.domain.access import Verb, sees_all
from tasks_app.domain.target_words import Comparator, ReadingKind, TargetKind, Wording
from tasks_app.domain.targets import Figure, Promise
from tasks_app.models.measure import Measure
from tasks_app.models.plan import Plan
from tasks_app.models.sight import EVERYTHING, reported_by

# A plan without a date begins with the five years (十四五) in which these plans were written.
NO_BEGINNING = 2021
LONGEST_NAME, LONGEST_BASIS, LONGEST_SOURCE, LONGEST_NOTE = 120, 300, 200, 500
# Who reports a target for which no unit is named, in a list.
NOBODY_REPORTS = "尚无填报单位"
LAST_YEAR = F("year") - Case(When(is_before=True, then=Value(1)), default=Value(0))


class TargetQuerySet(models.QuerySet):
    """Questions about the targets. All are open to everyone who can log in: they are the published plan."""

    def with_years(self) -> Self:
        """Knowing where the target before it of the same indicator ends (``after``), and the year of the plan."""
        before = Target.objects.filter(plan=OuterRef("plan"), name=OuterRef("name"), year__lt=OuterRef("year"))
        last = before.annotate(last=LAST_YEAR).order_by("-last").values("last")[:1]
        return self.annotate(after=Subquery(last), begins=F("plan__issued_on__year"))

    def on_the_clock(self) -> Self:
        """With what the clock reads of them, in its order."""
        return self.with_years().select_related("reporting_unit").order_by("pk")


class TargetReadingQuerySet(models.QuerySet):
    """Questions about the readings, which are work on the plan."""

    def visible_to(self, actor: Actor) -> Self:
        """Those the actor may see: the office and the readers all, a unit what it reports; a scope is one year."""
        scope = actor.post.scope_year if actor.post else None
        in_scope = EVERYTHING if scope is None else Q(year=scope)
        granted = EVERYTHING if sees_all(actor.role, Verb.SEE_READING) else reported_by(actor, "target__")
        return self.filter(in_scope & granted)


class Target(models.Model):
    """One promised figure or dated milestone. Two figures in one sentence are two targets.

    ``measure`` is None for the overall targets of part one; the rows a target belongs to are those of its measure.
    ``year`` is None where the text promises "throughout"; ``period_start`` is the first year of 十四五 or 十五五;
    ``is_before`` says 年前. ``value`` is None for a milestone, and where ``set_by`` (省) still has to set it. The
    targets of one indicator share their ``name``. A year's figure is published by ``data_month``/``data_day`` of the
    year after, and reported by ``reporting_unit``, which knows it since ``reporting_since``; another
    unit begins another round of the clock. ``value_basis`` names the document in which the province set the value.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name="方案")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="措施"
    )
    order = models.PositiveSmallIntegerField("排序")
    kind = models.CharField("类型", max_length=10, choices=TargetKind)
    name = models.CharField("指标", max_length=LONGEST_NAME)
    year = models.PositiveSmallIntegerField("目标年份", null=True, blank=True)
    period_start = models.PositiveSmallIntegerField("时期起始年", null=True, blank=True)
    is_before = models.BooleanField("年前", default=False)
    comparator = models.CharField("比较", max_length=6, choices=Comparator, blank=True)
    value = models.DecimalField("目标值", max_digits=14, decimal_places=4, null=True, blank=True)
    set_by = models.CharField("由谁确定", max_length=20, blank=True)
    unit = models.CharField("计量单位", max_length=40, blank=True)
    baseline_year = models.PositiveSmallIntegerField("基期年份", null=True, blank=True)
    wording = models.CharField("约束", max_length=4, choices=Wording, default=Wording.MUST)
    sentence = models.TextField("原文")
    source_line = models.PositiveIntegerField("来源行", null=True, blank=True)
    reporting_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="reported_targets", verbose_name="填报单位"
    )
    data_month = models.PositiveSmallIntegerField("数据发布月", default=6)
    data_day = models.PositiveSmallIntegerField("数据发布日", default=30)
    reporting_since = models.DateField("填报单位确定日", null=True, blank=True)
    reporting_round = models.PositiveSmallIntegerField("填报轮次", default=0)
    value_basis = models.CharField("下达依据", max_length=LONGEST_BASIS, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = TargetQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["plan_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="target_order_once"),
            models.CheckConstraint(
                condition=Q(data_month__gte=1, data_month__lte=12, data_day__gte=1, data_day__lte=31),
                name="target_data_day_is_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.year or '持续'}）"

    @property
    def reporter_name(self) -> str:
        """Who reports, or that nobody does."""
        return self.reporting_unit.name if self.reporting_unit else NOBODY_REPORTS

    @property
    def reporter_kind(self) -> str:
        """The kind of the unit, whose words it is told in; the office's own where no unit is named."""
        return self.reporting_unit.kind if self.reporting_unit else UnitKind.COORDINATION

    def matter_of(self, year: int) -> str:
        """What is asked for: the figure of a year."""
        return f"{year}年“{self.name}”数据"

    @property
    def promise(self) -> Promise:
        """The target as the rules read it; of a row asked ``with_years``."""
        return Promise(
            kind=self.kind,
            year=self.year,
            begins=self.begins or self.period_start or NO_BEGINNING,  # type: ignore[attr-defined]
            comparator=self.comparator,
            value=self.value,
            unit=self.unit,
            is_before=self.is_before,
            baseline_year=self.baseline_year,
            after=self.after,  # type: ignore[attr-defined]
            data_month=self.data_month,
            data_day=self.data_day,
            asked_since=self.reporting_since,
        )


class TargetReading(models.Model):
    """The figure of one year, entered by the reporting unit: first a quick one (快报), then the verified one (核定).

    ``value`` is None where a milestone was reached (``is_reached``) or missed. ``on_behalf`` says who told the office
    what it entered for the unit (代录).
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="readings", verbose_name="目标")
    year = models.PositiveSmallIntegerField("年份")
    kind = models.CharField("口径", max_length=10, choices=ReadingKind)
    value = models.DecimalField("数值", max_digits=14, decimal_places=4, null=True, blank=True)
    is_reached = models.BooleanField("节点已完成", null=True, blank=True)
    source = models.CharField("数据来源", max_length=LONGEST_SOURCE)
    note = models.CharField("说明", max_length=LONGEST_NOTE, blank=True)
    on_behalf = models.CharField("代录来源", max_length=LONGEST_SOURCE, blank=True)
    entered_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="填报人")
    entered_at = models.DateTimeField("填报时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = TargetReadingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "目标读数"
        verbose_name_plural = "目标读数"
        ordering = ["target_id", "year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["target", "year", "kind"], name="reading_once_per_year_and_kind"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, is_reached__isnull=True)
                | Q(value__isnull=True, is_reached__isnull=False),
                name="reading_is_a_figure_or_a_fact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} · {self.year}"

    @property
    def figure(self) -> Figure:
        """The reading as the rules read it."""
        return Figure(self.year, self.kind, self.value, self.is_reached)
