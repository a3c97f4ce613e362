"""The state machines as tables: nothing unreachable, nothing ambiguous, nothing nobody may do."""

import pytest

from tasks_app.domain.access import RIGHTS, Role, rights_of
from tasks_app.domain.appointment_states import APPOINTMENT_MACHINE, AppointmentState
from tasks_app.domain.extension_states import EXTENSION_MACHINE, ExtensionState
from tasks_app.domain.instruction_states import INSTRUCTION_MACHINE, ORDER_MACHINE, InstructionState, OrderState
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE, CaseState
from tasks_app.domain.line_states import ASIDE, AT_WORK, DONE, LINE_MACHINE, OPEN, WITH_UNIT, LineState
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.machines import MACHINES
from tasks_app.domain.opinion_states import OPINION_MACHINE, OpinionState
from tasks_app.domain.paper_states import (
    BEFORE_ISSUE,
    BEYOND_DRAFT,
    FROZEN,
    INTERVIEW_MACHINE,
    PAPER_MACHINE,
    SERVED,
    SERVICE_MACHINE,
    InterviewState,
    PaperState,
    ServiceState,
)
from tasks_app.domain.refusals import NotNow
from tasks_app.domain.report_states import (
    CLOSING_MOVES,
    HANDED_IN,
    OPEN_REPORT,
    OUTSIDE,
    REPORT_MACHINE,
    WITH_AUTHOR,
    ReportState,
)
from tasks_app.domain.succession_states import SUCCESSION_MACHINE, SuccessionState
from tasks_app.domain.upload_states import UPLOAD_MACHINE, UploadState
from tasks_app.domain.year_states import YEAR_MACHINE, YearPlanState

WITH_START = [
    pytest.param(LINE_MACHINE, LineState.PENDING_SIGNATURE, id="line"),
    pytest.param(REPORT_MACHINE, ReportState.DRAFT, id="report"),
    pytest.param(EXTENSION_MACHINE, ExtensionState.ASKED, id="extension"),
    pytest.param(YEAR_MACHINE, YearPlanState.DRAFT, id="cycle"),
    pytest.param(PAPER_MACHINE, PaperState.DRAFT, id="paper"),
    pytest.param(SERVICE_MACHINE, ServiceState.PLANNED, id="service"),
    pytest.param(INTERVIEW_MACHINE, InterviewState.PENDING, id="interview"),
    pytest.param(SUCCESSION_MACHINE, SuccessionState.PROPOSED, id="succession"),
    pytest.param(LINE_CASE_MACHINE, CaseState.ASKED, id="line_case"),
    pytest.param(UPLOAD_MACHINE, UploadState.UPLOADED, id="plan_upload"),
    pytest.param(INSTRUCTION_MACHINE, InstructionState.AWAITING, id="instruction"),
    pytest.param(ORDER_MACHINE, OrderState.IN_FORCE, id="instruction_order"),
    pytest.param(OPINION_MACHINE, OpinionState.WANTED, id="opinion"),
    pytest.param(APPOINTMENT_MACHINE, AppointmentState.PROPOSED, id="appointment"),
]
ROWS = [
    pytest.param(machine, transition, id=f"{machine.subject}-{transition.act}")
    for machine in MACHINES
    for transition in machine.transitions
]
# A leader agrees to an interview, or that work on a date of the plan rests; it still waits for the decision itself.
STAYING = {("paper", "agree"), ("paper", "agree_on_paper"), ("line_case", "consent"), ("line_case", "consent_on_paper")}
OUTSIDE_THE_UNIT = {LineState.OFFICE_REVIEW, LineState.COMPLETED, LineState.SIGNED_OFF, *ASIDE}


def test_every_machine_is_tested_from_its_first_state() -> None:
    assert {param.values[0].subject for param in WITH_START} == {machine.subject for machine in MACHINES}  # type: ignore[union-attr]


@pytest.mark.parametrize(("machine", "start"), WITH_START)
def test_every_state_can_be_reached_from_the_first(machine: Machine, start: str) -> None:
    reached, edge = {start}, {start}
    while edge:
        edge = {step.target for state in edge for step in machine.possible(state)} - reached
        reached |= edge
    assert reached == set(machine.labels)


@pytest.mark.parametrize(("machine", "start"), WITH_START)
def test_every_state_is_reached_by_acts_of_people_alone(machine: Machine, start: str) -> None:
    """What no role may do opens no way: neither a step whose verb nobody holds, nor one that only the clock takes."""
    way: dict[str, tuple[str, ...]] = {start: ()}
    edge = [start]
    while edge:
        state = edge.pop(0)
        for step in machine.possible(state):
            takers = {role for role in Role if rights_of(role, step.verb)}
            if takers and step.target not in way:
                way[step.target] = (*way[state], step.act)
                edge.append(step.target)
    assert set(way) == set(machine.labels), "states that nobody can bring about"


@pytest.mark.parametrize(("machine", "start"), WITH_START)
def test_every_act_has_one_name(machine: Machine, start: str) -> None:
    acts = [step.act for step in machine.transitions]
    assert len(acts) == len(set(acts))


@pytest.mark.parametrize(("machine", "start"), WITH_START)
def test_no_state_shows_two_buttons_with_the_same_words(machine: Machine, start: str) -> None:
    for state in machine.labels:
        words = [step.label for step in machine.possible(state)]
        assert len(words) == len(set(words)), f"{machine.labels[state]}: {words}"


