"""Proposals (建议) in words: which paper for whom, on what grounds, and what a person may decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.domain.lights import working_days_late
from tasks_app.domain.paper_kinds import KINDS, PaperKind, kinds_for
from tasks_app.domain.reach import Level, rung_of
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Obligation
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
    """What was typed into a decision that was refused, and why it was."""

    proposal: int
    act: str
    typed: str
    fault: str


@dataclass(frozen=True)
class ProposalRow:
    """One proposal with its grounds. Without ``refuse`` there is nothing this person may decide."""

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
    outcome: str
    barred: bool
    refuse: Act | None
    defer_url: str
    until: str
    until_fault: str
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
    return [_row(row, told.get(row.of_line_id, []), calendar, actor, _mine(decision, row)) for row in rows]


def _mine(decision: Decision | None, row: Obligation) -> Decision:
    return decision if decision and decision.proposal == row.pk else Decision(row.pk, "", "", "")


def _row(row: Obligation, told: list[Obligation], calendar: Calendar, actor: Actor, decision: Decision) -> ProposalRow:
    line, since = row.of_line, timezone.localdate(row.at)
    rung = rung_of(line.unit.kind, Level(row.level))
    is_open, may = row.decided_at is None, may_decide(actor, line)
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
        outcome=_outcome(row),
        barred=is_open and not may,
        refuse=_refuse(row, paper, decision) if is_open and may else None,
        defer_url=reverse("proposal_defer", args=[row.pk]),
        until=decision.typed if decision.act == DEFER else "",
        until_fault=decision.fault if decision.act == DEFER else "",
        kinds=_kinds(row, decision) if is_open and may_draft(actor, line) else (),
        draft_url=reverse("proposal_draft", args=[row.pk]),
        draft_fault=decision.fault if decision.act == DRAFT else "",
    )


def _kinds(row: Obligation, decision: Decision) -> tuple[KindChoice, ...]:
    """The papers of this rung for this kind of unit, and the memo that asks a leader to step in."""
    kinds = (*kinds_for(row.of_line.unit.kind, Level(row.level)), KINDS[PaperKind.MEMO])
    return choices_of(kinds, decision.typed if decision.act == DRAFT else "")


def _told(row: Obligation) -> Told:
    return Told(timezone.localdate(row.at), word_of(row.of_line.unit.kind, row.level, row.deed), row.rule)


def _outcome(row: Obligation) -> str:
    if row.decided_by is None or row.decided_at is None:
        return ""
    day = timezone.localdate(row.decided_at)
    return f"{row.get_state_display()}：{row.reason}（{row.decided_by.user.full_name}，{day:%Y-%m-%d}）"


def _refuse(row: Obligation, paper: str, decision: Decision) -> Act:
    return Act(
        name=REFUSE,
        url=reverse("proposal_refuse", args=[row.pk]),
        verb="不予发出",
        question=QUESTION.format(unit=row.of_line.unit_name, paper=paper),
        reason_label="理由",
        reason=decision.typed if decision.act == REFUSE else "",
        fault=decision.fault if decision.act == REFUSE else "",
    )


def proposal_chips(show: str) -> tuple[Chip, ...]:
    """What waits, what was put aside, what was decided."""
    choices = (("", "待处理"), (DEFERRED, "暂缓中"), (DECIDED, "已处理"))
    return chips(reverse("proposals"), {"show": show}, "show", choices)
