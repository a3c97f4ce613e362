"""What a check needs to know of a thing: where it hangs, whose it is, who wrote and who prepared it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, singledispatch

from accounts.actor import Actor
from accounts.models import Appointment, Post, Unit, UnitSuccession
from tasks_app.domain.access import Role
from tasks_app.domain.conflicts import Seat
from tasks_app.domain.instruction_states import INSTRUCTION_MACHINE
from tasks_app.domain.machine import Machine
from tasks_app.domain.paper_states import (
    INTERVIEW_MACHINE,
    ON_BEHALF,
    REVISED,
    SAID_BY_UNIT,
    SERVICE_MACHINE,
    UNDER_APPROVAL,
    PaperState,
)
from tasks_app.domain.report_states import ReportKind, ReportState
from tasks_app.domain.year_states import ItemState
from tasks_app.models import (
    Cycle,
    Extension,
    Instruction,
    InstructionReply,
    Interview,
    LineCase,
    Mandate,
    Opinion,
    Paper,
    PaperService,
    ProgressReport,
    StateChange,
    Target,
    TargetReading,
    UnitLine,
    WorkItem,
)
from tasks_app.permissions.authors import has_written


@dataclass(frozen=True)
class Person:
    """Who decided: a user, or where it was done on paper by somebody without an account, a name."""

    user: int | None = None
    name: str = ""

    def is_(self, actor: Actor) -> bool:
        """Whether this is the person who acts. Of a name alone everybody who bears it is thought."""
        if actor.user is None:
            return False
        return self.user == actor.user.pk if self.user else self.bears(actor.user.full_name)

    def bears(self, name: str) -> bool:
        """Whether this person is known by a name alone, and it is this one."""
        return self.user is None and bool(self.name) and self.name == name


def nobody(_user: int) -> bool:
    """No user at all."""
    return False


@dataclass(frozen=True)
class Subject:
    """A thing seen by the permission kernel: ``seats`` of the units it is about; people are user ids.

    ``year`` is the year of a figure, which belongs to no cycle. ``of_unit`` is the one unit that has to say something
    (批示, 意见), ``staff_of`` the unit whose post it is, ``holder`` the person who holds it, or whose own word it is.
    ``wrote`` tells of a user whether they wrote into it; it is asked only where that bars.
    """

    work_item: int | None = None
    line: int | None = None
    service: int | None = None
    reporting_unit: int | None = None
    of_unit: int | None = None
    staff_of: int | None = None
    holder: int | None = None
    cycle: int | None = None
    year: int | None = None
    seats: tuple[Seat, ...] = ()
    author: int | None = None
    wrote: Callable[[int], bool] = nobody
    preparers: frozenset[int] = frozenset()
    signer: Person = Person()
    agreed: Person = Person()
    recorder: int | None = None
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
        wrote=partial(has_written, thing=thing),
        preparers=frozenset(post.user_id for post in (thing.approved_by,) if post and post.user_id),
    )


@subject_of.register
def _(thing: Extension) -> Subject:
    line = thing.line
    return Subject(
        work_item=line.work_item_id, line=line.pk, seats=(seat_of(line.unit),), author=thing.asked_by.user_id
    )


@subject_of.register
def _(thing: LineCase) -> Subject:
    line = thing.line
    return Subject(
        work_item=line.work_item_id, line=line.pk, seats=(seat_of(line.unit),), author=thing.asked_by.user_id
    )


@subject_of.register
def _(thing: Cycle) -> Subject:
    return Subject(preparers=_who_drew_up(thing))


@subject_of.register
def _(thing: Opinion) -> Subject:
    author = thing.author.user_id if thing.author else None
    return Subject(of_unit=thing.unit_id, author=author, wrote=partial(has_written, thing=thing))


@subject_of.register
def _(thing: Paper) -> Subject:
    subject = _of_paper(thing, [service.unit for service in thing.services.select_related("unit")])
    return replace(subject, preparers=_who_wrote(thing)) if thing.state in UNDER_APPROVAL else subject


@subject_of.register
def _(thing: PaperService) -> Subject:
    recorder = _who_recorded(SERVICE_MACHINE, thing.pk)
    return replace(_of_paper(thing.paper, [thing.unit]), service=thing.pk, recorder=recorder)


@subject_of.register
def _(thing: Interview) -> Subject:
    service = thing.notice.services.filter(unit=thing.unit).first()
    recorder = _who_recorded(INTERVIEW_MACHINE, thing.pk)
    return replace(_of_paper(thing.notice, [thing.unit]), service=service.pk if service else None, recorder=recorder)


@subject_of.register
def _(thing: UnitSuccession) -> Subject:
    author = thing.proposed_by.user_id if thing.proposed_by else None
    return Subject(author=author, holder=author)


@subject_of.register
def _(thing: Unit) -> Subject:
    return Subject(staff_of=thing.pk)


@subject_of.register
def _(thing: Post) -> Subject:
    return Subject(staff_of=thing.unit_id, holder=thing.user_id)


@subject_of.register
def _(thing: Appointment) -> Subject:
    return Subject(staff_of=thing.unit_id, author=thing.asked_by.user_id)


@subject_of.register
def _(thing: Mandate) -> Subject:
    return Subject(author=thing.entered_by.user_id)


@subject_of.register
def _(thing: Target) -> Subject:
    unit = thing.reporting_unit
    return Subject(reporting_unit=thing.reporting_unit_id, seats=(seat_of(unit),) if unit else ())


@subject_of.register
def _(thing: TargetReading) -> Subject:
    return replace(subject_of(thing.target), year=thing.year)


@subject_of.register
def _(thing: Instruction) -> Subject:
    entered = thing.entered_by
    return Subject(work_item=thing.work_item_id, holder=entered.user_id if entered.role == Role.GROUP_LEADER else None)


@subject_of.register
def _(thing: InstructionReply) -> Subject:
    return Subject(
        work_item=thing.instruction.work_item_id,
        line=thing.line_id,
        seats=(seat_of(thing.unit),),
        recorder=_who_recorded(INSTRUCTION_MACHINE, thing.pk),
        # Whose line it hangs on: where the unit goes, its heir answers.
        of_unit=thing.line.unit_id if thing.line else thing.unit_id,
    )


def _of_paper(paper: Paper, units: list[Unit]) -> Subject:
    """A paper is about its addressees where it says something about their work; a memo about those of its grounds."""
    if not units and paper.declared.is_about_grounds:
        units = [ground.line.unit for ground in paper.grounds.select_related("line__unit")]
    return Subject(
        cycle=paper.cycle_id,
        is_draft=paper.state in (PaperState.DRAFT, PaperState.CHECKING),
        seats=tuple(seat_of(unit) for unit in units) if paper.declared.is_judgement else (),
        author=paper.author.user_id,
        signer=_who_decided(paper, "sign_on_paper", paper.signed_by, paper.signed_at),
        agreed=_who_decided(paper, "agree_on_paper", paper.agreed_by, paper.agreed_at),
    )


def _who_wrote(paper: Paper) -> frozenset[int]:
    """Everybody who saved words of the draft: nobody checks or signs their own. Sending it back is no writing."""
    rows = Paper.history.filter(id=paper.pk, history_change_reason__startswith=REVISED, history_user__isnull=False)
    return frozenset(rows.order_by().values_list("history_user_id", flat=True).distinct())


def _who_decided(paper: Paper, act: str, post: Post | None, at: datetime | None) -> Person:
    """Whoever signed the sheet that was registered then (登记线下签批); without a sheet, whoever clicked."""
    if post is None or at is None:
        return Person()
    sheet = paper.sheet_of(act, at)
    return Person(sheet.signer_user_id, sheet.signer) if sheet else Person(post.user_id)


def _who_recorded(machine: Machine, pk: int) -> int | None:
    """The user who entered for the unit (代录) what it said last: that person never closes it alone."""
    said = StateChange.objects.filter(kind=machine.subject, object_id=pk, act__in=SAID_BY_UNIT)
    last = said.order_by("-at", "-id").values_list("act", "user").first()
    return last[1] if last and last[0].endswith(ON_BEHALF) else None


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
