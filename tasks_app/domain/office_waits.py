"""What lies with the office (办公室自身时限): the office is chased about its own delay as units are about theirs.

One table. A row says what is waited for, of which kind of subject, and from which day on; the condition a rule may
name, its words, where it can be true, what a policy has to hold and where its page shows it follow from the row.
"""

from dataclasses import dataclass
from enum import StrEnum

from tasks_app.domain.facts import Anchor, SubjectKind
from tasks_app.domain.paper_kinds import KINDS, Need
from tasks_app.domain.paper_states import PaperState


class Wait(StrEnum):
    """What a subject waits for; the condition of a rule bears the same name."""

    WITH_OFFICE = "with_office"
    UNDECIDED = "undecided"
    TO_DECIDE = "to_decide"
    OBJECTED = "objected"
    TO_CLOSE = "to_close"
    TO_CHECK = "to_check"
    DRAFTED = "drafted"
    TO_READ = "to_read"
    TO_AGREE = "to_agree"
    TO_SIGN = "to_sign"
    TO_ISSUE = "to_issue"
    RAISED = "raised"
    TO_RESUME = "to_resume"


@dataclass(frozen=True)
class Awaited:
    """Of which subjects, counted from which day; the condition in words, and what the office has to do."""

    about: SubjectKind
    anchor: Anchor
    words: str
    duty: str


WAITS: dict[str, Awaited] = {
    Wait.WITH_OFFICE: Awaited(SubjectKind.REPORT, Anchor.SUBMITTED, "报送件尚未审核", "审核报送件"),
    Wait.UNDECIDED: Awaited(SubjectKind.PROPOSAL, Anchor.PROPOSED, "建议尚未处理", "处理建议"),
    Wait.TO_DECIDE: Awaited(SubjectKind.EXTENSION, Anchor.ASKED, "延期申请尚未审批", "审批延期申请"),
    Wait.OBJECTED: Awaited(SubjectKind.SERVICE, Anchor.OBJECTED, "情况说明或异议尚未答复", "答复情况说明和异议"),
    Wait.TO_CLOSE: Awaited(SubjectKind.SERVICE, Anchor.REPLIED, "答复尚未办结或退回补充", "办理公文答复"),
    Wait.TO_CHECK: Awaited(SubjectKind.INTERVIEW, Anchor.RECTIFIED, "整改情况尚未核查", "核查整改情况"),
    Wait.DRAFTED: Awaited(SubjectKind.PAPER, Anchor.AT_STEP, "拟稿尚未送核", "将拟稿送核"),
    Wait.TO_READ: Awaited(SubjectKind.PAPER, Anchor.AT_STEP, "公文尚未核稿", "核稿"),
    Wait.TO_AGREE: Awaited(SubjectKind.PAPER, Anchor.AT_STEP, "公文尚未经领导小组领导批示", "呈请领导小组领导批示"),
    Wait.TO_SIGN: Awaited(SubjectKind.PAPER, Anchor.AT_STEP, "公文尚未签发", "签发公文"),
    Wait.TO_ISSUE: Awaited(SubjectKind.PAPER, Anchor.AT_STEP, "公文签发后尚未印发", "印发公文"),
    Wait.RAISED: Awaited(SubjectKind.LINE_CASE, Anchor.RAISED, "异议、暂缓或撤项尚未处理", "处理交办异议、暂缓和撤项"),
    Wait.TO_RESUME: Awaited(SubjectKind.LINE_CASE, Anchor.RESUME_BY, "暂缓期满尚未恢复办理", "恢复暂缓的事项"),
}


def wait_of_paper(state: str, kind: str, *, is_agreed: bool) -> Wait | None:
    """What a paper waits for at its step; None where nobody has anything to do about it.

    A group leader decides a memo, and about an interview before the director signs. What is presented (呈批件) is not
    sent: with its number it is filed.
    """
    declared = KINDS[kind]
    if state == PaperState.PRESENTED:
        by_leader = declared.approval == "instruct" or (Need.LEADER_AGREES in declared.needs and not is_agreed)
        return Wait.TO_AGREE if by_leader else Wait.TO_SIGN
    if state in (PaperState.NUMBERED, PaperState.SEALED) and not declared.addressees:
        return None
    return _AT_STEP.get(state)


_AT_STEP: dict[str, Wait] = {
    PaperState.DRAFT: Wait.DRAFTED,
    PaperState.CHECKING: Wait.TO_READ,
    PaperState.SIGNED: Wait.TO_ISSUE,
    PaperState.NUMBERED: Wait.TO_ISSUE,
    PaperState.SEALED: Wait.TO_ISSUE,
}
