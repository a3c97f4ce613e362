"""What a check needs to know of a thing: where it hangs, whose it is, who wrote and who prepared it."""

from dataclasses import dataclass, replace
from functools import singledispatch

from accounts.models import Unit
from tasks_app.domain.conflicts import Seat
from tasks_app.domain.paper_states import REVISED, UNDER_APPROVAL, PaperState
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.year_states import ItemState
from tasks_app.models import (
    Cycle,
    Extension,
    Interview,
    Mandate,
    Paper,
    PaperService,
    ProgressReport,
    UnitLine,
    WorkItem,
)


@dataclass(frozen=True)
class Subject:
    """A thing seen by the permission kernel: ``seats`` of the units it is about; people are user ids."""

    work_item: int | None = None
    line: int | None = None
    service: int | None = None
    cycle: int | None = None
    seats: tuple[Seat, ...] = ()
    author: int | None = None
    preparers: frozenset[int] = frozenset()
    signer: int | None = None
    is_draft: bool = False


def seat_of(unit: Unit) -> Seat:
    """Where a unit stands."""
    return Seat(unit.pk, unit.hosted_by_id)


@singledispatch
def subject_of(thing: object) -> Subject:
    """The subject behind a thing; things without relations (the plan, the year's list) are a bare subject."""
    return Subject()


@subject_of.register
def _(thing: Subject) -> Subject:
    """A page that asks many verbs of one thing looks the thing up once."""
    return thing


@subject_of.register
def _(thing: WorkItem) -> Subject:
    return Subject(work_item=thing.pk, is_draft=thing.state == ItemState.DRAFT)


@subject_of.register
def _(thing: UnitLine) -> Subject:
    return Subject(
        work_item=thing.work_item_id, line=thing.pk, seats=(seat_of(thing.unit),), preparers=_who_accepted(thing)
    )


@subject_of.register
def _(thing: ProgressReport) -> Subject:
    line = thing.line
    return Subject(
        work_item=line.work_item_id,
        line=line.pk,
        seats=(seat_of(line.unit),),
        author=thing.author.user_id,
        preparers=frozenset(post.user_id for post in (thing.approved_by,) if post and post.user_id),
    )


@subject_of.register
def _(thing: Extension) -> Subject:
    line = thing.line
    return Subject(
        work_item=line.work_item_id, line=line.pk, seats=(seat_of(line.unit),), author=thing.asked_by.user_id
    )


@subject_of.register
def _(thing: Cycle) -> Subject:
    return Subject(preparers=_who_drew_up(thing))


@subject_of.register
def _(thing: Paper) -> Subject:
    subject = _of_paper(thing, [service.unit for service in thing.services.select_related("unit")])
    return replace(subject, preparers=_who_wrote(thing)) if thing.state in UNDER_APPROVAL else subject


@subject_of.register
def _(thing: PaperService) -> Subject:
    return replace(_of_paper(thing.paper, [thing.unit]), service=thing.pk)


@subject_of.register
def _(thing: Interview) -> Subject:
    service = thing.notice.services.filter(unit=thing.unit).first()
    return replace(_of_paper(thing.notice, [thing.unit]), service=service.pk if service else None)


@subject_of.register
def _(thing: Mandate) -> Subject:
    return Subject(author=thing.entered_by.user_id)


def _of_paper(paper: Paper, units: list[Unit]) -> Subject:
    """A paper is about its addressees where it says something about their work; a memo about those of its grounds."""
    if not units and paper.declared.is_about_grounds:
        units = [ground.line.unit for ground in paper.grounds.select_related("line__unit")]
    signed = paper.signed_by
    return Subject(
        cycle=paper.cycle_id,
        is_draft=paper.state in (PaperState.DRAFT, PaperState.CHECKING),
        seats=tuple(seat_of(unit) for unit in units) if paper.declared.is_judgement else (),
        author=paper.author.user_id,
        signer=signed.user_id if signed else None,
    )


def _who_wrote(paper: Paper) -> frozenset[int]:
    """Everybody who saved words of the draft: nobody checks or signs their own. Sending it back is no writing."""
    rows = Paper.history.filter(id=paper.pk, history_change_reason__startswith=REVISED, history_user__isnull=False)
    return frozenset(rows.order_by().values_list("history_user_id", flat=True).distinct())


def _who_drew_up(cycle: Cycle) -> frozenset[int]:
    """Everybody who opened the year, drew up one of its items or revised it: nobody issues what they drafted."""
    drafts = WorkItem.history.filter(year_plan__cycle=cycle, state=ItemState.DRAFT)
    people = drafts.filter(history_user__isnull=False).order_by().values_list("history_user_id", flat=True)
    return frozenset({cycle.drafted_by.user_id, *people.distinct()})


def _who_accepted(line: UnitLine) -> frozenset[int]:
    """The user who accepted the line's closing: the same person never signs it off."""
    accepted = ProgressReport.objects.filter(line=line, kind=ReportKind.CLOSING, state=ReportState.ACCEPTED)
    last = accepted.order_by("-reviewed_at", "-id").values_list("reviewed_by__user_id", flat=True).first()
    return frozenset() if last is None else frozenset({last})
