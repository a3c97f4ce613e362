"""Official papers (公文): drafted, checked, presented, signed, numbered, stamped, sent; and on what grounds."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.domain.access import OFFICE_ROLES, Role, Verb, relations_of, rights_of, sees_all
from tasks_app.domain.paper_kinds import KINDS, Kind, Series
from tasks_app.domain.paper_states import BEFORE_ISSUE, BEYOND_DRAFT, FROZEN, SERVED, PaperState
from tasks_app.models.cycle import Cycle, ReportPeriod
from tasks_app.models.evidence import Blob
from tasks_app.models.line import UnitLine
from tasks_app.models.mandate import Mandate
from tasks_app.models.obligation import Obligation
from tasks_app.models.relation import PaperServiceRelation, held_by
from tasks_app.models.sight import EVERYTHING, NOTHING

if TYPE_CHECKING:
    from tasks_app.models.paper_file import PaperSheet


class NumberSeries(models.Model):
    """The numbers of one 代字 in one year (发文字号): gapless, from a start the office sets before the first."""

    series = models.CharField("文种", max_length=10, choices=Series)
    code = models.CharField("发文代字", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    start = models.PositiveIntegerField("起始号", default=1)
    last = models.PositiveIntegerField("已用到", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "发文代字"
        verbose_name_plural = "发文代字"
        ordering = ["-year", "series"]
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="series_once_a_year"),
            models.UniqueConstraint(fields=["series", "year"], name="series_one_code_a_year"),
            models.CheckConstraint(condition=Q(start__gte=1), name="series_starts_at_one_or_later"),
        ]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕"

    @property
    def following(self) -> int:
        """The number the next paper gets."""
        return max(self.last + 1, self.start)


class PaperQuerySet(models.QuerySet):
    """Questions about papers."""

    def visible_to(self, actor: Actor) -> Self:
        """The office sees all, group leaders all but drafts, readers what was issued, units what was sent to them."""
        return self.filter(paper_granted(actor))

    def open(self) -> Self:
        """Papers that have not left the house yet."""
        return self.filter(state__in=BEFORE_ISSUE)


def paper_granted(actor: Actor) -> Q:
    """The actor sees the paper: by role, or since it was served on their unit."""
    if sees_all(actor.role, Verb.SEE_PAPER):
        if actor.role in OFFICE_ROLES:
            return EVERYTHING
        states = BEYOND_DRAFT if actor.role == Role.GROUP_LEADER else (PaperState.ISSUED,)
        scope = actor.post.scope_year if actor.post else None
        return Q(state__in=states) & (EVERYTHING if scope is None else Q(cycle__year=scope))
    if not rights_of(actor.role, Verb.SEE_PAPER):
        return NOTHING
    mine = held_by(actor, PaperServiceRelation, relations_of(actor.role, Verb.SEE_PAPER))
    sent = mine.filter(content_object__paper=OuterRef("pk"), content_object__state__in=SERVED)
    return Q(Exists(sent), state=PaperState.ISSUED)


class Paper(models.Model):
    """One paper. Its words stand in ``words`` by passage; ``context`` is what was frozen when it got its number.

    ``content`` is the rendered file, ``render_fault`` why there is none yet, ``sealed`` the scan of the stamped
    original: the copy of record. After issue a correction is a new paper that names this one (``corrects``). A kind
    is a declaration (``domain.paper_kinds``) and no list of choices here, so that a new one needs no migration.
    ``line`` is the line through which the clock finds it while it is on its way through the house; ``stepped_on`` is
    the day it came to whoever has it now, and each time it goes back to its author another ``round`` begins.
    """

    kind = models.CharField("文种", max_length=20)
    state = models.CharField("状态", max_length=10, choices=PaperState, default=PaperState.DRAFT)
    stepped_on = models.DateField("到达本环节日期", null=True, blank=True)
    round = models.PositiveSmallIntegerField("轮次", default=0)
    line = models.ForeignKey(
        UnitLine, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="承办事项"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="papers", verbose_name="年度")
    period = models.ForeignKey(
        ReportPeriod, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="调度期"
    )
    title = models.CharField("标题", max_length=120)
    words = models.JSONField("正文要素", default=dict)
    reply_days = models.PositiveSmallIntegerField("答复期（工作日）", null=True, blank=True)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="授权依据"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="更正"
    )
    author = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="拟稿人")
    drafted_at = models.DateTimeField("拟稿时间")
    checked_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核稿人")
    checked_at = models.DateTimeField("核稿时间", null=True, blank=True)
    agreed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="同意登记人"
    )
    agreed_at = models.DateTimeField("同意时间", null=True, blank=True)
    presider = models.CharField("约谈主持人", max_length=64, blank=True)
    presider_title = models.CharField("主持人职务", max_length=80, blank=True)
    delegation = models.CharField("委托依据", max_length=200, blank=True)
    consent_on = models.DateField("市政府同意日期", null=True, blank=True)
    signed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发登记人"
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    series = models.ForeignKey(
        NumberSeries, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="代字"
    )
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    number = models.CharField("发文字号", max_length=80, blank=True)
    numbered_at = models.DateTimeField("编号时间", null=True, blank=True)
    context = models.JSONField("冻结内容", null=True, blank=True)
    context_sha256 = models.CharField("冻结内容校验值", max_length=64, blank=True)
    content = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公文文件")
    render_fault = models.CharField("排版问题", max_length=200, blank=True)
    issued_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印发人")
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = PaperQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "公文"
        verbose_name_plural = "公文"
        ordering = ["-drafted_at", "-id"]
        indexes = [
            models.Index(fields=["-numbered_at", "-id"], name="paper_in_register"),
            models.Index(fields=["state", "-drafted_at", "-id"], name="paper_by_state"),
            models.Index(
                fields=["render_fault", "id"],
                condition=Q(context__isnull=False, content__isnull=True),
                name="paper_to_render",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="paper_serial_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="paper_number_once"),
            models.CheckConstraint(
                condition=Q(serial__isnull=True) | Q(series__isnull=False), name="paper_serial_has_series"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FROZEN) | (Q(numbered_at__isnull=False, context__isnull=False) & ~Q(number="")),
                name="paper_frozen_has_number_and_words",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{act}_at__isnull": True, f"{act}_by__isnull": True})
                    | Q(**{f"{act}_at__isnull": False, f"{act}_by__isnull": False}),
                    name=f"paper_{act}_by_and_at",
                )
                for act in ("checked", "agreed", "signed", "issued")
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.ISSUED) | Q(issued_at__isnull=False), name="paper_issued_at"
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def first(self) -> "Paper":
        """The paper that is corrected, at the end of a row of corrections; this one itself where it corrects none."""
        return self.corrects.first if self.corrects else self

    @property
    def declared(self) -> Kind:
        """The declaration of its kind."""
        return KINDS[self.kind]

    def get_kind_display(self) -> str:
        """What its kind is called."""
        return str(self.declared.kind.label)

    def sheet_of(self, act: str, at: datetime) -> "PaperSheet | None":
        """The sheet on which an act was registered at that moment (登记线下签批); none where somebody clicked."""
        found: PaperSheet | None = self.sheets.filter(act=act, registered_at=at).order_by("-id").first()
        return found

    @property
    def waits_for_file(self) -> bool:
        """Whether its words are frozen and no file was made of them yet."""
        return self.context is not None and self.content_id is None


class PaperGround(models.Model):
    """A line on which a paper stands (事实依据); ``facts`` are frozen when the draft leaves the desk."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="grounds", verbose_name="公文")
    line = models.ForeignKey(UnitLine, models.PROTECT, related_name="grounds", verbose_name="承办事项")
    proposal = models.ForeignKey(
        Obligation, models.PROTECT, null=True, blank=True, related_name="grounds", verbose_name="时钟建议"
    )
    asked = models.CharField("要求", max_length=300, blank=True)
    facts = models.JSONField("冻结事实", null=True, blank=True)
    line_version = models.PositiveIntegerField("事项版本", default=0)
    frozen_at = models.DateTimeField("冻结时间", null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "事实依据"
        verbose_name_plural = "事实依据"
        ordering = ["paper_id", "id"]
        constraints = [models.UniqueConstraint(fields=["paper", "line"], name="ground_once_a_paper")]

    def __str__(self) -> str:
        return f"{self.paper_id} · {self.line_id}"
