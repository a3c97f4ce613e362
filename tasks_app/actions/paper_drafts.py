"""Drafting a paper (拟稿): from what the clock proposed, from late lines the office chose, or for a report period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Unit, UnitKind
from tasks_app.actions import paper_demands, paper_proposals, recording
from tasks_app.actions.paper_steps import ask_clock_about, locked_paper, step
from tasks_app.actions.transition import for_update, raise_version, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_kinds import FORM_WORDS, Kind, Need
from tasks_app.domain.paper_rules import (
    LONGEST_ASKED,
    TOO_LONG,
    fault_of_addressees,
    faults_of_belonging,
    faults_of_size,
    kind_of,
)
from tasks_app.domain.paper_states import REVISED, PaperState
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
CORRECTED_OTHERWISE = "更正公文须与原件同一文种、主送同一单位。"
CORRECTED_UNISSUED = "只能更正已印发的公文；尚未印发的请直接修改或作废。"
SEVERAL, ONE = "{count}项重点任务", "第{number}项重点任务"


@dataclass(frozen=True)
class Wanted:
    """What a paper is to be: kind, addressees, the late lines it stands on, and what it belongs to.

    ``case`` is the interview that minutes record; a correction belongs to what the first paper belonged to. ``shown``
    says of a proposal, by its id, how often it had been put aside on the page that was read.
    """

    kind: str
    cycle: Cycle
    units: Sequence[Unit] = ()
    lines: Sequence[UnitLine] = ()
    proposals: Sequence[Obligation] = ()
    period: ReportPeriod | None = None
    corrects: Paper | None = None
    case: Interview | None = None
    shown: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What the drafter writes: title, the passages of the kind, the reply window in working days.

    ``asked`` says what is asked about a line, by the id of its ground; where nothing is written, the usual is asked.
    """

    title: str
    passages: dict[str, str] = field(default_factory=dict)
    reply_days: int | None = None
    asked: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def draft(wanted: Wanted, *, by: Actor, at: datetime) -> Paper:
    """Makes a draft with its addressees and grounds; a proposal it answers is thereby decided (拟稿).

    Raises Invalid for a kind that has no way out here or addressees it may not have, NotAllowed for whoever works
    for the unit, NotNow or Stale where a proposal was decided or put aside meanwhile.
    """
    kind = kind_of(wanted.kind)
    lines = [*wanted.lines, *(proposal.the_line for proposal in wanted.proposals)]
    _require_sound(kind, wanted, lines)
    answered = [] if wanted.corrects else paper_proposals.answered_by(kind, wanted.proposals, lines)
    paper = Paper(
        kind=kind.kind,
        cycle=wanted.cycle,
        period=wanted.period,
        title=_title(kind, wanted, lines),
        reply_days=kind.reply_days,
        corrects=wanted.corrects,
        author=by.own_post,
        drafted_at=at,
        stepped_on=timezone.localdate(at),
    )
    checks.require(by, Verb.DRAFT_PAPER)
    found_through = _lines_of_units(wanted, lines)
    paper.line = min((*lines, *found_through.values()), key=attrgetter("pk"), default=None)
    recording.save(paper, by=by, at=at, why="拟稿")
    _address(paper, wanted.units, found_through, by=by, at=at)
    _ground(paper, lines, answered, by=by, at=at)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    ask_clock_about(paper, at=at)
    for proposal in answered:
        paper_proposals.take_up(proposal, by=by, at=at, version=wanted.shown.get(proposal.pk))
    if Need.LEADER_AGREES in kind.needs and not wanted.corrects:
        case = Interview(notice=paper, unit=wanted.units[0])
        recording.save(case, by=by, at=at, why="拟约谈")
    return paper


