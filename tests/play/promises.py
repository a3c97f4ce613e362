"""What must hold after every step: the stored rows are what the model says, and what is derived agrees with itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import F, Max, OuterRef, Q, Subquery

from accounts.actor import Actor
from tasks_app.actions import sweeps
from tasks_app.dashboards.desk import COUNTED_AS, lines_of_unit, wanting
from tasks_app.dashboards.desk_counts import unit_desk_counts
from tasks_app.dashboards.line_today import CycleToday, cycle_today
from tasks_app.domain.access import UNIT_ROLES, Verb
from tasks_app.domain.extension_states import EXTENSION_MACHINE
from tasks_app.domain.lights import is_late, light
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.report_states import REPORT_MACHINE
from tasks_app.models import (
    Cycle,
    Extension,
    LineCase,
    Notification,
    Obligation,
    ProgressReport,
    StateChange,
    UnitLine,
    WorkItem,
)
from tasks_app.models.sight import line_granted
from tasks_app.permissions.checks import can
from tests.play.choices import Try
from tests.play.rules import ACTS
from tests.play.stage import MODELS, House
from tests.play.things import Person, Step
from tests.play.town import Town

# By which right each act of the model is done, where the right alone says who may.
VERBS: dict[str, Verb] = {
    **{act: LINE_MACHINE[act].verb for act in ("sign", "sign_on_behalf", "sign_off", "reopen")},
    **dict.fromkeys(("write_closing", "write_periodic", "rewrite"), Verb.WRITE_REPORT),
    **dict.fromkeys(("ask_suspension", "ask_cancellation"), Verb.RAISE_CASE),
    "record": Verb.RECORD_ON_BEHALF,
    "ask_more_time": Verb.ASK_EXTENSION,
    "object_to": Verb.OBJECT_LINE,
    **{act: REPORT_MACHINE[act].verb for act in ("send", "withdraw", "approve", "approve_on_paper")},
    **{act: REPORT_MACHINE[act].verb for act in ("accept", "accept_in_part", "accept_on_paper")},
    **{act: REPORT_MACHINE[act].verb for act in ("send_back", "send_back_on_paper")},
    **{f"{act}_request": EXTENSION_MACHINE[act].verb for act in ("withdraw", "grant", "refuse")},
    **{act: LINE_CASE_MACHINE[act].verb for act in ("uphold", "turn_down", "consent", "resume")},
    **{f"{act}_case": LINE_CASE_MACHINE[act].verb for act in ("grant", "refuse")},
}
KINDS = ("line", "report", "extension", "line_case")
LADDER = Q(subject__startswith="line:", rule__in=["S3", "S6", "R15", "R5", "R1", "E20", "U1", "D5"])


@dataclass(frozen=True)
class Marks:
    """The numbers of the last step on any timeline and of the last notice."""

    step: int
    notice: int

    @classmethod
    def now(cls) -> Self:
        """As they are stored."""
        last = [kind.objects.aggregate(last=Max("pk"))["last"] or 0 for kind in (StateChange, Notification)]
        return cls(*last)


def is_told(steps: Iterable[Step], hears: frozenset[str], by: str, *, since: Marks) -> Marks:
    """One step for what was done and for each thing that followed of it, all in the name of who did it, and no other;
    and who got a notice of it. Returns where that leaves the marks."""
    told = list(StateChange.objects.filter(pk__gt=since.step).values_list("pk", "kind", "act", "user_id"))
    assert Counter((kind, act) for _, kind, act, _ in told if kind in KINDS) == Counter(steps)
    assert {str(user) for _, kind, _, user in told if kind in KINDS} <= {by}
    notices = dict(Notification.objects.filter(pk__gt=since.notice).values_list("pk", "recipient_id"))
    assert {str(user) for user in notices.values()} == hears
    return Marks(max((since.step, *(pk for pk, *_ in told))), max((since.notice, *notices)))


def rows_are(town: Town) -> None:
    """Every line, report, request, case and item is where the model has it."""
    requests = list(Extension.objects.values_list("pk", "state", "line_id"))
    cases = list(LineCase.objects.values_list("pk", "state", "rests", "line_id", "new_deadline"))
    slips = Counter(line for _, state, line in requests if state == "granted")
    slips.update(line for *_, line, moved in cases if moved)
    fields = ("state", "deadline", "original_deadline", "round", "reported_through", "part", "unit__name", "ended_on")
    stored = {row[0]: row[1:] for row in UnitLine.objects.values_list("pk", *fields)}
    assert {pk: (*row[:-1], row[-1] is not None, slips[pk]) for pk, row in stored.items()} == {
        line.pk: (
            *(line.state, line.deadline, line.original, line.round),
            *(line.reported, line.part, line.unit, line.ended, line.slips),
        )
        for line in town.lines
    }
    reports = ProgressReport.objects.values_list("pk", "state", "is_late", "round", "redo_by", "author__user_id")
    assert {row[0]: (*row[1:-1], str(row[-1])) for row in reports} == {
        one.pk: (one.state, one.is_late, one.round, one.redo_by, one.author) for one in town.reports
    }
    assert {pk: state for pk, state, _ in requests} == {one.pk: one.state for one in town.requests}
    assert {pk: (state, rests) for pk, state, rests, *_ in cases} == {
        one.pk: (one.state, one.rests) for one in town.cases
    }
    items = dict(WorkItem.objects.values_list("pk", "state"))
    assert items == {item: town.item_state(item) for item in items}


def one_may(actor: Actor, town: Town, person: Person, row: Any, one: Try) -> None:
    """For a person and every act on the thing of a try: the rights of the table are those of the model."""
    for act in (act for act in ACTS.values() if act.kind == one.act.kind and act.name in VERBS):
        assert can(actor, VERBS[act.name], row) == act.may(town, person, one.thing), (person.name, act, one.thing)


def history_is_whole(kinds: Iterable[str] = MODELS) -> None:
    """The last row of each history bears the version of the row."""
    for kind in kinds:
        model = MODELS[kind]
        rows = model.history.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
        stale = model.objects.annotate(kept=Subquery(rows.values("version")[:1])).exclude(kept=F("version"))
        assert not list(stale.values_list("pk", "kept", "version")), kind


def everybody_sees_their_own(house: House, town: Town) -> None:
    """For every person lists agree with ``can`` and with the model."""
    for person in town.people.values():
        one_sees_their_own(house, town, person)


def one_sees_their_own(house: House, town: Town, person: Person) -> None:
    """For one of them."""
    lines = list(UnitLine.objects.select_related("unit", "work_item"))
    by_pk = {line.pk: line for line in town.lines}
    actor = house.actor(person.name, town.today)
    seen = {line.pk for line in lines if town.sees(person, by_pk[line.pk])}
    assert set(UnitLine.objects.visible_to(actor).values_list("pk", flat=True)) == seen, person
    assert {line.pk for line in lines if can(actor, Verb.SEE_LINE, line)} == seen, person
    read = {line.pk for line in lines if town.reads(person, by_pk[line.pk])}
    granted = UnitLine.objects.filter(line_granted(actor, Verb.READ_LINE))
    assert set(granted.values_list("pk", flat=True)) == read, person
    assert {line.pk for line in lines if can(actor, Verb.READ_LINE, line)} == read, person
    owned = {pk for pk in by_pk if town.owns(person, by_pk[pk])}
    assert set(UnitLine.objects.own_of(actor).values_list("pk", flat=True)) == owned, person
    out = ("submitted", "accepted", "sent_back")
    reports = {
        one.pk
        for one in town.reports
        if one.line.pk in owned or (one.line.pk in read and one.state in out and one.submitted)
    }
    assert set(ProgressReport.objects.visible_to(actor).values_list("pk", flat=True)) == reports, person
    if person.role in UNIT_ROLES:
        counts_are_lists(actor, house.cycle, cycle_today(house.cycle, town.today))


def counts_are_lists(actor: Any, cycle: Cycle, year: CycleToday) -> None:
    """What the desk counts is what its lists show."""
    counts, _ = unit_desk_counts(actor, cycle, year)
    own = lines_of_unit(actor, cycle)
    for want, name in COUNTED_AS.items():
        assert getattr(counts, name) == own.filter(wanting(want, year, actor.unit_id)).count(), want


def lights_agree(house: House, town: Town) -> None:
    """The light of the rule is the light in SQL; who is late is late in the model."""
    moment = cycle_today(house.cycle, town.today).moment
    rows = list(UnitLine.objects.with_light(moment))
    assert {row.pk: row.light for row in rows} == {row.pk: light(row.facts, moment).value for row in rows}
    late = {line.pk for line in town.lines if town.is_late(line)}
    assert {row.pk for row in rows if is_late(row.facts, town.today)} == late
    assert set(UnitLine.objects.late(town.today).values_list("pk", flat=True)) == late


def one_line_each(town: Town) -> None:
    """A unit holds at most one line in force of an item."""
    held = UnitLine.objects.filter(ended_on__isnull=True).values_list("work_item_id", "unit_id")
    assert len(held) == len(set(held))


def clock_is_just(town: Town, at: datetime, since: int) -> Counter[str]:
    """What the clock told since is due, speaks to whom it should, and is told once; returned by its rules."""
    by_pk = {line.pk: line for line in town.lines}
    fired = Obligation.objects.filter(pk__gt=since, state="fired")
    for row in fired.filter(LADDER):
        line = by_pk[row.of_line_id]  # type: ignore[index]
        assert line.state in ("pending_signature",) if row.rule.startswith("S") else True, row.rule
        assert not town.is_resting(line), (row.rule, line)
        assert row.rule not in ("U1", "D5") or town.is_late(line), (row.rule, line)
    heard = Notification.objects.filter(obligation__in=fired).values_list(
        "obligation__rule", "obligation__of_line", "recipient"
    )
    for rule, pk, user in heard:
        hearers = {one.role for one in town.people.values() if one.user == str(user)}
        is_own = str(user) in town.people_of(by_pk[pk].unit)
        assert is_own or not hearers <= {*UNIT_ROLES}, (rule, by_pk[pk], hearers)
    every_late_line_was_urged(town)
    if heard:
        assert sweeps.sweep(at=at).fired == [], "a second look found more"
    keys = Obligation.objects.values_list("subject", "rule", "round")
    assert len(keys) == len(set(keys))
    return Counter(fired.values_list("rule", flat=True))


def every_late_line_was_urged(town: Town) -> None:
    """A line whose ladder never rested was told that it is late (in one voice with others, or superseded)."""
    urged = set(Obligation.objects.filter(rule="U1").values_list("of_line_id", "round"))
    for line in town.lines:
        if town.is_late(line) and line.state in ("pending_signature", "in_progress", "unit_review"):
            is_due = town.plus(line.deadline, 1) <= town.today
            assert line.rested or line.ended or not is_due or (line.pk, line.round) in urged, line


def last_of_ledger() -> int:
    """The number of the last row of the ledger."""
    return Obligation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
