"""One line, one voice: what is left unsaid on a day, as tables over frozen facts."""

from dataclasses import replace

from tasks_app.domain.facts import Anchor, Facts, SubjectKind
from tasks_app.domain.ladder import after, due
from tasks_app.domain.one_voice import LATER_PERIOD, LOUDER, with_one_voice
from tasks_app.domain.policy import policy_from
from tasks_app.domain.reach import Level
from tests.domain.clocks import CALENDAR, a_line, a_subject, day, default_data, default_policy, fired, fresh

SUMMER = a_subject(SubjectKind.PERIOD, {Anchor.PERIOD_DUE: day("07-15")}, key="period:2/17")
AUTUMN = a_subject(SubjectKind.PERIOD, {Anchor.PERIOD_DUE: day("10-15")}, key="period:3/17")
TO_REDO = a_subject(SubjectKind.REPORT, {Anchor.REDO_BY: day("11-27")}, key="report:9", report_state="sent_back")
PAPER = a_subject(SubjectKind.SERVICE, {Anchor.SERVED: day("11-30")}, key="service:5", service_state="served")
PROMISE = a_subject(
    SubjectKind.COMMITMENT, {Anchor.COMMITMENT: day("11-30")}, key="commitment:3", is_commitment_open=True
)
WAITING = a_subject(SubjectKind.REPORT, {Anchor.SUBMITTED: day("11-20")}, key="report:8", waits="with_office")


def said(on: str, *subjects: Facts) -> dict[str, tuple[str, ...]]:
    """What speaks about each subject on a day; the silent ones are left out."""
    verdicts = [(facts, due(facts, default_policy(), CALENDAR, day(on))) for facts in subjects]
    heard = {facts.key: verdict.fire for facts, verdict in with_one_voice(verdicts, day(on))}
    return {key: tuple(step.rule.code for step in steps) for key, steps in heard.items() if steps}


def reasons(on: str, *subjects: Facts) -> set[str]:
    """Why things were left unsaid."""
    verdicts = [(facts, due(facts, default_policy(), CALENDAR, day(on))) for facts in subjects]
    return {step.why for _, verdict in with_one_voice(verdicts, day(on)) for step in verdict.superseded} - {""}


def test_an_urge_about_the_line_covers_its_periods_and_what_is_to_be_redone() -> None:
    assert said("12-01", fresh(), SUMMER, AUTUMN, TO_REDO) == {"line:17": ("U1",)}
    assert reasons("12-01", fresh(), SUMMER, AUTUMN, TO_REDO) == {LATER_PERIOD, LOUDER}


def test_the_office_is_chased_all_the_same() -> None:
    assert said("12-01", fresh(), WAITING) == {"line:17": ("U1",), "report:8": ("O3",)}


def test_papers_and_promises_are_matters_of_their_own() -> None:
    heard = said("12-01", fresh(), AUTUMN, PAPER, PROMISE)
    assert heard == {"line:17": ("U1",), "service:5": ("V0",), "commitment:3": ("CU1",)}


def test_what_falls_due_today_is_said_and_what_was_missed_is_not() -> None:
    assert said("11-23", fresh(), AUTUMN) == {"line:17": ("R5",), "period:3/17": ("PU1",)}
    assert said("11-24", fresh(), AUTUMN) == {"period:3/17": ("PU1",)}


def test_of_equals_that_were_missed_the_latest_speaks() -> None:
    redo = replace(TO_REDO, anchors={Anchor.REDO_BY: day("10-21")})
    assert said("10-26", redo, AUTUMN) == {"report:9": ("XU1",)}


def test_a_covered_period_is_noted_and_asks_nothing() -> None:
    verdict = due(replace(SUMMER, is_covered=True), default_policy(), CALENDAR, day("08-03"))
    assert (verdict.fire, [step.rule.code for step in verdict.superseded]) == ((), ["P3", "P1", "PU1"])


def test_what_is_recorded_does_not_come_again() -> None:
    verdict = due(fresh(), default_policy(), CALENDAR, day("12-01"))
    later = after(fresh(), verdict, day("12-01"))
    assert later.superseded == {"R15", "R5", "R1"}
    assert (later.fired_on("U1"), later.fired_on("R1")) == (day("12-01"), None)
    assert fired(later, "12-02") == ()


def test_a_level_waits_for_what_really_fired() -> None:
    urged = {**a_line().decided, "U1": day("12-01")}
    assert fired(a_line(decided=urged), "12-07") == ("D5",)
    assert fired(a_line(decided=urged, superseded=frozenset({"U1"})), "12-07") == ()
    assert fired(a_line(decided=urged, undone=frozenset({"U1"})), "12-07") == ()


def test_refused_is_the_rung_whichever_rule_of_whichever_version_proposes_it() -> None:
    data = default_data()
    next(rule for rule in data["rules"] if rule["code"] == "D5").update(code="D6", offset=6)
    urged = a_line(decided={**a_line().decided, "U1": day("12-01")}, refused=frozenset({(Level.LETTER, day("11-30"))}))
    assert fired(urged, "12-10", policy_from(data)) == ()
    assert fired(replace(urged, refused=frozenset()), "12-10", policy_from(data)) == ("D6",)


def test_refused_for_a_deadline_is_refused_in_every_round() -> None:
    urged = a_line(round=1, decided={**a_line().decided, "U1": day("12-01")})
    assert fired(replace(urged, refused=frozenset({(Level.LETTER, day("11-30"))})), "12-07") == ()
    assert fired(replace(urged, refused=frozenset({(Level.LETTER, day("10-30"))})), "12-07") == ("D5",)
