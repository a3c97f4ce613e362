"""登记线下签批: the second door of an approval. What was signed on paper is registered by the clerk with its scan."""

from dataclasses import dataclass, replace

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine

ON_PAPER = "_on_paper"
# A paper is sent back by whoever would have signed, agreed or written on it: one of these has to fit the signer.
SENDING_BACK = ("send_back", "decline", "instruct")
# Excusing a commitment (免予完成) moves no case, so no machine knows it: whoever checks the case decides it.
EXCUSE_ON_PAPER = f"excuse{ON_PAPER}"


@dataclass(frozen=True)
class Since:
    """Before which day nobody can have signed: the field that keeps it, and the sentence's word for it."""

    field: str
    what: str


OBJECTED, REPLIED = Since("objected_on", "提出情况说明或异议"), Since("replied_on", "答复")
RECEIVED, HELD = Since("received_on", "签收"), Since("held_at", "约谈")
# What is answered, sent back or closed was there before. A paper's own steps may have been signed before it was typed.
SINCE: dict[tuple[str, str], Since] = {
    ("service", "uphold_on_paper"): OBJECTED,
    ("service", "lift_on_paper"): OBJECTED,
    ("service", "ask_again_on_paper"): REPLIED,
    ("service", "close_on_paper"): RECEIVED,
    ("interview", "send_back_on_paper"): HELD,
    ("interview", "close_on_paper"): HELD,
    ("interview", EXCUSE_ON_PAPER): HELD,
}


def with_paper_doors(machine: Machine, *acts: str) -> Machine:
    """The machine with a second door right behind each of these acts: the same states, the same reason."""
    steps = []
    for step in machine.transitions:
        steps.append(step)
        if step.act in acts:
            label, verb = f"登记线下签批（{step.label}）", Verb.REGISTER_PAPER_SHEET
            steps.append(replace(step, act=f"{step.act}{ON_PAPER}", label=label, verb=verb))
    return replace(machine, transitions=tuple(steps))


def verbs_signed_for(machine: Machine, act: str, *, approval: str = "sign") -> tuple[Verb, ...]:
    """What whoever signed the sheet of an act must have been allowed to do: one of these.

    ``approval`` is the act by which this kind of paper is let out (``domain.paper_kinds``).
    """
    acts = {
        ("paper", "sign_on_paper"): (approval,),
        ("paper", "send_back_on_paper"): SENDING_BACK,
        ("interview", EXCUSE_ON_PAPER): ("close",),
    }.get((machine.subject, act), (act.removesuffix(ON_PAPER),))
    return tuple(machine[one].verb for one in acts)
