"""What the clock would do if nobody acted (预演), over lines and targets as they are today. Nothing is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q

from tasks_app.dashboards.clock_facts import facts_of
from tasks_app.dashboards.clock_targets import asked_between
from tasks_app.domain.line_states import OPEN
from tasks_app.domain.policy_versions import Policies
from tasks_app.domain.rehearsal import Rehearsed, rehearse, rehearse_readings
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Target, UnitLine
from tasks_app.models.line import UnitLineQuerySet

# A page plays at most this many lines, those first whose next step comes first; the command plays all, in batches.
MOST_LINES = 3000
BATCH = MOST_LINES


@dataclass(frozen=True)
class Foreseen:
    """A step that would be taken, and on whose line, or about the figure of which target."""

    step: Rehearsed
    line: UnitLine | None = None
    target: Target | None = None

    @property
    def unit_name(self) -> str:
        """Whose it is, as the line has it; of a target nobody reports that."""
        return self.line.unit_name if self.line else self._target.reporter_name

    @property
    def unit_kind(self) -> str:
        """The kind of the unit, whose words it is told in."""
        return self.line.unit.kind if self.line else self._target.reporter_kind

    @property
    def matter(self) -> str:
        """What it is about: the item, or the year of a target."""
        if self.line:
            return self.line.work_item.title
        return self._target.matter_of(int(self.step.subject.rpartition("/")[2]))

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among the steps of a day: the lines in their order, then the targets in theirs."""
        return (0, self.line.pk) if self.line else (1, self._target.pk)

    @property
    def _target(self) -> Target:
        if self.target is None:
            raise ValueError(f"{self.step.subject} is about no line and no target")
        return self.target


@dataclass(frozen=True)
class Rehearsal:
    """Steps in the order of days. ``is_cut``: there are more lines than a page plays."""

    foreseen: list[Foreseen]
    is_cut: bool = False

    @property
    def fired(self) -> list[Foreseen]:
        """The steps that somebody would hear of."""
        return [one for one in self.foreseen if not one.step.superseded]

    def since(self, day: date) -> "Rehearsal":
        """The steps from a day on."""
        return Rehearsal([one for one in self.foreseen if one.step.on >= day], self.is_cut)


def unfinished_lines() -> UnitLineQuerySet:
    """Every line the clock may still have a word about, with what its facts are made from."""
    waiting = Q(state__in=OPEN) | Q(next_step_on__isnull=False)
    lines = UnitLine.objects.filter(waiting, ended_on__isnull=True).select_related("cycle", "unit", "work_item")
    return lines.defer("work_item__deliverable").order_by("next_step_on", "pk")


def lines_due_by(day: date) -> UnitLineQuerySet:
    """The lines that the clock will look at until that day: what is due is read, not what exists."""
    return unfinished_lines().filter(next_step_on__lte=day)


def rehearsed(
    lines: UnitLineQuerySet,
    tried: Sequence[Policies],
    calendar: Calendar,
    *,
    start: date,
    end: date,
    most: int | None = None,
) -> list[Rehearsal]:
    """One rehearsal for each set of rules over the same lines, at most ``most``, and over all targets.

    Six or seven queries a batch; one more for a plan without targets, three for one with.
    """
    chosen = list(lines if most is None else lines[: most + 1])
    is_cut = most is not None and len(chosen) > most
    chosen = chosen[:most]
    plays: list[list[Foreseen]] = [[] for _ in tried]
    for batch in _batches(chosen):
        known = facts_of(batch)
        for line in batch:
            for play, policies in zip(plays, tried, strict=True):
                steps = rehearse(known[line.pk], policies, calendar, start=start, end=end)
                play += [Foreseen(step, line) for step in steps]
    for play, readings in zip(plays, _readings(tried, calendar, start, end), strict=True):
        play += readings
    return [Rehearsal(sorted(play, key=_in_order), is_cut) for play in plays]


def _readings(tried: Sequence[Policies], calendar: Calendar, start: date, end: date) -> Iterator[list[Foreseen]]:
    """The steps about the figures of all targets, for each set of rules."""
    asked = asked_between(list(Target.objects.on_the_clock()), calendar, start, end)
    by_key = {one.facts.key: one.target for one in asked}
    subjects = [(one.facts, one.days) for one in asked]
    for policies in tried:
        steps = rehearse_readings(subjects, policies, calendar, start=start, end=end)
        yield [Foreseen(step, target=by_key[step.subject]) for step in steps]


def _batches(lines: Iterable[UnitLine]) -> Iterator[list[UnitLine]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _in_order(one: Foreseen) -> tuple[date, tuple[int, int], str, str]:
    return one.step.on, one.place, one.step.subject, one.step.step.rule.code


@dataclass(frozen=True)
class Moved:
    """A step that has not fired and falls on another day under another calendar.

    None for a day beyond the horizon: it is pushed past the last day that was played, or comes in from there.
    """

    of: Foreseen
    rule: str
    before: date | None
    after: date | None


@dataclass(frozen=True)
class Moves:
    """The moved steps in the order of their present days, played until ``end``; ``is_cut`` as in a rehearsal."""

    steps: tuple[Moved, ...] = ()
    end: date | None = None
    is_cut: bool = False


def moved_by(
    lines: UnitLineQuerySet, policies: Policies, old: Calendar, new: Calendar, *, start: date, end: date, most: int
) -> Moves:
    """Which unfired steps a new calendar moves."""
    plays = [rehearsed(lines, [policies], calendar, start=start, end=end, most=most)[0] for calendar in (old, new)]
    now, then = (_by_key(play) for play in plays)
    moved = (_moved(now.get(key), then.get(key)) for key in dict.fromkeys((*now, *then)))
    steps = sorted((one for one in moved if one), key=lambda one: (one.before or end, one.of.place, one.rule))
    return Moves(tuple(steps), end, plays[0].is_cut)


def _by_key(rehearsal: Rehearsal) -> dict[tuple[str, str], Foreseen]:
    return {(one.step.subject, one.step.step.rule.code): one for one in rehearsal.foreseen}


def _moved(now: Foreseen | None, then: Foreseen | None) -> Moved | None:
    known = now or then
    if known is None:
        return None
    before, after = (one.step.step.due_day if one else None for one in (now, then))
    return Moved(known, known.step.step.rule.code, before, after) if before != after else None
