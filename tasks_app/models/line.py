"""The line (承办事项): one unit's own part of an item. Progress, reports, rights and lights all point at it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Unit, UnitGroup
from tasks_app.domain.access import Relation, Verb, sees_all
from tasks_app.domain.lights import Light, LightMoment, LineFacts
from tasks_app.domain.line_states import ASIDE, DONE, OPEN, WITH_UNIT, LineState
from tasks_app.domain.parts import Part
from tasks_app.domain.report_states import Standing
from tasks_app.domain.verification import Verification
from tasks_app.domain.year_states import Rhythm
from tasks_app.models.cycle import Cycle, ReportPeriod
from tasks_app.models.plan import Heading, Plan
from tasks_app.models.responsibility import Responsibility
from tasks_app.models.sight import line_counted, line_granted, line_owned
from tasks_app.models.work_item import WorkItem


def late_on(today: date) -> Q:
    """The SQL twin of ``domain.lights.is_late``."""
    handed_in_late = Q(state=LineState.OFFICE_REVIEW, submitted_at__date__gt=F("deadline"))
    return Q(state__in=WITH_UNIT, deadline__lt=today) | handed_in_late


def misses_report_at(moment: LightMoment) -> Q:
    """The SQL twin of ``domain.lights.misses_report``."""
    due = moment.report_due
    if due is None:
        return Q(pk__in=[])
    unreported = Q(reported_through__isnull=True) | Q(reported_through__lt=due)
    return unreported & Q(rhythm=Rhythm.QUARTERLY, state__in=WITH_UNIT, issued_on__lt=due)


def light_at(moment: LightMoment) -> Case:
    """The SQL twin of ``domain.lights.light``: same rules, same order."""
    not_begun = Q(state=LineState.PENDING_SIGNATURE) & ~misses_report_at(moment)
    return Case(
        When(state__in=ASIDE, then=Value(Light.ASIDE.value)),
        When(state__in=DONE, then=Value(Light.DONE.value)),
        When(not_begun & Q(deadline__gt=moment.near_until), then=Value(Light.IDLE.value)),
        When(late_on(moment.today), then=Value(Light.LATE.value)),
        When(state__in=WITH_UNIT, deadline__lte=moment.near_until, then=Value(Light.NEAR.value)),
        When(Q(claimed_standing=Standing.BEHIND) | misses_report_at(moment), then=Value(Light.BEHIND.value)),
        default=Value(Light.ON_TRACK.value),
        output_field=models.CharField(),
    )


def light_by_dates_at(moment: LightMoment) -> Case:
    """The SQL twin of ``domain.lights.light_by_dates``; an empty word where there is none."""
    return Case(
        When(state__in=ASIDE, then=Value(Light.ASIDE.value)),
        When(state__in=DONE, then=Value(Light.DONE.value)),
        When(state=LineState.PENDING_SIGNATURE, deadline__gt=moment.near_until, then=Value(Light.IDLE.value)),
        When(late_on(moment.today), then=Value(Light.LATE.value)),
        When(state__in=WITH_UNIT, deadline__lte=moment.near_until, then=Value(Light.NEAR.value)),
        default=Value(""),
        output_field=models.CharField(),
    )


def light_for(actor: Actor, moment: LightMoment) -> Case:
    """The light as the actor may see it: of a line one may not read, what state and dates give, or an empty word."""
    if sees_all(actor.role, Verb.READ_LINE):
        return light_at(moment)
    read = When(line_granted(actor, Verb.READ_LINE), then=light_at(moment))
    return Case(read, default=light_by_dates_at(moment))


def owes_none_by(day: date) -> Q:
    """No periodic report is owed: the closing was handed in by the end of that day, or the line stands aside."""
    return Q(state__in=(LineState.OFFICE_REVIEW, *DONE), submitted_at__date__lte=day) | Q(state__in=ASIDE)


class UnitLineQuerySet(models.QuerySet):
    """Questions about lines; they chain and read aloud."""

    def visible_to(self, actor: Actor) -> Self:
        """Lines of which the actor may see name, part, state and dates (see_line). One query."""
        return self.filter(line_granted(actor, Verb.SEE_LINE))

    def own_of(self, actor: Actor) -> Self:
        """The lines of the actor's own unit."""
        return self.filter(line_owned(actor))

    def counted_for(self, actor: Actor) -> Self:
        """The lines of the actor's own unit that are in force, for figures alone."""
        return self.filter(line_counted(actor))

    def of_plan(self, plan: Plan | int | None) -> Self:
        """Lines of one plan; None narrows nothing. A line knows its heading, and a heading stands in one plan."""
        return self if plan is None else self.filter(heading__plan=plan)

    def open(self) -> Self:
        """Lines somebody still has to work on or look at."""
        return self.filter(state__in=OPEN)

    def late(self, today: date) -> Self:
        """Late lines (逾期): all of them are open, and the indexes of open lines know it by that word."""
        return self.open().filter(late_on(today))

    def reporting_in(self, period: ReportPeriod) -> Self:
        """Lines that report for a period: of its year and rhythm, and issued before its day."""
        return self.filter(
            cycle=period.cycle_id, rhythm=period.rhythm, issued_on__lt=period.due_on, ended_on__isnull=True
        )

    def in_plan_order(self) -> Self:
        """As the plans list them: by plan, by task, then the units of a task in their order."""
        task = "work_item__year_plan__task"
        return self.order_by(f"{task}__plan_id", f"{task}__number", "work_item__order", "order", "id")

    def with_light(self, moment: LightMoment) -> Self:
        """Adds ``light``, the code of :class:`~tasks_app.domain.lights.Light`."""
        return self.annotate(light=light_at(moment))

    def in_light(self, moment: LightMoment, light: Light) -> Self:
        """Lines that show this light; where a plain condition on the deadline says the same, the index follows it.

        No earlier rule can take a late or a near line: 已完成 asks for other states, 未到期 for a later deadline.
        """
        if light is Light.LATE:
            return self.late(moment.today)
        if light is Light.NEAR:
            return self.filter(state__in=WITH_UNIT, deadline__range=(moment.today, moment.near_until))
        return self.annotate(light_sought=light_at(moment)).filter(light_sought=light.value)

    def worst_first(self) -> Self:
        """Oldest deadline first; the id makes the order total, so that pages can be keyed."""
        return self.order_by("deadline", "id")


