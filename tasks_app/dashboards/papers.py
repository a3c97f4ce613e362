"""The office's papers (公文): which wait for whom, all by state, and what can be drafted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.actor import Actor
from accounts.models import Unit
from tasks_app.domain.access import UNIT_ROLES, Role
from tasks_app.domain.paper_choices import CLASS_WORDS, kinds_about, kinds_of_period
from tasks_app.domain.paper_kinds import KINDS, Kind, Need
from tasks_app.domain.paper_numbers import number_text
from tasks_app.domain.paper_rules import CLASSES
from tasks_app.domain.paper_states import REVISED, PaperState
from tasks_app.models import Cycle, NumberSeries, Paper, PaperGround, PaperService, UnitLine
from tasks_app.permissions.reviewing import office_circle

MOST_WAITING = 20
MOST_LINES = 50
SENT = tuple(code for code, kind in KINDS.items() if kind.addressees)
AGREED = tuple(code for code, kind in KINDS.items() if Need.LEADER_AGREES in kind.needs)
SIGNED = tuple(code for code, kind in KINDS.items() if kind.approval == "sign")
JUDGEMENTS = tuple(code for code, kind in KINDS.items() if kind.is_judgement)
LONG_WORDS = ("words", "context")


def papers_listed(actor: Actor, state: str = "") -> "QuerySet[Paper]":
    """The papers this person sees, in one state where one is named."""
    papers = Paper.objects.visible_to(actor)
    return papers.filter(state=state) if state else papers


def with_addressees(papers: "QuerySet[Paper]") -> "QuerySet[Paper]":
    """What a list shows of its papers; their words stay where they are."""
    return papers.defer(*LONG_WORDS).prefetch_related("services")


def papers_waiting(actor: Actor) -> list[Paper]:
    """The papers whose next step is this very person's, oldest first, at most ``MOST_WAITING``."""
    waits = WAITING.get(actor.role, ())
    if not waits:
        return []
    wanted = Q(pk__in=[])
    for asked in waits:
        wanted |= asked(actor)
    papers = Paper.objects.visible_to(actor).filter(wanted).exclude(_of_own_unit(actor))
    return list(with_addressees(papers).order_by("drafted_at", "id")[:MOST_WAITING])


def _own_drafts(actor: Actor) -> Q:
    return Q(state=PaperState.DRAFT, author__user=actor.user)


def _to_check(actor: Actor) -> Q:
    return Q(state=PaperState.CHECKING) & ~_written_by(actor)


def _written_by(actor: Actor) -> Q:
    """Papers whose words this person drafted or revised: somebody else checks and signs them."""
    revised = Paper.history.filter(
        id=OuterRef("pk"), history_user=actor.user, history_change_reason__startswith=REVISED
    )
    return Q(author__user=actor.user) | Q(Exists(revised))


def _to_send(actor: Actor) -> Q:
    """A memo is done when it has its number; everything else is stamped and sent."""
    on_the_way = Q(state__in=(PaperState.NUMBERED, PaperState.SEALED), kind__in=SENT)
    return Q(state=PaperState.SIGNED) | on_the_way


def _to_sign(actor: Actor) -> Q:
    ready = Q(state=PaperState.PRESENTED, kind__in=SIGNED) & (~Q(kind__in=AGREED) | Q(agreed_at__isnull=False))
    tied = Q(kind__in=JUDGEMENTS) & _addressed_to(_entangled(post.unit for post in actor.posts))
    return ready & ~_written_by(actor) & ~tied


def _to_agree(actor: Actor) -> Q:
    return Q(state=PaperState.PRESENTED, kind__in=AGREED, agreed_at__isnull=True)


def _to_instruct(actor: Actor) -> Q:
    return Q(state=PaperState.PRESENTED) & ~Q(kind__in=SIGNED)


def _about_the_office(actor: Actor) -> Q:
    """What the director may not sign, since it is about the office's own house."""
    return _about(office_circle())


def _about(circle: frozenset[int]) -> Q:
    ready = Q(state=PaperState.PRESENTED, kind__in=SIGNED) & (~Q(kind__in=AGREED) | Q(agreed_at__isnull=False))
    return ready & Q(kind__in=JUDGEMENTS) & _addressed_to(Q(unit__in=circle))


