"""Drafting a paper (拟稿): from what the clock proposed, from late lines the office chose, or for a report period."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.actions import paper_demands, paper_proposals, recording
from tasks_app.actions.paper_steps import locked_paper, step
from tasks_app.actions.transition import raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_kinds import FORM_WORDS, Kind, Need
from tasks_app.domain.paper_rules import fault_of_addressees, kind_of
from tasks_app.domain.paper_states import PaperState
from tasks_app.domain.refusals import Invalid, NotNow
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import (
    Cycle,
    Interview,
    Obligation,
    Paper,
    PaperGround,
    PaperService,
    ReportPeriod,
    UnitLine,
)
from tasks_app.permissions import checks

LONGEST_MATTER, LONGEST_CORRECTED = 40, 90
NOT_OF_UNIT = "所选承办事项不属于主送单位，请重新选择。"
NOT_A_DRAFT = "本件已经送核，不能再修改；如需修改请先撤回。"
CORRECTED_UNISSUED = "只能更正已印发的公文；尚未印发的请直接修改或作废。"
SEVERAL, ONE = "{count}项重点任务", "第{number}项重点任务"


@dataclass(frozen=True)
class Wanted:
    """What a paper is to be: kind, addressees, the late lines it stands on, and what it belongs to."""

    kind: str
    cycle: Cycle
    units: Sequence[Unit] = ()
    lines: Sequence[UnitLine] = ()
    proposals: Sequence[Obligation] = ()
    period: ReportPeriod | None = None
    corrects: Paper | None = None


@dataclass(frozen=True)
class Words:
    """What the drafter writes: title, the passages of the kind, the reply window in working days."""

    title: str
    passages: dict[str, str] = field(default_factory=dict)
    reply_days: int | None = None


@transaction.atomic
def draft(wanted: Wanted, *, by: Actor, at: datetime) -> Paper:
    """Makes a draft with its addressees and grounds; a proposal it answers is thereby decided (拟稿).

    Raises Invalid for a kind that has no way out here or addressees it may not have, NotAllowed for whoever works
    for the unit, NotNow where a proposal was decided meanwhile.
    """
    kind = kind_of(wanted.kind)
    lines = [*wanted.lines, *(proposal.of_line for proposal in wanted.proposals)]
    _require_sound(kind, wanted, lines)
    paper = Paper(
        kind=kind.kind,
        cycle=wanted.cycle,
        period=wanted.period,
        title=_title(kind, wanted, lines),
        reply_days=kind.reply_days,
        corrects=wanted.corrects,
        author=by.own_post,
        drafted_at=at,
    )
    checks.require(by, Verb.DRAFT_PAPER)
    recording.save(paper, by=by, at=at, why="拟稿")
    _address(paper, wanted.units, lines, by=by, at=at)
    _ground(paper, lines, wanted.proposals, by=by, at=at)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    for proposal in sorted(wanted.proposals, key=lambda row: row.of_line_id):
        paper_proposals.take_up(proposal, by=by, at=at)
    if Need.LEADER_AGREES in kind.needs:
        case = Interview(notice=paper, unit=wanted.units[0])
        recording.save(case, by=by, at=at, why="拟约谈")
    return paper


@transaction.atomic
def revise(paper: Paper, words: Words, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Writes the words of a draft; what is not yet complete stays a draft. Raises Invalid, NotNow or Stale."""
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    if paper.state != PaperState.DRAFT:
        raise NotNow(NOT_A_DRAFT)
    paper.title = on_one_line(words.title)
    known = {passage.code for passage in paper.declared.passages}
    paper.words = {code: cleaned(text) for code, text in words.passages.items() if code in known}
    if paper.declared.reply_days is not None:
        paper.reply_days = words.reply_days or paper.declared.reply_days
    raise_version(paper)
    return recording.save(paper, by=by, at=at, why="修改拟稿")


@transaction.atomic
def submit(paper: Paper, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Sends the draft to be checked (送核); its grounds are frozen as they stand now.

    Raises Invalid naming everything that is missing, also 缺少授权依据.
    """
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    paper.mandate = paper_demands.require_whole(paper, today=timezone.localdate(at))
    paper_demands.freeze_grounds(paper, by=by, at=at)
    step(paper, "submit", by=by, at=at)
    return paper


@transaction.atomic
def recall(paper: Paper, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Takes the draft back while nobody has checked it (撤回)."""
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    step(paper, "recall", by=by, at=at)
    return paper


def _require_sound(kind: Kind, wanted: Wanted, lines: Sequence[UnitLine]) -> None:
    faults = {}
    fault = fault_of_addressees(kind, [unit.kind for unit in wanted.units])
    if fault:
        faults["units"] = fault
    units = {unit.pk for unit in wanted.units}
    if units and any(line.unit_id not in units for line in lines):
        faults["lines"] = NOT_OF_UNIT
    if wanted.corrects and wanted.corrects.state != PaperState.ISSUED:
        faults["corrects"] = CORRECTED_UNISSUED
    if faults:
        raise Invalid(faults)


def _title(kind: Kind, wanted: Wanted, lines: Sequence[UnitLine]) -> str:
    """The usual title; the drafter may write another."""
    matter = _matter(lines)
    unit = wanted.units[0].name if wanted.units else ""
    period = wanted.period.name if wanted.period else ""
    if wanted.corrects:
        return f"关于更正《{wanted.corrects.title[:LONGEST_CORRECTED]}》的{FORM_WORDS[kind.form]}"
    return kind.title.format(matter=matter, unit=unit, period=period)


def _matter(lines: Sequence[UnitLine]) -> str:
    """What a title says it is about; a long name gives way to its number, for half a name says nothing."""
    if len(lines) > 1:
        return SEVERAL.format(count=len(lines))
    if not lines:
        return "有关工作"
    item = lines[0].work_item
    return item.title if len(item.title) <= LONGEST_MATTER else ONE.format(number=item.year_plan.task.number)


def _address(paper: Paper, units: Sequence[Unit], lines: Sequence[UnitLine], *, by: Actor, at: datetime) -> None:
    first = {line.unit_id: line for line in reversed(lines)}
    if not lines and units:
        first = _open_lines(paper.cycle, units)
    services = [
        PaperService(paper=paper, unit=unit, unit_name=unit.name, line=first.get(unit.pk))
        for unit in sorted(units, key=lambda unit: (unit.order, unit.pk))
        if unit.kind != UnitKind.COORDINATION
    ]
    recording.create_many(services, by=by, at=at, why="拟送")


def _open_lines(cycle: Cycle, units: Sequence[Unit]) -> dict[int, UnitLine]:
    """A line through which the clock finds each unit of a paper that stands on none."""
    lines = UnitLine.objects.filter(cycle=cycle, unit__in=units, ended_on__isnull=True).order_by("-id")
    return {line.unit_id: line for line in lines}


def _ground(
    paper: Paper, lines: Sequence[UnitLine], answered: Sequence[Obligation], *, by: Actor, at: datetime
) -> None:
    of_line = {proposal.of_line_id: proposal for proposal in answered}
    grounds = [
        PaperGround(paper=paper, line=line, proposal=of_line.get(line.pk))
        for line in {line.pk: line for line in lines}.values()
    ]
    recording.create_many(grounds, by=by, at=at, why="列为事实依据")