class UnitLine(models.Model):
    """One responsible unit's part of an item, made when the year is issued.

    ``cycle`` and ``heading`` repeat the item's, and ``unit_name`` the unit's name of that day: lists filter by
    them in one index, and a past name stays. ``original_deadline`` never changes. ``next_step_on`` is the clock's.
    """

    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="lines", verbose_name="年度任务")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="年度", db_index=False)
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="+", verbose_name="行动", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="lines", verbose_name="承办单位")
    unit_name = models.CharField("承办单位名称", max_length=120)
    # No index: lines are found by their item, and each index costs a sweep a twentieth.
    responsibility = models.ForeignKey(
        Responsibility, models.PROTECT, related_name="lines", verbose_name="责任分工", db_index=False
    )
    through_group = models.ForeignKey(
        UnitGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所属单位组",
        db_index=False,
    )
    part = models.CharField("分工", max_length=12, choices=Part)
    order = models.PositiveSmallIntegerField("排序", default=0)
    rhythm = models.CharField("报送频次", max_length=12, choices=Rhythm)
    section = models.CharField("承办科室", max_length=80, blank=True)
    handler = models.CharField("承办人", max_length=64, blank=True)
    handler_phone = models.CharField("联系电话", max_length=40, blank=True)
    issued_on = models.DateField("交办日期")
    original_deadline = models.DateField("原定时限")
    deadline = models.DateField("完成时限")
    state = models.CharField("状态", max_length=20, choices=LineState, default=LineState.PENDING_SIGNATURE)
    claimed_standing = models.CharField("自报进度", max_length=12, choices=Standing, blank=True)
    claimed_progress = models.PositiveSmallIntegerField("自报完成率", null=True, blank=True)
    verified_progress = models.PositiveSmallIntegerField("核实完成率", null=True, blank=True)
    verification = models.CharField(
        "核实情况", max_length=10, choices=Verification, blank=True, default="", db_default=""
    )
    # What is left to do of a closing that was accepted in part (续办); empty on every other line.
    follow_up = models.TextField("续办内容", blank=True, default="", db_default="")
    reported_through = models.DateField("最近报送期", null=True, blank=True)
    submitted_at = models.DateTimeField("报送办结时间", null=True, blank=True)
    round = models.PositiveSmallIntegerField("轮次", default=0)
    next_step_on = models.DateField("下一步日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", db_index=False
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = UnitLineQuerySet.as_manager()
    # The clock's cache is no business of anybody: it would fill the history with rows nobody decided.
    history = HistoricalRecords(excluded_fields=["next_step_on"])

    class Meta:
        verbose_name = "承办事项"
        verbose_name_plural = "承办事项"
        ordering = ["work_item_id", "order", "id"]
        permissions = [(Relation.OWN.value, "承办单位")]
        indexes = [
            models.Index(fields=["through_group"], condition=Q(through_group__isnull=False), name="line_through_group"),
            models.Index(fields=["successor"], condition=Q(successor__isnull=False), name="line_succeeded"),
            models.Index(fields=["cycle", "deadline", "id"], condition=Q(state__in=OPEN), name="line_open"),
            # What comes after the id narrows a unit's list and its counts without a look at each line.
            models.Index(
                fields=["cycle", "unit", "deadline", "id", "heading", "state", "submitted_at", "ended_on"],
                condition=Q(state__in=OPEN),
                name="line_open_of_unit",
            ),
            models.Index(
                fields=["cycle", "unit", "state", "id", "rhythm", "issued_on", "reported_through", "submitted_at"],
                condition=Q(ended_on__isnull=True),
                name="line_of_unit_in_state",
            ),
            models.Index(
                fields=["cycle", "heading", "deadline", "id"],
                condition=Q(state__in=OPEN),
                name="line_open_of_heading",
            ),
            models.Index(
                fields=["next_step_on", "id"],
                condition=Q(next_step_on__isnull=False),
                name="line_next_step",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["work_item", "unit"], condition=Q(ended_on__isnull=True), name="line_open_once"
            ),
            models.CheckConstraint(condition=Q(deadline__gte=F("issued_on")), name="line_deadline_after_issue"),
            models.CheckConstraint(
                condition=~Q(state=LineState.OFFICE_REVIEW) | Q(submitted_at__isnull=False),
                name="line_under_review_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(claimed_progress__isnull=True) | Q(claimed_progress__lte=100),
                name="line_claimed_progress_is_per_cent",
            ),
            models.CheckConstraint(
                condition=Q(verified_progress__isnull=True) | Q(verified_progress__lte=100),
                name="line_verified_progress_is_per_cent",
            ),
            models.CheckConstraint(
                condition=Q(verified_progress__isnull=True) | Q(verification=Verification.VERIFIED),
                name="line_verified_figure_was_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} · {self.work_item_id}"

    @property
    def facts(self) -> LineFacts:
        """What the light looks at."""
        submitted_on = timezone.localdate(self.submitted_at) if self.submitted_at else None
        return LineFacts(
            state=self.state,
            deadline=self.deadline,
            issued_on=self.issued_on,
            rhythm=self.rhythm,
            submitted_on=submitted_on,
            standing=self.claimed_standing,
            reported_through=self.reported_through,
        )

    @property
    def has_moved(self) -> bool:
        """Whether the deadline was extended; the original date stays for ever."""
        return self.deadline != self.original_deadline
