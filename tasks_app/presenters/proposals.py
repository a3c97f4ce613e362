"""Proposals (建议) in words: which paper for whom, on what grounds, and what a person may decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.domain.deferrals import latest_day
from tasks_app.domain.lights import working_days_late
from tasks_app.domain.paper_rules import kinds_answering
from tasks_app.domain.reach import Level, rung_of
from tasks_app.domain.working_days import DAY, Calendar
from tasks_app.models import Obligation, ObligationState
from tasks_app.permissions.deciding import may_decide, may_draft
from tasks_app.presenters.acts import Act
from tasks_app.presenters.clock import word_of
from tasks_app.presenters.filters import Chip, chips
from tasks_app.presenters.links import line_url
from tasks_app.presenters.paper_selection import KindChoice, choices_of

DEFER, REFUSE, DRAFT = "defer", "refuse", "draft"
DEFERRED, DECIDED = "deferred", "decided"
SHOWN = ("", DEFERRED, DECIDED)
QUESTION = "不向{unit}发出{paper}？本次时限内不再提出同样的建议，理由记入督办记录。"


@dataclass(frozen=True)
class Told:
    """Something the unit was told before, and when."""

    on: date
    word: str
    rule: str


@dataclass(frozen=True)
class Decision:
    """What was typed into a decision that was refused, and why it was: by field, and in one sentence."""

    proposal: int
    act: str
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True)
class Deferral:
    """The form of 暂缓: where it goes, until when at most, and what was typed into one that was refused."""

    url: str
    first: date
    latest: date
    until: str
    reason: str
    until_fault: str
    reason_fault: str
    is_refused: bool


@dataclass(frozen=True)
class ProposalRow:
    """One proposal with its grounds. Without ``refuse`` there is nothing this person may decide.

    ``version`` goes back with each decision: how often the proposal had been put aside.
    """

    pk: int
    unit: str
    title: str
    url: str
    word: str
    paper: str
    since: date
    days_waiting: int
    deadline: date
    days_late: int
    state_code: str
    state_label: str
    told: tuple[Told, ...]
    deferred_until: date | None
    deferred_why: str
    outcome: str
    barred: bool
    version: int
    defer: Deferral | None
    refuse: Act | None
    kinds: tuple[KindChoice, ...]
    draft_url: str
    draft_fault: str


def proposal_rows(
    rows: Iterable[Obligation],
    told: Mapping[int, list[Obligation]],
    calendar: Calendar,
    actor: Actor,
    decision: Decision | None = None,
) -> list[ProposalRow]:
    """The proposals, in their order; one keeps what was typed into a refused ``decision``."""
    return [_row(row, told.get(row.the_line_id, []), calendar, actor, _mine(decision, row)) for row in rows]


def _mine(decision: Decision | None, row: Obligation) -> Decision:
    return decision if decision and decision.proposal == row.pk else Decision(row.pk, "")


def _row(row: Obligation, told: list[Obligation], calendar: Calendar, actor: Actor, decision: Decision) -> ProposalRow:
    line, since = row.the_line, timezone.localdate(row.at)
    rung = rung_of(line.unit.kind, Level(row.level))
    is_open, may = row.decided_at is None and row.state == ObligationState.FIRED, may_decide(actor, line)
    paper = rung.paper if rung else ""
    return ProposalRow(
        pk=row.pk,
        unit=line.unit_name,
        title=line.work_item.title,
        url=line_url(line),
        word=rung.word if rung else "",
        paper=paper,
        since=since,
        days_waiting=calendar.between(since, actor.on),
        deadline=line.deadline,
        days_late=working_days_late(line.facts, actor.on, calendar),
        state_code=line.state,
        state_label=line.get_state_display(),
        told=tuple(_told(one) for one in told if one.pk != row.pk and one.round == row.round),
        deferred_until=row.deferred_until,
        deferred_why=row.reason if is_open else "",
        outcome=_outcome(row),
        barred=is_open and not may,
        version=row.deferrals,
        defer=_defer(row, calendar, actor, decision) if is_open and may else None,
        refuse=_refuse(row, paper, decision) if is_open and may else None,
        kinds=_kinds(row, decision) if is_open and may_draft(actor, line) else (),
        draft_url=reverse("proposal_draft", args=[row.pk]),
        draft_fault=decision.sentence if decision.act == DRAFT else "",
    )


def _defer(row: Obligation, calendar: Calendar, actor: Actor, decision: Decision) -> Deferral:
    is_refused = decision.act == DEFER
    typed, faults = (decision.typed, decision.faults) if is_refused else ({}, {})
    return Deferral(
        url=reverse("proposal_defer", args=[row.pk]),
        first=actor.on + DAY,
        latest=latest_day(actor.on, calendar),
        until=typed.get("until", ""),
        reason=typed.get("reason", ""),
        until_fault=faults.get("until", ""),
        reason_fault=faults.get("reason", ""),
        is_refused=is_refused,
    )


def _kinds(row: Obligation, decision: Decision) -> tuple[KindChoice, ...]:
    """The papers of this rung for this kind of unit; where there is none, the memo that asks a leader to step in."""
    kinds = kinds_answering(row.the_line.unit.kind, Level(row.level))
    return choices_of(kinds, decision.typed.get("kind", "") if decision.act == DRAFT else "")


def _told(row: Obligation) -> Told:
    return Told(timezone.localdate(row.at), word_of(row.the_line.unit.kind, row.level, row.deed), row.rule)


def _outcome(row: Obligation) -> str:
    if row.state == ObligationState.MOOT:
        return f"{row.get_state_display()}：{row.reason}"
    if row.decided_by is None or row.decided_at is None:
        return ""
    day = timezone.localdate(row.decided_at)
    return f"{row.get_state_display()}：{row.reason}（{row.decided_by.user.full_name}，{day:%Y-%m-%d}）"


def _refuse(row: Obligation, paper: str, decision: Decision) -> Act:
    return Act(
        name=REFUSE,
        url=reverse("proposal_refuse", args=[row.pk]),
        verb="不予发出",
        question=QUESTION.format(unit=row.the_line.unit_name, paper=paper),
        reason_label="理由",
        reason=decision.typed.get("reason", "") if decision.act == REFUSE else "",
        fault=decision.sentence if decision.act == REFUSE else "",
    )


def proposal_chips(show: str) -> tuple[Chip, ...]:
    """What waits, what was put aside, what was decided."""
    choices = (("", "待处理"), (DEFERRED, "暂缓中"), (DECIDED, "已处理"))
    return chips(reverse("proposals"), {"show": show}, "show", choices)
