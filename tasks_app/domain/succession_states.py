"""How the change of a unit (单位变动) is decided: believed or entered, then confirmed by the director, or not.

Whoever entered it may take it back (撤回) while it waits.
"""

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.machine import Machine, Transition


class SuccessionState(TextChoices):
    """What the office found. The labels are a contract for pages."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    WITHDRAWN = "withdrawn", "不予确认"


SUCCESSION_MACHINE = Machine(
    subject="succession",
    title="单位变动",
    labels=dict(SuccessionState.choices),
    transitions=(
        Transition("confirm", "确认", (SuccessionState.PROPOSED,), SuccessionState.CONFIRMED, Verb.CONFIRM_SUCCESSION),
        Transition(
            "withdraw",
            "不予确认",
            (SuccessionState.PROPOSED,),
            SuccessionState.WITHDRAWN,
            Verb.CONFIRM_SUCCESSION,
            needs_reason=True,
        ),
        # Pages tell it from the director's refusal by who decided (``UnitSuccession.standing``).
        Transition(
            "take_back",
            "撤回",
            (SuccessionState.PROPOSED,),
            SuccessionState.WITHDRAWN,
            Verb.TAKE_BACK_SUCCESSION,
        ),
    ),
)