@pytest.mark.parametrize(("machine", "step"), ROWS)
def test_a_step_goes_between_states_that_exist(machine: Machine, step: Transition) -> None:
    assert step.sources
    assert {*step.sources, step.target} <= set(machine.labels)
    assert (step.target not in step.sources) != ((machine.subject, step.act) in STAYING)


@pytest.mark.parametrize(("machine", "step"), ROWS)
def test_somebody_may_take_every_step(machine: Machine, step: Transition) -> None:
    assert step.label
    assert [right for right in RIGHTS if right.verb is step.verb and right.roles]


@pytest.mark.parametrize(("machine", "step"), ROWS)
def test_an_act_out_of_turn_is_refused_with_both_states_named(machine: Machine, step: Transition) -> None:
    for state in set(machine.labels) - set(step.sources):
        with pytest.raises(NotNow) as refused:
            machine.step(step.act, state)
        assert machine.labels[state] in refused.value.sentence
        assert all(machine.labels[source] in refused.value.sentence for source in step.sources)
        assert step.label in refused.value.sentence


def test_an_unknown_act_is_a_mistake_of_the_code() -> None:
    with pytest.raises(KeyError, match="line knows no act 'fly'"):
        LINE_MACHINE.step("fly", LineState.IN_PROGRESS)


def test_what_sends_work_back_always_says_why() -> None:
    backwards = {"return", "send_back", "send_back_on_paper", "return_closing", "send_back_closing", "reopen"}
    backwards |= {"return_checked", "decline", "void", "ask_again", "cancel", "uphold", "lift", "call_off"}
    backwards |= {"refuse", "refuse_on_paper", "return_checked_on_paper", "ask_again_on_paper", "cancel_on_paper"}
    backwards |= {"uphold_on_paper", "lift_on_paper", "turn_down", "turn_down_on_paper", "adopt_in_part"}
    for machine in MACHINES:
        for step in machine.transitions:
            if step.act in backwards:
                assert step.needs_reason, step.act


def test_the_labels_are_the_contract_for_pages() -> None:
    assert list(LINE_MACHINE.labels.values()) == [
        "待签收", "办理中", "待本单位审核", "待办公室审核", "退回续办", "已完成", "已销号", "暂缓办理",
        "已撤项",
    ]  # fmt: skip
    assert list(REPORT_MACHINE.labels.values()) == ["草稿", "待本单位审核", "已报送", "已采用", "退回修改"]
    assert list(EXTENSION_MACHINE.labels.values()) == ["待审批", "同意", "不同意", "撤回"]
    assert list(LINE_CASE_MACHINE.labels.values()) == [
        "待办理", "成立", "不成立", "同意", "不同意", "撤回", "已了结",
    ]  # fmt: skip
    assert list(YEAR_MACHINE.labels.values()) == ["拟定", "征求意见", "印发"]
    assert list(PAPER_MACHINE.labels.values()) == [
        "拟稿", "核稿", "呈批", "已签发", "已编号", "已用印", "已印发", "作废",
    ]  # fmt: skip
    assert list(SERVICE_MACHINE.labels.values()) == ["拟送", "待签收", "已签收", "已答复", "异议办理中", "已办结"]
    assert list(INTERVIEW_MACHINE.labels.values()) == ["待约谈", "已约谈", "整改中", "待核查", "已办结", "已取消"]
    assert list(UPLOAD_MACHINE.labels.values()) == [
        "已上传", "读取中", "待补充", "待确认", "无变化", "写入中", "已写入", "已放弃", "读取失败",
    ]  # fmt: skip


def test_the_groups_of_states_divide_the_paper() -> None:
    assert {*BEFORE_ISSUE, PaperState.ISSUED, PaperState.VOID} == set(PaperState)
    assert {*BEYOND_DRAFT, PaperState.DRAFT, PaperState.CHECKING} == set(PaperState)
    assert set(FROZEN) <= set(BEYOND_DRAFT)
    assert {*SERVED, ServiceState.PLANNED} == set(ServiceState)


def test_the_groups_of_states_divide_the_line() -> None:
    assert {*OPEN, *DONE, *ASIDE} == set(LineState)
    assert len(set(LineState)) == len(OPEN) + len(DONE) + len(ASIDE)
    assert {*WITH_UNIT} == set(LineState) - OUTSIDE_THE_UNIT
    assert set(AT_WORK) < set(WITH_UNIT)


def test_the_groups_of_states_divide_the_report() -> None:
    assert {*OPEN_REPORT, ReportState.ACCEPTED} == set(ReportState)
    assert {*WITH_AUTHOR, ReportState.UNIT_REVIEW, *HANDED_IN} == set(ReportState)
    assert set(OUTSIDE) & {ReportState.DRAFT, ReportState.UNIT_REVIEW} == set()


@pytest.mark.parametrize(("act", "move"), CLOSING_MOVES.items())
def test_a_closing_report_and_its_line_are_moved_by_the_same_right(act: str, move: str) -> None:
    assert REPORT_MACHINE[act].verb is LINE_MACHINE[move].verb
    assert REPORT_MACHINE[act].needs_reason == LINE_MACHINE[move].needs_reason


def test_every_step_of_a_closing_report_moves_its_line_or_is_only_words() -> None:
    only_words = {"revise"}
    never_closing = {"record"}
    assert {step.act for step in REPORT_MACHINE.transitions} == {*CLOSING_MOVES, *only_words, *never_closing}
