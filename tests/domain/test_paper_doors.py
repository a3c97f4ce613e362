"""Every approval has two doors: a click, and the sheet that was signed on paper."""

import pytest

from tasks_app.actions.interviews import EXCUSING
from tasks_app.domain.access import Bar, Verb
from tasks_app.domain.access_words import BARS_OF_SIGNERS
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.paper_doors import EXCUSE_ON_PAPER, ON_PAPER, SINCE, verbs_signed_for
from tasks_app.domain.paper_states import INTERVIEW_MACHINE, PAPER_MACHINE, SERVICE_MACHINE

MACHINES = (PAPER_MACHINE, SERVICE_MACHINE, INTERVIEW_MACHINE)
APPROVING = {
    Verb.CHECK_PAPER,
    Verb.AGREE_INTERVIEW,
    Verb.SIGN_PAPER,
    Verb.INSTRUCT,
    Verb.ANSWER_OBJECTION,
    Verb.CLOSE_SERVICE,
    Verb.CHECK_RECTIFICATION,
}
# Whoever declines sends it back; what a leader writes lets it out as a signature does; and one is no act of a person.
ELSEWHERE = {"decline": "send_back", "instruct": "sign", "call_off": ""}
APPROVALS = [
    pytest.param(machine, step, id=f"{machine.subject}-{step.act}")
    for machine in MACHINES
    for step in machine.transitions
    if step.verb in APPROVING and ELSEWHERE.get(step.act, step.act)
]


@pytest.mark.parametrize(("machine", "step"), APPROVALS)
def test_every_approval_has_its_second_door(machine: Machine, step: Transition) -> None:
    door = machine[f"{ELSEWHERE.get(step.act, step.act)}{ON_PAPER}"]
    assert (door.sources, door.target) == (step.sources, step.target)
    assert door.needs_reason >= (step.needs_reason and step.act != "instruct")  # the words of the sheet are kept
    assert door.verb is Verb.REGISTER_PAPER_SHEET
    assert step.verb in verbs_signed_for(machine, door.act, approval=step.act)


def test_a_letter_is_let_out_by_whoever_signs_and_by_nobody_who_only_writes_on_memos() -> None:
    assert verbs_signed_for(PAPER_MACHINE, "sign_on_paper") == (Verb.SIGN_PAPER,)
    assert verbs_signed_for(PAPER_MACHINE, "sign_on_paper", approval="instruct") == (Verb.INSTRUCT,)


def test_what_asks_for_an_earliest_day_is_an_act() -> None:
    known = {(machine.subject, step.act) for machine in MACHINES for step in machine.transitions}
    assert set(SINCE) == known & set(SINCE) | {("interview", EXCUSE_ON_PAPER)}


def test_a_commitment_is_excused_on_paper_by_whoever_excuses_it_by_a_click() -> None:
    assert verbs_signed_for(INTERVIEW_MACHINE, EXCUSE_ON_PAPER) == (EXCUSING[0],)


def test_every_bar_has_its_sentence_about_a_signer() -> None:
    assert set(BARS_OF_SIGNERS) == set(Bar)
    assert all("{name}" in sentence for sentence in BARS_OF_SIGNERS.values())
