"""Every act on a line and on a report as a row: who does it, how it is called, from which states."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.actor import Actor
from tasks_app.actions import line_sheets, lines, report_drafts, reports
from tasks_app.domain.follow_ups import InPart
from tasks_app.domain.line_states import LINE_MACHINE, LineState
from tasks_app.domain.machine import Machine, Transition
from tasks_app.domain.report_states import REPORT_MACHINE, ReportState
from tasks_app.models import ProgressReport, UnitLine
from tests import factories
from tests.factories import LATER, House, Staff

REASON = "数据与统计口径不一致，请核对后重报。"
Row = Any  # a line or a report; the table below says which


@dataclass(frozen=True)
class Act:
    """One act: ``do(row, by=…, at=…, version=…)``; ``may`` are the names (of :func:`cast`) that have the right."""

    machine: Machine
    name: str
    do: Callable[..., Row]
    may: frozenset[str]
    start: str
    words: dict[str, Any] = field(default_factory=dict)
    on_host_line: bool = False

    def __str__(self) -> str:
        return f"{self.machine.subject}-{self.name}"

    @property
    def transition(self) -> Transition:
        """The row of the machine."""
        return self.machine[self.name]

    @property
    def model(self) -> type[Row]:
        """What it is done to."""
        return UnitLine if self.machine is LINE_MACHINE else ProgressReport

    def owner(self, house: House) -> Staff:
        """Whose line it is: the paper doors of the office are for lines it may not judge itself."""
        return house.host if self.on_host_line else house.commerce

    def subject(self, house: House, state: str = "") -> Row:
        """A row to do it to, in its first source or in the given state."""
        owner, number = self.owner(house), 2 if self.on_host_line else 1
        make = factories.line_in if self.machine is LINE_MACHINE else factories.report_in
        return make(state or self.start, house, unit_staff=owner, number=number)

    def run(self, row: Row, by: Actor, **more: Any) -> Row:
        """Does it, with fresh words each time: a file can be read only once."""
        words = {name: value() if callable(value) else value for name, value in self.words.items()}
        return self.do(row, **{**words, "by": by, "at": LATER, **more})


def cast(house: House, owner: Staff) -> dict[str, Actor]:
    """Everybody who might try, by the name the table uses."""
    office = house.office
    return {
        "liaison": owner.liaison,
        "reviewer": owner.reviewer,
        "other_liaison": house.transport.liaison,
        "other_reviewer": house.transport.reviewer,
        "stranger": house.water.reviewer,
        "clerk": office.clerk,
        "director": office.director,
        "leader": office.leader,
        "clock": factories.clock(LATER.date()),
    }


def whom(*names: str) -> frozenset[str]:
    """Names of the cast."""
    return frozenset(names)


def _sent_back() -> dict[str, Any]:
    return {"redo_by": None, "calendar": factories.published_calendar}


UNIT = whom("liaison", "reviewer")
LINE_ACTS = [
    Act(LINE_MACHINE, "sign", lines.sign, UNIT, LineState.PENDING_SIGNATURE),
    Act(
        LINE_MACHINE,
        "sign_on_behalf",
        lines.sign_on_behalf,
        whom("clerk"),
        LineState.PENDING_SIGNATURE,
        {"source": "王某来电"},
    ),
    Act(LINE_MACHINE, "sign_off", lines.sign_off, whom("director"), LineState.COMPLETED),
    Act(
        LINE_MACHINE,
        "sign_off_on_paper",
        line_sheets.sign_off_on_paper,
        whom("clerk"),
        LineState.COMPLETED,
        {"sheet": factories.sheet},
    ),
    Act(LINE_MACHINE, "reopen", lines.reopen, whom("director"), LineState.SIGNED_OFF, {"reason": REASON}),
]
REPORT_ACTS = [
    Act(REPORT_MACHINE, "send", reports.send, UNIT, ReportState.DRAFT),
    Act(
        REPORT_MACHINE, "revise", report_drafts.rewrite, UNIT, ReportState.SENT_BACK, {"words": lambda: factories.WORDS}
    ),
    Act(REPORT_MACHINE, "withdraw", reports.withdraw, UNIT, ReportState.UNIT_REVIEW),
    Act(
        REPORT_MACHINE,
        "return",
        reports.return_to_author,
        whom("reviewer"),
        ReportState.UNIT_REVIEW,
        {"reason": REASON},
    ),
    Act(REPORT_MACHINE, "approve", reports.approve, whom("reviewer"), ReportState.UNIT_REVIEW),
    Act(
        REPORT_MACHINE,
        "approve_on_paper",
        reports.approve_on_paper,
        whom("liaison"),
        ReportState.UNIT_REVIEW,
        {"sheet": factories.sheet},
    ),
    Act(REPORT_MACHINE, "accept", reports.accept, whom("clerk", "director"), ReportState.SUBMITTED),
    Act(
        REPORT_MACHINE,
        "accept_on_paper",
        reports.accept_on_paper,
        whom("clerk"),
        ReportState.SUBMITTED,
        {"sheet": factories.sheet},
        on_host_line=True,
    ),
    Act(
        REPORT_MACHINE,
        "accept_in_part",
        reports.accept_in_part,
        whom("clerk", "director"),
        ReportState.SUBMITTED,
        {"reason": REASON, "in_part": InPart("已完成的部分。", "年度数据未附。")},
    ),
    Act(
        REPORT_MACHINE,
        "accept_in_part_on_paper",
        reports.accept_in_part_on_paper,
        whom("clerk"),
        ReportState.SUBMITTED,
        {"sheet": lambda: factories.sheet(words=REASON), "in_part": InPart("已完成的部分。", "年度数据未附。")},
        on_host_line=True,
    ),
    Act(
        REPORT_MACHINE,
        "send_back",
        reports.send_back,
        whom("clerk", "director"),
        ReportState.SUBMITTED,
        {"reason": REASON, **_sent_back()},
    ),
    Act(
        REPORT_MACHINE,
        "send_back_on_paper",
        reports.send_back_on_paper,
        whom("clerk"),
        ReportState.SUBMITTED,
        {"sheet": lambda: factories.sheet(words=REASON), **_sent_back()},
        on_host_line=True,
    ),
]
ACTS = [*LINE_ACTS, *REPORT_ACTS]
