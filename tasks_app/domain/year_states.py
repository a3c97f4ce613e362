"""The states of a task's year (年度计划) and of what it must deliver (年度任务)."""

from collections.abc import Iterable

from django.db.models import TextChoices

from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import DONE, LineState
from tasks_app.domain.machine import Machine, Transition


class YearPlanState(TextChoices):
    """A task's year is drawn up, sent out for opinions, then issued: that freezes it and makes the units' lines."""

    DRAFT = "draft", "拟定"
    CONSULTING = "consulting", "征求意见"
    ISSUED = "issued", "印发"


# The office still edits what the year asks for.
BEFORE_ISSUE = (YearPlanState.DRAFT, YearPlanState.CONSULTING)


class Origin(TextChoices):
    """Where the words of an item (年度任务) come from. The labels are a contract for pages."""

    PLAN = "plan", "来自方案"
    LAST_YEAR = "last_year", "来自上年"
    CARRIED = "carried", "结转"
    OFFICE = "office", "办公室拟定"
    UNIT = "unit", "单位建议"
    IMPORTED = "imported", "导入"


class ItemState(TextChoices):
    """Where an item (年度任务) stands: kept by the acts on its lines."""

    DRAFT = "draft", "拟定"
    PENDING_SIGNATURE = "pending_signature", "待签收"
    IN_PROGRESS = "in_progress", "办理中"
    COMPLETED = "completed", "已完成"
    SIGNED_OFF = "signed_off", "已销号"
    CANCELLED = "cancelled", "已撤项"


class Rhythm(TextChoices):
    """How often a line reports. Rows 28 to 30 of the plan ask each member for one yearly report."""

    QUARTERLY = "quarterly", "按季度"
    YEARLY = "yearly", "按年度"


YEAR_MACHINE = Machine(
    subject="cycle",
    title="年度计划",
    labels=dict(YearPlanState.choices),
    transitions=(
        Transition("consult", "征求意见", (YearPlanState.DRAFT,), YearPlanState.CONSULTING, Verb.DRAFT_YEAR),
        # Straight from the draft, too: where opinions were heard in a meeting, nothing has to be sent out here.
        Transition("issue", "印发", BEFORE_ISSUE, YearPlanState.ISSUED, Verb.ISSUE_YEAR),
    ),
)


def item_state(lines: Iterable[str]) -> ItemState:
    """The state of an item whose lines are in these states; an item without lines is a draft.

    A cancelled line (已撤项) keeps no item from being completed; where all are, so is the item.
    """
    held = set(lines)
    if not held:
        return ItemState.DRAFT
    states = held - {LineState.CANCELLED}
    if not states:
        return ItemState.CANCELLED
    if states == {LineState.SIGNED_OFF}:
        return ItemState.SIGNED_OFF
    if states <= set(DONE):
        return ItemState.COMPLETED
    if states == {LineState.PENDING_SIGNATURE}:
        return ItemState.PENDING_SIGNATURE
    return ItemState.IN_PROGRESS
