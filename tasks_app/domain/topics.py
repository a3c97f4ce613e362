"""What a notice tells of that hangs on no row of the ledger (事由): one table of kinds, and how each is told."""

from dataclasses import dataclass
from enum import StrEnum

from tasks_app.domain.policy import Audience


class About(StrEnum):
    """The kinds of topics. A topic's key begins with its kind, and names the case for ever: ``comment:17``."""

    COMMENT = "comment"
    INSTRUCTION = "instruction"
    EXTENSION = "extension"
    CONSULT = "consult"
    TAKEN_OVER = "taken_over"
    PASSED_ON = "passed_on"
    OFFICE_REMINDER = "office_remind"
    HANDOVER = "handover"
    GAP = "gap"


@dataclass(frozen=True)
class Manner:
    """How a kind is told. ``turned_to``: who of the unit hears instead of somebody who left it (改告), for what is told
    to a unit; empty where it was written for this very person. What was decided is no 待办, and not mailed.
    """

    turned_to: tuple[Audience, ...] = ()
    is_mailed: bool = True


WRITERS = (Audience.LIAISON,)
WHOLE_UNIT = (Audience.LIAISON, Audience.UNIT_REVIEWER)
CLERKS = (Audience.OFFICE_CLERK,)
WHOLE_OFFICE = (Audience.OFFICE_CLERK, Audience.OFFICE_DIRECTOR)

MANNERS: dict[About, Manner] = {
    About.COMMENT: Manner(WRITERS),  # 留言
    About.INSTRUCTION: Manner(WRITERS),  # 批示
    About.EXTENSION: Manner(is_mailed=False),  # 延期审批结果
    About.CONSULT: Manner(WHOLE_UNIT),  # 征求意见
    About.TAKEN_OVER: Manner(WHOLE_UNIT),  # 转办
    About.PASSED_ON: Manner(WHOLE_UNIT),  # 承接
    About.OFFICE_REMINDER: Manner(WHOLE_UNIT),  # 办公室提醒
    About.HANDOVER: Manner(),  # 移交
    About.GAP: Manner(),  # 岗位空缺
}
NOT_MAILED = tuple(f"{about}:" for about, manner in MANNERS.items() if not manner.is_mailed)


def about_of(key: str) -> About:
    """The kind of a topic by its key. Raises ValueError for a key of no kind."""
    return About(key.partition(":")[0])