@transaction.atomic
def revise(paper: Paper, words: Words, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Writes the words of a draft; what is not yet complete stays a draft. Raises Invalid, NotNow or Stale.

    Whoever changed a word does not check or sign the paper, and a consent of the government was to the words before.
    """
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    if paper.state != PaperState.DRAFT:
        raise NotNow(NOT_A_DRAFT)
    _require_sizes(paper.declared, words)
    before = (paper.title, paper.words, paper.reply_days)
    paper.title = on_one_line(words.title)
    known = {passage.code for passage in paper.declared.passages}
    paper.words = {code: cleaned(text) for code, text in words.passages.items() if code in known}
    if paper.declared.reply_days is not None:
        paper.reply_days = words.reply_days or paper.declared.reply_days
    is_asked_anew = _ask(paper, words.asked, by=by, at=at)
    if before == (paper.title, paper.words, paper.reply_days) and not is_asked_anew:
        return paper
    paper.consent_on = None
    raise_version(paper)
    return recording.save(paper, by=by, at=at, why=REVISED)


@transaction.atomic
def submit(paper: Paper, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Sends the draft to be checked (送核); its grounds are frozen as they stand now.

    Raises Invalid naming everything that is missing, also 缺少授权依据.
    """
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.DRAFT_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    _lock_lines(paper)
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
    elif wanted.corrects and not _is_like(wanted.corrects, kind, units):
        faults["corrects"] = CORRECTED_OTHERWISE
    case = wanted.case or _case_corrected(wanted)
    is_of_held_case = case is not None and case.held_at is not None and units == {case.unit_id}
    faults |= faults_of_belonging(kind, has_period=wanted.period is not None, is_of_held_case=is_of_held_case)
    if faults:
        raise Invalid(faults)


def _is_like(first: Paper, kind: Kind, units: set[int]) -> bool:
    """Whether a correction is of the kind of the first paper and goes to the same units, and to no other."""
    return first.kind == kind.kind and units == set(first.services.values_list("unit", flat=True))


def _case_corrected(wanted: Wanted) -> Interview | None:
    """The interview recorded by the minutes that are corrected."""
    return Interview.objects.filter(minutes=wanted.corrects.first).first() if wanted.corrects else None


def _require_sizes(kind: Kind, words: Words) -> None:
    """Raises Invalid for words beyond what a paper and its columns hold, whichever door they came through."""
    faults = faults_of_size(kind, words.title, words.passages, words.reply_days)
    for ground, text in words.asked.items():
        if len(cleaned(text)) > LONGEST_ASKED:
            faults[f"asked_{ground}"] = TOO_LONG.format(most=LONGEST_ASKED, count=len(cleaned(text)))
    if faults:
        raise Invalid(faults)


def _ask(paper: Paper, asked: dict[int, str], *, by: Actor, at: datetime) -> bool:
    """Writes what is asked about each line; whether anything was asked otherwise than before."""
    changed = []
    for ground in paper.grounds.filter(pk__in=asked):
        text = cleaned(asked[ground.pk])
        if text != ground.asked:
            ground.asked = text
            changed.append(ground)
    recording.update_many(changed, ["asked"], by=by, at=at, why=REVISED)
    return bool(changed)


def _lock_lines(paper: Paper) -> None:
    """Locks what the paper stands on: of two about one line that are sent on at once, the later sees the other."""
    if paper.declared.is_about_grounds:
        lines = UnitLine.objects.filter(pk__in=paper.grounds.values("line"))
        list(for_update(lines).order_by("pk").values_list("pk"))


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


def _address(
    paper: Paper, units: Sequence[Unit], found_through: Mapping[int, UnitLine], *, by: Actor, at: datetime
) -> None:
    services = [
        PaperService(paper=paper, unit=unit, unit_name=unit.name, line=found_through.get(unit.pk))
        for unit in sorted(units, key=lambda unit: (unit.order, unit.pk))
        if unit.kind != UnitKind.COORDINATION
    ]
    recording.create_many(services, by=by, at=at, why="拟送")


def _lines_of_units(wanted: Wanted, lines: Sequence[UnitLine]) -> dict[int, UnitLine]:
    """The line through which the clock finds each addressee: the first of its grounds, or any where it has none."""
    if lines or not wanted.units:
        return {line.unit_id: line for line in reversed(lines)}
    found = UnitLine.objects.filter(cycle=wanted.cycle, unit__in=wanted.units, ended_on__isnull=True)
    return {line.unit_id: line for line in found.order_by("-id")}


def _ground(
    paper: Paper, lines: Sequence[UnitLine], answered: Sequence[Obligation], *, by: Actor, at: datetime
) -> None:
    of_line = {proposal.of_line_id: proposal for proposal in answered}
    grounds = [
        PaperGround(paper=paper, line=line, proposal=of_line.get(line.pk))
        for line in {line.pk: line for line in lines}.values()
    ]
    recording.create_many(grounds, by=by, at=at, why="列为事实依据")
