"""Interviews brought to a state by the real acts: a letter that ran out, its notice, then the case itself."""

from tasks_app.actions import interviews, paper_drafts, paper_issue, paper_numbers, papers
from tasks_app.actions.interview_meetings import Meeting
from tasks_app.actions.interviews import Promise, Rectified
from tasks_app.actions.paper_drafts import Wanted, Words
from tasks_app.actions.papers import Agreement
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.paper_states import InterviewState
from tasks_app.models import Interview, Paper
from tests import factories, paper_factories
from tests.factories import House, moment, pdf, stored

# The letter of :mod:`tests.paper_factories` is received on 10 December; its window passes on the 17th.
DRAFTED_AT = moment("2026-12-21")
AGREED_AT = moment("2026-12-21 15:00")
ISSUED_AT = moment("2026-12-22")
HELD_AT = moment("2026-12-24 09:30")
NOTED_AT = moment("2026-12-24 16:00")
COMMITTED_AT = moment("2026-12-25")
RECTIFIED_AT = moment("2026-12-29")
CHECKED_AT = moment("2026-12-30")
PLACE, ATTENDANCE = "市政府一号楼会议室", "市商务局王某；办公室李某。"
PROMISES = (
    Promise("完成建设方案并报备", moment("2026-12-28").date()),
    Promise("完成年度任务并申请办结", moment("2027-01-15").date()),
)
WAY = (
    InterviewState.PENDING,
    InterviewState.HELD,
    InterviewState.RECTIFYING,
    InterviewState.CHECKING,
    InterviewState.CLOSED,
)


def drafted_notice(of: House) -> Paper:
    """The draft of a notice about the line of 市商务局, whose letter ran out unanswered."""
    paper_factories.received(of)
    line = of.line(of.commerce)
    clerk = factories.actor(of.office.clerk.own_post, DRAFTED_AT)
    wanted = Wanted(PaperKind.INTERVIEW_NOTICE, of.cycle, units=[line.unit], lines=[line])
    paper = paper_drafts.draft(wanted, by=clerk, at=DRAFTED_AT)
    passages = paper_factories.passages(PaperKind.INTERVIEW_NOTICE)
    return paper_drafts.revise(paper, Words(paper.title, passages), by=clerk, at=DRAFTED_AT)


def issued_notice(of: House) -> Paper:
    """The notice, agreed to by the leader, who presides, and issued."""
    office = of.office
    clerk, second, director, leader = (
        factories.actor(one.own_post, DRAFTED_AT)
        for one in (office.clerk, office.second_clerk, office.director, office.leader)
    )
    paper = paper_drafts.submit(drafted_notice(of), by=clerk, at=DRAFTED_AT)
    paper = papers.check(paper, by=second, at=AGREED_AT)
    paper = papers.agree(paper, Agreement(leader.name, "副市长"), by=leader, at=AGREED_AT)
    paper = papers.sign(paper, by=director, at=AGREED_AT)
    paper = paper_numbers.number(paper, by=clerk, at=ISSUED_AT)
    paper = paper_issue.seal(paper, *stored(pdf("盖章件.pdf")), by=clerk, at=ISSUED_AT)
    return paper_issue.issue(paper, by=clerk, at=ISSUED_AT)


def meeting(of: House, **other: object) -> Meeting:
    """What the clerk notes where all went as agreed."""
    noted = {
        "held_at": HELD_AT,
        "place": PLACE,
        "presided_by": of.office.leader.name,
        "attendance": ATTENDANCE,
        **other,
    }
    return Meeting(**noted)  # type: ignore[arg-type]


def house() -> House:
    """A late house whose notice is issued: the case waits for its meeting."""
    of = paper_factories.late_house()
    issued_notice(of)
    return of


def case_in(state: str, of: House) -> Interview:
    """A case in this state: the one the house has, where it has one that waits, or else its own."""
    pending = Interview.objects.filter(state=InterviewState.PENDING).first()
    case, wanted = pending or Interview.objects.get(notice=issued_notice(of)), WAY.index(InterviewState(state))
    clerk, director, liaison = (
        factories.actor(one.own_post, NOTED_AT) for one in (of.office.clerk, of.office.director, of.commerce.liaison)
    )
    if wanted >= WAY.index(InterviewState.HELD):
        case = interviews.hold(case, meeting(of), by=clerk, at=NOTED_AT)
    if wanted >= WAY.index(InterviewState.RECTIFYING):
        case = interviews.commit(case, PROMISES, by=clerk, at=COMMITTED_AT)
    if wanted >= WAY.index(InterviewState.CHECKING):
        case = interviews.rectify(
            case, Rectified("已逐项整改。", stored(pdf("整改报告.pdf"))), by=liaison, at=RECTIFIED_AT
        )
    if wanted >= WAY.index(InterviewState.CLOSED):
        for commitment in case.commitments.all():
            interviews.fulfil(commitment, on=RECTIFIED_AT.date(), by=clerk, at=CHECKED_AT)
        case = interviews.close(case, verdict="整改到位。", by=director, at=CHECKED_AT)
    return case