def for_leaders(actor: Actor, circle: frozenset[int]) -> "QuerySet[Paper]":
    """The papers that wait for a group leader's decision, as far as the actor may see them, the oldest first."""
    wanted = _to_agree(actor) | _to_instruct(actor) | _about(circle)
    papers: QuerySet[Paper] = Paper.objects.visible_to(actor).filter(wanted)
    return papers.order_by("stepped_on", "id")


WAITING: dict[str, tuple[Callable[[Actor], Q], ...]] = {
    Role.OFFICE_CLERK: (_own_drafts, _to_check, _to_send),
    Role.OFFICE_DIRECTOR: (_own_drafts, _to_check, _to_sign, _to_send),
    Role.GROUP_LEADER: (_to_agree, _to_instruct, _about_the_office),
}


def _of_own_unit(actor: Actor) -> Q:
    """Judgements on a unit for which this person works: nobody handles these for their own, nor a memo about it."""
    own = [post.unit for post in actor.posts if post.role in UNIT_ROLES]
    about = PaperGround.objects.filter(_entangled(own, "line__"), paper=OuterRef("pk"))
    return Q(kind__in=JUDGEMENTS) & (_addressed_to(_entangled(own)) | Q(~Q(kind__in=SENT), Exists(about)))


def _entangled(units: Iterable[Unit], prefix: str = "") -> Q:
    """The rows of units that are these, that host these, or that sit in these (``domain.conflicts``)."""
    known = list(units)
    own = {unit.pk for unit in known}
    hosts = {unit.hosted_by_id for unit in known if unit.hosted_by_id}
    return Q(**{f"{prefix}unit__in": own | hosts}) | Q(**{f"{prefix}unit__hosted_by__in": own})


def _addressed_to(units: Q) -> Q:
    return Q(Exists(PaperService.objects.filter(units, paper=OuterRef("pk"))))


@dataclass(frozen=True)
class Selection:
    """Late lines of one unit, and by which kinds of paper one may speak of them."""

    unit: Unit
    lines: tuple[UnitLine, ...]
    kinds: tuple[Kind, ...]


def selections(lines: Iterable[UnitLine]) -> list[Selection]:
    """The lines by unit, for one paper addresses one unit. The lines come with their unit."""
    found: dict[int, list[UnitLine]] = {}
    for line in lines:
        found.setdefault(line.unit_id, []).append(line)
    return [Selection(some[0].unit, tuple(some), kinds_about(some[0].unit.kind)) for some in found.values()]


def lines_chosen(actor: Actor, ids: Iterable[int]) -> list[UnitLine]:
    """The lines with these ids that are visible and still run, in the order of units. One query."""
    wanted = sorted(set(ids))[:MOST_LINES]
    lines = UnitLine.objects.visible_to(actor).filter(pk__in=wanted, ended_on__isnull=True)
    joined = lines.select_related("unit", "cycle", "work_item__year_plan__task")
    return list(joined.defer("work_item__deliverable").order_by("unit__order", "deadline", "id"))


@dataclass(frozen=True)
class DispatchClass:
    """A class of units that stands in one 调度 together, and the kind of paper it gets."""

    code: str
    label: str
    kind: Kind
    units: tuple[Unit, ...]


def dispatch_classes(cycle: Cycle) -> list[DispatchClass]:
    """The classes with units that have open lines in the year, once for each kind they may get. One query.

    Departments get a 通知 or, where no mandate lets the office write one (``paper_demands``), a 函.
    """
    open_lines = UnitLine.objects.filter(cycle=cycle, ended_on__isnull=True, unit=OuterRef("pk"))
    units = list(Unit.objects.filter(Exists(open_lines)).order_by("order", "id"))
    found = []
    for code, (kinds, words) in enumerate(zip(CLASSES, CLASS_WORDS, strict=True)):
        some = tuple(unit for unit in units if unit.kind in kinds)
        for choice, kind in enumerate(kinds_of_period(kinds) if some else ()):
            found.append(DispatchClass(f"{code}.{choice}" if choice else str(code), words, kind, some))
    return found


def next_number(kind: Kind, on: date) -> str:
    """The number the next paper of this kind gets, as it looks now; empty while no 代字 is set. One query."""
    row = NumberSeries.objects.filter(series=kind.series, year=on.year).first()
    return number_text(row.code, row.year, row.following) if row else ""
