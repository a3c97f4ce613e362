"""Everything an item's page shows, read in a fixed number of statements whatever the number of its lines."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from accounts.actor import Actor
from accounts.models import Post
from tasks_app.dashboards.closing import ClosingAsked, ClosingSight
from tasks_app.dashboards.ladders import LineLadder, ladders_of
from tasks_app.dashboards.line_today import CycleToday, LineToday, YearAsked, cycle_today, line_today, reports_by_line
from tasks_app.dashboards.talking import Talk, TalkAsked, talk_on_item
from tasks_app.dashboards.timeline import TimelineAsked
from tasks_app.domain.access import OFFICE_ROLES, Role, Verb, rights_of
from tasks_app.domain.line_states import OPEN, LineState
from tasks_app.domain.parts import Basis, Part
from tasks_app.domain.report_states import ReportState
from tasks_app.models import Extension, LineCase, Obligation, ProgressReport, StateChange, UnitLine, WorkItem
from tasks_app.models.sight import OnItem, line_granted, line_owned
from tasks_app.models.together import read_together

STEPS_SHOWN = 50
STEPS_AT_MOST = 500
# What the page reads of a report, and of whom one calls.
OF_REPORT = (
    *(
        "line",
        "unit",
        "kind",
        "state",
        "period__name",
        "progress_text",
        "problems",
        "next_steps",
        "standing",
        "drafted_at",
    ),
    *("submitted_at", "is_late", "reason", "redo_by", "on_behalf_source"),
)
# Of who is responsible it reads the part and on what ground.
UNREAD = tuple(
    f"responsibility__{name}"
    for name in ("task", "unit", "group", "order", "raw_name", "is_joint", "basis_note", "confirmed_at", "confirmed_by")
)
OF_CONTACT = ("role", "unit__name", "user__full_name", "user__phone")


@dataclass(frozen=True)
class LineOnItem:
    """One line of an item, and what of it the reader may see. ``reports`` are the visible ones, the latest first."""

    today: LineToday
    reports: list[ProgressReport]
    is_own: bool
    is_readable: bool

    @property
    def line(self) -> UnitLine:
        """The line itself."""
        return self.today.line


@dataclass(frozen=True)
class ItemSheet:
    """An item with its visible lines in order, its timeline, and whom to call."""

    item: WorkItem
    year: CycleToday
    lines: list[LineOnItem]
    focus: LineOnItem | None
    steps: list[StateChange]
    older_before: datetime | None
    contacts: list[Post]
    inferred_lead: str
    requests: list[Extension] = field(default_factory=list)
    cases: list[LineCase] = field(default_factory=list)
    ladder: LineLadder | None = None
    talk: Talk = field(default_factory=Talk)
    followed: list[ProgressReport] = field(default_factory=list)
    closing: ClosingSight | None = None
    rungs: list[Obligation] = field(default_factory=list)
    want: str = ""
    is_whole: bool = False
    before: datetime | None = None


def item_sheet(
    item: WorkItem,
    first: "ItemAsked | None" = None,
    *,
    actor: Actor,
    on: date,
    focus: int | None = None,
    all_steps: bool = False,
    want: str = "",
    before: datetime | None = None,
) -> ItemSheet:
    """The sheet of a visible item. Two statements: what hangs on the item, and what hangs on the line in focus, its
    ladder too where the reader may see it. Three more where the questions of ``first`` were not read with the item.

    ``focus``: the id of the line the right column is about; by default one's own, else the one the office must judge.
    ``want``: which steps the timeline shows (``dashboards.timeline``), ``before``: of them the older ones.
    """
    most = STEPS_AT_MOST if all_steps else STEPS_SHOWN
    first = first or ItemAsked(item.pk, actor)
    known = {line.pk: line for line in first.lines}
    looker = looking(actor, item, known.values())
    of_year, told = YearAsked(item.year_plan.cycle), _reports(looker)
    talk = TalkAsked(item, looker, first.talk)
    timeline = TimelineAsked(item, looker, want=want, most=most, before=before)
    read_together(*of_year.all, told, *timeline.all, *talk.all)
    hanging: list[Any] = [*told, *timeline.steps, *talk.said]
    for row in hanging:
        row.line = known.get(row.line_id)
    year, reports, story = cycle_today(item.year_plan.cycle, on, of_year), reports_by_line(told), timeline.page()
    visible = [line for line in known.values() if _is_shown(line)]
    ordered = sorted(visible, key=lambda line: line.part != Part.LEAD)
    lines = [_on_item(line, reports.get(line.pk, []), year) for line in ordered]
    chosen = _focus(lines, focus, actor)
    contacts, closing = _contacts(chosen, actor), ClosingAsked(chosen, actor)
    asked, raised = _asked_about(chosen)
    ladder = _read_with_ladder(chosen, item, year, actor, asked, raised, contacts, *closing.all, *talk.besides)
    requests, cases, said = list(asked), list(raised), talk.talk()
    return ItemSheet(
        item=item,
        year=year,
        lines=lines,
        focus=chosen,
        steps=story.steps,
        rungs=story.rungs,
        older_before=story.next_before,
        want=want,
        is_whole=all_steps,
        before=before,
        contacts=list(contacts),
        inferred_lead=_inferred_lead(lines) if actor.role in OFFICE_ROLES else "",
        requests=requests,
        talk=said,
        cases=cases,
        ladder=ladder,
        followed=_followed(chosen, told),
        closing=closing.sight(lines, said, requests, cases),
    )


def _followed(entry: LineOnItem | None, reports: Iterable[ProgressReport]) -> list[ProgressReport]:
    """What was handed in on the line before this one: by the unit itself (续办), or by the one it follows by law."""
    if entry is None:
        return []
    mine, own = entry.line.pk, entry.line.unit_id
    before = [report for report in reports if report.line_id != mine and report.line.successor_id == mine]
    if not entry.line.follow_up:
        return before
    return [report for report in reports if report in before or (report.line_id != mine and report.unit_id == own)]


def _may_see_ladder(entry: LineOnItem, actor: Actor) -> bool:
    """One's own, or any for whoever supervises: another unit may not read the words of this one's ladder."""
    if entry.line.state not in OPEN:
        return False
    return entry.is_own or bool(rights_of(actor.role, Verb.SUPERVISE))


def _asked_about(entry: LineOnItem | None) -> "tuple[QuerySet[Extension], QuerySet[LineCase]]":
    """The questions for the requests for more time and the cases of the line in focus, where it may be read."""
    if entry is None or not entry.is_readable:
        return Extension.objects.none(), LineCase.objects.none()
    return entry.line.extensions.order_by("asked_at", "id"), entry.line.cases.order_by("asked_at", "id")


def _read_with_ladder(
    entry: LineOnItem | None,
    item: WorkItem,
    year: CycleToday,
    actor: Actor,
    requests: "QuerySet[Extension]",
    cases: "QuerySet[LineCase]",
    *besides: "QuerySet[Any]",
) -> LineLadder | None:
    """Reads what is asked, by one statement, and the ladder of the line in focus with it, where it may be seen."""
    if entry is None or not _may_see_ladder(entry, actor):
        read_together(requests, cases, *besides)
        return None
    line, asked = entry.line, (requests, cases, *besides)
    line.work_item, line.cycle = item, item.year_plan.cycle
    return ladders_of([line], year.calendar, year.today, {line.pk: requests}, {line.pk: cases}, *asked)[line.pk]


class ItemAsked:
    """What is asked together with an item itself: its lines, and whether anything was said on it."""

    def __init__(self, item: int, actor: Actor) -> None:
        self.lines, self.talk = lines_of_item(item, actor), talk_on_item(item)
        self.all: tuple[QuerySet[Any], ...] = (self.lines, *self.talk)


def with_task(items: "QuerySet[WorkItem]") -> "QuerySet[WorkItem]":
    """Items with what the page says of their task and its year; its plan stands around every page."""
    return items.select_related("year_plan__task__heading", "year_plan__cycle").defer(
        *(f"year_plan__task__{name}" for name in ("units_text", "deadline_text", "cells")),
        *("year_plan__cycle__roadmap", "milestone"),
    )


def lines_of_item(item: int, actor: Actor) -> "QuerySet[UnitLine]":
    """The question for all lines of an item, also those that ended, each knowing what of it the actor has in sight."""
    heirs = UnitLine.objects.filter(pk=OuterRef("successor")).order_by()
    lines: QuerySet[UnitLine] = UnitLine.objects.filter(work_item=item).annotate(
        is_own=_whether(line_owned(actor)),
        is_seen=_whether(line_granted(actor, Verb.SEE_LINE)),
        is_readable=_whether(line_granted(actor, Verb.READ_LINE)),
        heir=Subquery(heirs.values("unit")[:1]),
    )
    return lines.select_related("responsibility", "unit").defer(*UNREAD).order_by("order", "id")


def _whether(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, BooleanField())


def looking(actor: Actor, item: WorkItem, lines: "Collection[UnitLine]") -> OnItem:
    """The actor with what they have in sight of these lines."""
    return OnItem(
        **vars(actor),
        item=item.pk,
        seen=frozenset(line.pk for line in lines if line.is_seen),  # type: ignore[attr-defined]
        read=frozenset(line.pk for line in lines if line.is_readable),  # type: ignore[attr-defined]
        own=frozenset(line.pk for line in lines if line.is_own),  # type: ignore[attr-defined]
    )


def _is_shown(line: UnitLine) -> bool:
    """A visible line in force; and one's own with which another unit goes on by law: its people see what was theirs
    while their posts last.
    """
    is_own, heir = line.is_own, line.heir  # type: ignore[attr-defined]
    passed_on = is_own and line.state == LineState.CANCELLED and heir != line.unit_id
    return bool(line.is_seen and (line.ended_on is None or passed_on))  # type: ignore[attr-defined]


def _reports(actor: OnItem) -> "QuerySet[ProgressReport]":
    told: QuerySet[ProgressReport] = ProgressReport.objects.visible_to(actor)
    return told.select_related("period").only(*OF_REPORT).order_by("-drafted_at", "-id")


def _on_item(line: UnitLine, reports: list[ProgressReport], year: CycleToday) -> LineOnItem:
    return LineOnItem(
        today=line_today(line, reports, year),
        reports=reports,
        is_own=line.is_own,  # type: ignore[attr-defined]
        is_readable=line.is_readable,  # type: ignore[attr-defined]
    )


def _focus(lines: list[LineOnItem], chosen: int | None, actor: Actor) -> LineOnItem | None:
    """The chosen line, else one's own, else the first that waits for this person's decision."""
    asked = [entry for entry in lines if entry.line.pk == chosen]
    own = [entry for entry in lines if entry.is_own]
    waiting = [entry for entry in lines if _waits_for(entry, actor)]
    alone = lines if len(lines) == 1 else []
    return next(iter([*asked, *own, *waiting, *alone]), None)


def _waits_for(entry: LineOnItem, actor: Actor) -> bool:
    """Whether a report waits for the office's judgement, or the line for the director's signing off."""
    handed_in = any(report.state == ReportState.SUBMITTED for report in entry.reports)
    closed = entry.line.state == LineState.COMPLETED
    return (handed_in and bool(rights_of(actor.role, Verb.REVIEW_REPORT))) or (
        closed and bool(rights_of(actor.role, Verb.SIGN_OFF))
    )


def _contacts(focus: LineOnItem | None, actor: Actor) -> "QuerySet[Post]":
    """The office's clerk for a unit, the unit's liaison for the office; people with a phone first."""
    wanted = Q(role=Role.OFFICE_CLERK) if actor.role not in OFFICE_ROLES else Q(pk__in=[])
    if focus is not None and not focus.is_own:
        wanted |= Q(role=Role.LIAISON, unit=focus.line.unit_id)
    posts = Post.objects.in_force(actor.on).of_working_people().filter(wanted)
    return posts.select_related("user", "unit").only(*OF_CONTACT).order_by("-user__phone", "id")[:20]


def _inferred_lead(lines: list[LineOnItem]) -> str:
    """The unit that the order of the source suggests as lead while nobody confirmed one."""
    return next(
        (
            entry.line.unit_name
            for entry in lines
            if entry.line.responsibility.part == Part.LEAD and entry.line.responsibility.basis == Basis.INFERRED
        ),
        "",
    )
