"""What holds for every act on a line or a report: one way in, four ways out, and a trace of each."""

import pytest
from django.utils import timezone

from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.refusals import Invalid, NotAllowed, NotNow, Stale
from tasks_app.domain.report_states import CLOSING_MOVES, REPORT_MACHINE, ReportState
from tasks_app.models import StateChange
from tests import factories
from tests.actions.acts import ACTS, REASON, Act, Row, cast
from tests.factories import LATER, House

pytestmark = [pytest.mark.django_db, pytest.mark.portable]
EVERY_ACT = pytest.mark.parametrize("act", ACTS, ids=str)


def fresh(row: Row) -> Row:
    """The row as it is stored now."""
    return type(row).objects.get(pk=row.pk)


def steps_of(act: Act, row: Row) -> list[StateChange]:
    return list(StateChange.objects.filter(kind=act.machine.subject, object_id=row.pk).order_by("id"))


def put(row: Row, state: str) -> None:
    """Puts a row into a state behind the back of the actions, to see that they look."""
    more = {"submitted_at": LATER} if state in ("submitted", "accepted", "office_review") else {}
    type(row).objects.filter(pk=row.pk).update(state=state, **more)


@EVERY_ACT
def test_who_may_does_it_and_leaves_a_trace(house: House, act: Act) -> None:
    row = act.subject(house)
    before = len(steps_of(act, row))
    name = sorted(act.may)[-1]
    by = cast(house, act.owner(house))[name]
    act.run(row, by, version=fresh(row).version)
    after = fresh(row)
    assert after.state == act.transition.target
    assert after.version == row.version + 1 == fresh(row).version
    step = steps_of(act, row)[-1]
    assert len(steps_of(act, row)) == before + 1
    assert (step.act, step.label, step.from_state, step.to_state) == (
        act.name,
        act.transition.label,
        act.start,
        act.transition.target,
    )
    assert (step.at, step.version, step.internal) == (LATER, after.version, act.transition.is_internal(act.start))
    assert by.post is not None
    assert (step.user, step.post, step.actor_name, step.actor_unit, step.actor_role) == (
        by.user,
        by.post,
        by.name,
        by.post.unit.name,
        by.role,
    )
    assert step.line_id == getattr(row, "line_id", row.pk)
    assert step.work_item == fresh(row if act.machine is LINE_MACHINE else row.line).work_item


@EVERY_ACT
def test_the_history_says_who_when_and_why(house: House, act: Act) -> None:
    row = act.subject(house)
    by = cast(house, act.owner(house))[sorted(act.may)[-1]]
    act.run(row, by)
    written = fresh(row).history.first()
    assert (written.history_user, written.history_date) == (by.user, LATER)
    assert written.history_change_reason.startswith(act.transition.label)
    assert written.history_change_reason.endswith(f"｜{by.label}")
    assert (REASON in written.history_change_reason) == (act.transition.needs_reason and "source" not in act.words)


@EVERY_ACT
def test_nobody_else_may(house: House, act: Act) -> None:
    row = act.subject(house)
    before, steps = fresh(row), len(steps_of(act, row))
    for name, by in cast(house, act.owner(house)).items():
        if name not in act.may:
            with pytest.raises(NotAllowed):
                act.run(row, by)
    assert (fresh(row).state, fresh(row).version, len(steps_of(act, row))) == (before.state, before.version, steps)


@EVERY_ACT
def test_not_in_another_state(house: House, act: Act) -> None:
    row = act.subject(house)
    by = cast(house, act.owner(house))[sorted(act.may)[-1]]
    editing = {ReportState.DRAFT} if act.name == "revise" else set()
    for state in set(act.machine.labels) - set(act.transition.sources) - editing:
        put(row, state)
        with pytest.raises(NotNow) as refused:
            act.run(row, by)
        assert refused.value.sentence.endswith("。")
        assert fresh(row).state == state


@EVERY_ACT
def test_a_stale_page_is_told_who_was_faster(house: House, act: Act) -> None:
    row = act.subject(house)
    by = cast(house, act.owner(house))[sorted(act.may)[-1]]
    last = steps_of(act, row)[-1] if fresh(row).version else None
    with pytest.raises(Stale) as refused:
        act.run(row, by, version=fresh(row).version + 1)
    if last and last.version:
        moment = timezone.localtime(last.at)
        assert f"{last.actor_name}已于{moment:%m月%d日 %H:%M}将本件“{last.label}”" in refused.value.sentence
    assert fresh(row).version == row.version


@EVERY_ACT
def test_who_may_not_learns_no_state_and_no_name(house: House, act: Act) -> None:
    """Who comes before when: the refusal of a stranger's stale click is the same as that of a fresh one."""
    row = act.subject(house)
    with pytest.raises(NotAllowed):
        act.run(row, house.water.reviewer, version=99)
    put(row, "accepted" if act.machine is REPORT_MACHINE else "signed_off")
    with pytest.raises(NotAllowed):
        act.run(row, house.water.reviewer)


@pytest.mark.parametrize("nothing", ["", "  ", "\u3000", "\u200b"])
@pytest.mark.parametrize("act", [act for act in ACTS if act.transition.needs_reason], ids=str)
def test_no_step_back_without_a_reason(house: House, act: Act, nothing: str) -> None:
    row = act.subject(house)
    by = cast(house, act.owner(house))[sorted(act.may)[-1]]
    words = (
        {"sheet": factories.sheet(words=nothing)}
        if "sheet" in act.words
        else {name: nothing for name in ("reason", "source") if name in act.words}
    )
    with pytest.raises(Invalid):
        act.run(row, by, **words)
    assert fresh(row).state == row.state


@EVERY_ACT
def test_a_person_s_name_and_unit_stay_as_they_were_on_the_day(house: House, act: Act) -> None:
    row = act.subject(house)
    by = cast(house, act.owner(house))[sorted(act.may)[-1]]
    act.run(row, by)
    assert by.user is not None
    assert by.post is not None
    name, unit = by.user.full_name, by.post.unit.name
    by.user.full_name = by.post.unit.name = "改名以后"
    by.user.save()
    by.post.unit.save()
    step = steps_of(act, row)[-1]
    assert (step.actor_name, step.actor_unit) == (name, unit)


def test_whom_somebody_acts_for_is_kept(house: House) -> None:
    absent = factories.person("周某")
    acting = factories.working("unit_reviewer", house.commerce.unit, acting_for=absent)
    report = factories.report_in(ReportState.UNIT_REVIEW, house)
    next(act for act in ACTS if act.name == "approve").run(report, acting)
    step = StateChange.objects.get(kind="report", act="approve")
    assert step.acting_for == "周某"
    assert "代理周某" in fresh(report).history.first().history_change_reason


def test_every_act_of_the_machines_is_in_the_table() -> None:
    # What a decided case does to its line has tests of its own (test_line_cases.py).
    of_cases = {"suspend", "resume", "cancel", "hand_over", "drop"}
    elsewhere = {*CLOSING_MOVES.values(), "record", *of_cases}
    known = {step.act for machine in (LINE_MACHINE, REPORT_MACHINE) for step in machine.transitions}
    assert {act.name for act in ACTS} == known - elsewhere
