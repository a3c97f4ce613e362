"""How a post that needs two administrators comes into force (任职申请): one asks, another countersigns or does not."""

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition


class AppointmentState(TextChoices):
    """Where a request stands. The labels are a contract for pages."""

    PROPOSED = "proposed", "待会签"
    GRANTED = "granted", "已会签"
    DECLINED = "declined", "不予会签"
    WITHDRAWN = "withdrawn", "已撤回"


_WAITING = (AppointmentState.PROPOSED,)

APPOINTMENT_MACHINE = Machine(
    subject="appointment",
    title="任职申请",
    labels=dict(AppointmentState.choices),
    transitions=(
        Transition("countersign", "会签", _WAITING, AppointmentState.GRANTED, Verb.COUNTERSIGN_POST),
        Transition(
            "decline", "不予会签", _WAITING, AppointmentState.DECLINED, Verb.COUNTERSIGN_POST, needs_reason=True
        ),
        Transition("withdraw", "撤回任职申请", _WAITING, AppointmentState.WITHDRAWN, Verb.KEEP_PEOPLE),
    ),
)
