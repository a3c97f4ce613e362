"""A request for more time (延期申请): how it is decided, who may decide it, and what a new deadline must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.db.models import TextChoices

from tasks_app.domain.access import Role, Verb
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.working_days import Calendar


class ExtensionState(TextChoices):
    """Where a request stands. The labels are a contract for pages."""

    ASKED = "asked", "待审批"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "撤回"


_WAITING = (ExtensionState.ASKED,)

EXTENSION_MACHINE = Machine(
    subject="extension",
    title="延期申请",
    labels=dict(ExtensionState.choices),
    transitions=(
        Transition("withdraw", "撤回延期申请", _WAITING, ExtensionState.WITHDRAWN, Verb.ASK_EXTENSION),
        # Not a button: who hands in a closing asks for no more time.
        Transition("lapse", "随办结报送撤回延期申请", _WAITING, ExtensionState.WITHDRAWN, Verb.ASK_EXTENSION),
        Transition("overtake", "随暂缓或撤项终止延期申请", _WAITING, ExtensionState.WITHDRAWN, Verb.ASK_EXTENSION),
        Transition("grant", "同意延期", _WAITING, ExtensionState.GRANTED, Verb.DECIDE_EXTENSION),
        # Who must have signed follows from the line: the director, or a leader about the office's own house.
        Transition(
            "grant_on_paper",
            "登记线下签批并同意延期",
            _WAITING,
            ExtensionState.GRANTED,
            Verb.REGISTER_PAPER_SHEET,
        ),
        Transition("refuse", "不同意延期", _WAITING, ExtensionState.REFUSED, Verb.DECIDE_EXTENSION, needs_reason=True),
        Transition(
            "refuse_on_paper",
            "登记线下签批并不同意延期",
            _WAITING,
            ExtensionState.REFUSED,
            Verb.REGISTER_PAPER_SHEET,
            needs_reason=True,
        ),
    ),
)


class Rank(IntEnum):
    """How high an approval reaches."""

    CLERK = 1
    DIRECTOR = 2
    LEADER = 3


RANK_OF_ROLE = {
    Role.OFFICE_CLERK.value: Rank.CLERK,
    Role.OFFICE_DIRECTOR.value: Rank.DIRECTOR,
    Role.GROUP_LEADER.value: Rank.LEADER,
}


def rank_needed(*, slips: int, working_days: int, clerk_days: int, is_plan_date: bool) -> Rank:
    """Who may decide: the clerk the first of a line, up to so many working days; everything else the director.

    A date that the plan itself sets is never the clerk's, and moves only with a group leader's consent besides.
    """
    is_clerks = not slips and working_days <= clerk_days and not is_plan_date
    return Rank.CLERK if is_clerks else Rank.DIRECTOR


@dataclass(frozen=True)
class Bounds:
    """What a new deadline may be: after the present one and after today, within the year."""

    deadline: date
    today: date
    last: date

    @property
    def is_open(self) -> bool:
        """Whether any day is left at all."""
        return max(self.deadline, self.today) < self.last

    def faults_of(self, day: date, calendar: Calendar) -> Iterator[str]:
        """Why a day cannot be the new deadline, each as a sentence."""
        if day <= self.deadline:
            yield f"新时限应晚于现时限 {self.deadline:%Y-%m-%d}。"
        elif day <= self.today:
            yield "新时限应晚于今天。"
        elif day > self.last:
            yield f"新时限应在本年度内，最晚为 {self.last:%Y-%m-%d}。"
        elif not calendar.is_workday(day):
            yield f"{day:%Y-%m-%d} 不是工作日，请另选工作日。"


def names_year(text: str, year: int) -> bool:
    """Whether a passage of the plan itself sets the year as a date (到2025年, 2025年底前)."""
    return f"{year}年" in text
