"""All state machines, and the word for every kind of subject that a step on the timeline may be of."""

from tasks_app.domain.appointment_states import APPOINTMENT_MACHINE
from tasks_app.domain.extension_states import EXTENSION_MACHINE
from tasks_app.domain.instruction_states import INSTRUCTION_MACHINE, ORDER_MACHINE
from tasks_app.domain.line_case_states import LINE_CASE_MACHINE
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.machine import Machine
from tasks_app.domain.opinion_states import OPINION_MACHINE
from tasks_app.domain.paper_states import INTERVIEW_MACHINE, PAPER_MACHINE, SERVICE_MACHINE
from tasks_app.domain.report_states import REPORT_MACHINE
from tasks_app.domain.succession_states import SUCCESSION_MACHINE
from tasks_app.domain.upload_states import UPLOAD_MACHINE
from tasks_app.domain.year_states import YEAR_MACHINE

MACHINES = (
    *(YEAR_MACHINE, LINE_MACHINE, REPORT_MACHINE, EXTENSION_MACHINE),
    *(PAPER_MACHINE, SERVICE_MACHINE, INTERVIEW_MACHINE, SUCCESSION_MACHINE, UPLOAD_MACHINE),
    INSTRUCTION_MACHINE,
    ORDER_MACHINE,
    LINE_CASE_MACHINE,
    OPINION_MACHINE,
    APPOINTMENT_MACHINE,
)
MACHINE_OF: dict[str, Machine] = {machine.subject: machine for machine in MACHINES}
# Subjects that have no machine.
_OTHER_KINDS = {
    "account": "账号",
    "comment": "留言",
    "leave": "休假",
    "obligation": "督办记录",
    "person": "人员",
    "phone_call": "电话催办",
    "post": "任职",
    "task": "重点任务",
    "work_item": "年度任务",
}
KIND_WORDS: dict[str, str] = {machine.subject: machine.title for machine in MACHINES} | _OTHER_KINDS


def state_label(kind: str, state: str) -> str:
    """The words for a state of this kind of subject; empty where it has no machine, or came from nowhere."""
    machine = MACHINE_OF.get(kind)
    return machine.labels.get(state, "") if machine else ""
