"""The state machines as a page of text: drawn from the tables in ``domain/``, so that picture and code are one."""

from collections.abc import Iterable

from tasks_app.domain.access import Bar, Right, rights_of
from tasks_app.domain.access import Role as RoleCode
from tasks_app.domain.lights import LIGHT_RULES, LIGHT_WORDS
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.machines import MACHINES
from tasks_app.domain.report_states import CLOSING_MOVES, REPORT_MACHINE

BAR_WORDS = {
    Bar.AUTHOR: "填报人本人除外",
    Bar.CONFLICT: "须回避者除外",
    Bar.MEMBER: "该单位联络员、审核人除外",
    Bar.PREPARER: "前一环节经办人除外",
    Bar.RECORDER: "代录人本人除外",
    Bar.AGREED: "同意人本人除外",
    Bar.SIGNER: "签发人本人除外",
}
HEAD = """# State machines

Written by `python manage.py state_diagrams` from the tables in `tasks_app/domain/`; a test keeps it current.
Do not edit: a new step is a new row in `line_states.py`, `report_states.py`, `extension_states.py`, `paper_states.py`
or `year_states.py`, and the button, the check, the line of history and this page follow.
"""
CLOSING = """## A closing report and its line

A periodic report (进展报送) never moves its line. A closing report (办结申请) *is* the line's transition: each act on
the report is at the same moment, in the same transaction, this act on the line.
"""
LIGHTS = """## Lights

A light (红黄绿灯) is no state: it is derived from state, dates and calendar. The first that holds is shown.
"""


def as_markdown() -> str:
    """The whole page: each machine as a diagram and a table, then how closing and lights follow from them."""
    parts = [HEAD, *(_section(machine) for machine in MACHINES), _closing(), _lights()]
    return "\n".join(parts)


def _section(machine: Machine) -> str:
    rows = [
        (
            f"`{step.act}`",
            step.label,
            "、".join(machine.labels[source] for source in step.sources),
            machine.labels[step.target],
            _who(step),
            _remarks(step),
        )
        for step in machine.transitions
    ]
    table = _table(("act", "按钮", "从", "到", "who may (`Verb`)", "remarks"), rows)
    return f"## {machine.title} (`{machine.subject}`)\n\n{_diagram(machine)}\n{table}"


def _diagram(machine: Machine) -> str:
    """Mermaid. Every label stands in the picture under its code; the first state is where things begin."""
    names = [f'    state "{label}" as {state}' for state, label in machine.labels.items()]
    begin = f"    [*] --> {next(iter(machine.labels))}"
    arrows = [
        f"    {source} --> {step.target}: {step.label}" for step in machine.transitions for source in step.sources
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", *names, begin, *arrows, "```", ""])


def _who(step: Transition) -> str:
    roles = dict.fromkeys(role.value for role in RoleCode for _ in rights_of(role, step.verb))
    return f"`{step.verb}`: {'、'.join(roles)}"


def _remarks(step: Transition) -> str:
    rights = [right for role in RoleCode for right in rights_of(role, step.verb)]
    remarks = ["须填理由"] if step.needs_reason else []
    remarks += ["单位内部"] if step.internal else []
    remarks += [f"自 `{state}` 时单位内部" for state in step.internal_from]
    remarks += [BAR_WORDS[bar] for bar in dict.fromkeys(bar for right in rights for bar in right.unless)]
    remarks += ["限办公室及其归口单位的事项"] if rights and all(map(_is_for_the_office, rights)) else []
    return "；".join(remarks)


def _is_for_the_office(right: Right) -> bool:
    return right.office_in_conflict


def _closing() -> str:
    rows = [
        (f"`{act}` {REPORT_MACHINE[act].label}", f"`{move}` {LINE_MACHINE[move].label}")
        for act, move in CLOSING_MOVES.items()
    ]
    return f"{CLOSING}\n{_table(('act on the report', 'act on the line'), rows)}"


def _lights() -> str:
    rows = [(str(number), f"`{light}`", LIGHT_WORDS[light]) for number, (light, _) in enumerate(LIGHT_RULES, start=1)]
    return f"{LIGHTS}\n{_table(('order', 'light', '灯'), rows)}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [_row(heads), _row("---" for _ in heads), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
