"""``can`` against an oracle written by hand: every person, every verb, every relation. Default is no."""

import pytest

from tasks_app.actions.instructions import Wish, instruct
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.access_words import refusal_of
from tasks_app.domain.paper_kinds import PaperKind
from tasks_app.domain.refusals import NotAllowed
from tasks_app.models import Opinion, Paper, PaperService, ProgressReport, TargetReading, WorkItem
from tasks_app.permissions.checks import can, require
from tasks_app.permissions.reviewing import Verdict, office_circle, verdicts
from tests import factories, interview_factories, paper_factories, target_factories, year_factories
from tests.permissions.conftest import CLERKS, HOST, LEAD, OFFICE, READERS, SUPPORT, Matrix, who_can

pytestmark = [pytest.mark.django_db, pytest.mark.portable]

ON_LINES: dict[Verb, dict[str, set[str]]] = {
    Verb.SEE_LINE: {
        "lead": READERS | LEAD | SUPPORT, "support": READERS | LEAD | SUPPORT, "host": READERS | HOST | LEAD,
    },
    Verb.READ_LINE: {"lead": READERS | LEAD, "support": READERS | LEAD | SUPPORT, "host": READERS | HOST},
    Verb.SIGN_LINE: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.HAND_OVER_LINE: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.GATHER: {"lead": LEAD, "support": LEAD, "host": HOST},
    Verb.READ_SUMMARY: {"lead": SUPPORT, "support": SUPPORT, "host": LEAD},
    Verb.ASK_EXTENSION: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.OBJECT_LINE: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.RAISE_CASE: {"lead": OFFICE | LEAD, "support": OFFICE | SUPPORT, "host": OFFICE | HOST},
    Verb.ANSWER_CASE: {"lead": OFFICE - {"moonlighter"}, "support": OFFICE, "host": {"leader"}},
    Verb.DECIDE_CASE: {"lead": {"director"}, "support": {"director"}, "host": {"leader"}},
    Verb.CONSENT_CASE: {"lead": {"leader"}, "support": {"leader"}, "host": {"leader"}},
    Verb.RESUME_LINE: {"lead": OFFICE, "support": OFFICE, "host": OFFICE},
    Verb.WRITE_REPORT: {"lead": LEAD, "support": SUPPORT, "host": HOST},
    Verb.REGISTER_UNIT_SHEET: {"lead": {"lead_liaison"}, "support": {"support_liaison"}, "host": {"host_liaison"}},
    Verb.RECORD_ON_BEHALF: {"lead": CLERKS, "support": CLERKS, "host": CLERKS},
    Verb.LOG_CALL: {"lead": OFFICE, "support": OFFICE, "host": OFFICE},
    Verb.REMIND_LINES: {"lead": OFFICE, "support": OFFICE, "host": OFFICE},
    Verb.COUNT_CALL: {"lead": OFFICE - {"moonlighter"}, "support": OFFICE, "host": set()},
    Verb.DECIDE_PROPOSAL: {"lead": OFFICE - {"moonlighter"}, "support": OFFICE, "host": {"leader"}},
    Verb.RETRACT_NOTICE: {"lead": {"director"}, "support": {"director"}, "host": set()},
    Verb.REGISTER_OFFICE_SHEET: {"lead": CLERKS - {"moonlighter"}, "support": CLERKS, "host": CLERKS},
    Verb.SIGN_OFF: {"lead": {"director"}, "support": {"director"}, "host": {"director"}},
    Verb.REOPEN_LINE: {"lead": {"director"}, "support": {"director"}, "host": {"director"}},
}  # fmt: skip

ON_REPORTS: dict[Verb, dict[str, set[str]]] = {
    Verb.APPROVE_REPORT: {"lead": {"lead_reviewer"}, "support": {"support_reviewer"}, "host": {"host_reviewer"}},
    Verb.REVIEW_REPORT: {"lead": OFFICE - {"moonlighter"}, "support": OFFICE, "host": {"leader"}},
    Verb.DECIDE_EXTENSION: {"lead": OFFICE - {"moonlighter"}, "support": OFFICE, "host": {"leader"}},
    Verb.REGISTER_LEADER_SHEET: {"lead": set(), "support": set(), "host": CLERKS},
}

ADMINS = {"system_admin", "security_admin", "audit_admin"}
UNTIED = OFFICE - {"moonlighter"}
# A notice of an interview to 市商务局, by the first clerk, signed by the director, and its service.
ON_A_PAPER: dict[Verb, set[str]] = {
    Verb.SEE_PAPER: READERS | LEAD,
    Verb.DRAFT_PAPER: UNTIED,
    Verb.CHECK_PAPER: UNTIED - {"clerk"},
    Verb.AGREE_INTERVIEW: {"leader"},
    Verb.SIGN_PAPER: {"director"},
    Verb.INSTRUCT: {"leader"},
    Verb.REGISTER_PAPER_SHEET: {"clerk", "second_clerk"},
    Verb.NUMBER_PAPER: UNTIED,
    Verb.ISSUE_PAPER: UNTIED,
    Verb.VOID_PAPER: {"director"},
    Verb.READ_EVIDENCE: OFFICE | {"leader"},
    Verb.RECEIVE_PAPER: LEAD,
    Verb.REPLY_PAPER: LEAD,
    Verb.RECORD_FOR_ADDRESSEE: CLERKS,
    Verb.ANSWER_OBJECTION: {"clerk", "second_clerk"},
    Verb.CLOSE_SERVICE: UNTIED,
    Verb.KEEP_INTERVIEW: UNTIED,
    Verb.REPORT_RECTIFICATION: LEAD,
    Verb.CHECK_RECTIFICATION: UNTIED,
}

# A target whose figures 市商务局 reports.
ON_A_TARGET: dict[Verb, set[str]] = {
    Verb.SEE_READING: READERS | LEAD | {"auditor_of_2025"},
    Verb.ENTER_READING: LEAD,
    Verb.RECORD_READING: CLERKS,
    Verb.KEEP_TARGETS: OFFICE,
}

# A leader's instruction on the item of task 1, which 市商务局 has to answer.
ON_AN_INSTRUCTION: dict[Verb, set[str]] = {
    Verb.COMMENT: OFFICE | {"leader"} | LEAD | SUPPORT,
    Verb.REGISTER_INSTRUCTION: CLERKS,
    Verb.ANSWER_INSTRUCTION: LEAD,
    Verb.CLOSE_INSTRUCTION: UNTIED | {"leader"},
    Verb.REGISTER_VOIDING: {"director"},
}

ON_NOTHING: dict[Verb, set[str]] = {
    Verb.ISSUE_LATE_LINE: {"director"},
    Verb.SEE_REGISTER: READERS | {"auditor_of_2025"},
    Verb.KEEP_MANDATES: OFFICE,
    Verb.CONFIRM_MANDATE: {"director"},
    Verb.KEEP_SERIES: OFFICE,
    Verb.KEEP_SUCCESSIONS: OFFICE,
    Verb.CONFIRM_SUCCESSION: {"director"},
    Verb.KEEP_UNITS: OFFICE,
    Verb.KEEP_GROUPS: OFFICE,
    Verb.DRAFT_YEAR: OFFICE,
    Verb.CONFIRM_LEAD: {"director"},
    Verb.IMPORT_PLAN: OFFICE,
    Verb.SUPERVISE: READERS | {"auditor_of_2025"},
    Verb.SEE_PERIOD: READERS | {"auditor_of_2025"},
    Verb.ACCEPT_PERIOD: OFFICE,
    Verb.WATCH_CLOCK: OFFICE,
    Verb.PUT_POLICY_IN_FORCE: {"director"},
    Verb.KEEP_CALENDAR: OFFICE,
    Verb.RELEASE_BRAKE: {"director"},
    Verb.HOLD_OUTGOING: {"director", "system_admin"},
    Verb.RESEND_MESSAGE: {"director", "system_admin"},
    Verb.MARK_SUPERVISED: OFFICE,
    Verb.KEEP_PEOPLE: {"security_admin"},
    Verb.KEEP_ACCOUNTS: {"system_admin"},
    Verb.RESET_FACTOR: {"system_admin"},
    Verb.RESET_ADMIN_FACTOR: {"security_admin"},
    Verb.SEE_PEOPLE: OFFICE | {"system_admin", "security_admin", "audit_admin"},
    Verb.READ_AUDIT: {"audit_admin", "auditor", "auditor_of_2025"},
    Verb.WATCH_FILES: OFFICE | {"system_admin"},
    Verb.CARRY_OVER: OFFICE,
    Verb.IMPORT_YEAR: OFFICE,
}

# What 市商务局 is asked about next year's draft, and its liaison wrote.
ON_AN_OPINION: dict[Verb, set[str]] = {
    Verb.GIVE_OPINION: LEAD,
    Verb.APPROVE_OPINION: {"lead_reviewer"},
    Verb.REGISTER_OPINION_SHEET: {"lead_liaison"},
    Verb.ANSWER_OPINION: OFFICE,
    Verb.IMPORT_PEOPLE: OFFICE | {"security_admin"},
}

# The liaison's post of 市商务局.
ON_A_POST: dict[Verb, set[str]] = {
    Verb.SEE_STAFF: OFFICE | LEAD | ADMINS,
    Verb.SEE_ROADMAP: READERS | LEAD | {"auditor_of_2025"},
    Verb.SEE_CONTACTS: READERS | LEAD | ADMINS | {"auditor_of_2025"},
    Verb.KEEP_LIAISON: OFFICE | {"lead_reviewer", "security_admin"},
    Verb.KEEP_REVIEWER: OFFICE | {"security_admin"},
    Verb.COUNTERSIGN_POST: {"system_admin"},
    Verb.TAKE_LEAVE: {"lead_liaison"},
}


def test_on_a_line(matrix: Matrix) -> None:
    assert {
        verb: {name: who_can(matrix.people, verb, line) for name, line in matrix.lines.items()} for verb in ON_LINES
    } == ON_LINES


def test_on_a_report(matrix: Matrix) -> None:
    assert {
        verb: {name: who_can(matrix.people, verb, report) for name, report in matrix.reports.items()}
        for verb in ON_REPORTS
    } == ON_REPORTS


@pytest.fixture
def service(matrix: Matrix) -> PaperService:
    """The notice reached 市商务局."""
    paper_factories.mandate(matrix.house)
    paper_factories.series(matrix.house)
    return paper_factories.service_of(interview_factories.issued_notice(matrix.house))


def test_on_a_paper(matrix: Matrix, service: PaperService) -> None:
    assert {verb: who_can(matrix.people, verb, service) for verb in ON_A_PAPER} == ON_A_PAPER


def test_whoever_may_see_a_paper_finds_it_in_the_list(matrix: Matrix, service: PaperService) -> None:
    found = {name for name, actor in matrix.people.items() if Paper.objects.visible_to(actor).exists()}
    assert found == who_can(matrix.people, Verb.SEE_PAPER, service)
    draft = paper_factories.drafted(matrix.house, PaperKind.MEMO)
    drafts = {name for name, actor in matrix.people.items() if Paper.objects.visible_to(actor).filter(pk=draft.pk)}
    assert drafts == who_can(matrix.people, Verb.SEE_PAPER, draft) == OFFICE


def test_on_a_target(matrix: Matrix) -> None:
    target = target_factories.target(matrix.house.plan)
    target = target_factories.reported_by(target, matrix.house.commerce.unit, matrix.house)
    assert {verb: who_can(matrix.people, verb, target) for verb in ON_A_TARGET} == ON_A_TARGET


def test_figures_in_the_list_are_those_one_may_see(matrix: Matrix) -> None:
    house = matrix.house
    target = target_factories.reported_by(target_factories.target(house.plan), house.commerce.unit, house)
    figures = {target_factories.reading(target, year, "24", by=house.commerce.liaison) for year in (2024, 2025)}
    for name, actor in matrix.people.items():
        seen = {figure for figure in figures if can(actor, Verb.SEE_READING, figure)}
        assert set(TargetReading.objects.visible_to(actor)) == seen, name


def test_on_an_opinion(matrix: Matrix) -> None:
    """While a year is out its drafts are seen by whoever is asked, in lists and one by one; an opinion by its unit."""
    cycle = year_factories.sent_out(matrix.house, year=2027, at=factories.LATER)
    mine = year_factories.written(matrix.house.commerce, cycle, at=factories.LATER)
    assert {verb: who_can(matrix.people, verb, mine) for verb in ON_AN_OPINION} == ON_AN_OPINION
    items = list(WorkItem.objects.filter(year_plan__cycle=cycle))
    for name, actor in matrix.people.items():
        seen = {item for item in items if can(actor, Verb.SEE_ITEM, item)}
        assert set(WorkItem.objects.filter(year_plan__cycle=cycle).visible_to(actor)) == seen, name
    asked = {
        name for name, actor in matrix.people.items() if WorkItem.objects.visible_to(actor).filter(pk=mine.work_item_id)
    }
    assert asked == OFFICE | LEAD | SUPPORT
    assert {
        name for name, actor in matrix.people.items() if Opinion.objects.visible_to(actor).filter(pk=mine.pk)
    } == LEAD


def test_on_a_post(matrix: Matrix) -> None:
    post = matrix.house.commerce.liaison.own_post
    assert {verb: who_can(matrix.people, verb, post) for verb in ON_A_POST} == ON_A_POST


def test_on_things_without_a_unit(matrix: Matrix) -> None:
    assert {verb: who_can(matrix.people, verb) for verb in ON_NOTHING} == ON_NOTHING


def test_on_an_item_and_on_a_year(matrix: Matrix) -> None:
    assert who_can(matrix.people, Verb.SEE_ITEM, matrix.item) == READERS | LEAD | SUPPORT
    assert who_can(matrix.people, Verb.ISSUE_YEAR, matrix.house.cycle) == {"director"}


@pytest.mark.parametrize("verb", ON_AN_INSTRUCTION)
def test_on_an_instruction(matrix: Matrix, verb: Verb) -> None:
    calendar, at = factories.published_calendar(), factories.REPORTED_AT
    wish = Wish("请报进展。", {matrix.house.commerce.unit.pk}, calendar.plus(at.date(), 5))
    made = instruct(matrix.item, wish, calendar=calendar, by=matrix.people["leader"], at=at)
    assert who_can(matrix.people, verb, made.replies.get()) == ON_AN_INSTRUCTION[verb]
    if verb is Verb.REGISTER_VOIDING:
        assert who_can(matrix.people, Verb.VOID_INSTRUCTION, made) == {"leader"}  # whose it is, and no other


def test_the_oracle_leaves_no_verb_out() -> None:
    tables = (ON_LINES, ON_REPORTS, ON_A_PAPER, ON_A_TARGET, ON_AN_INSTRUCTION, ON_NOTHING, ON_AN_OPINION, ON_A_POST)
    assert {
        *(verb for table in tables for verb in table),
        Verb.SEE_ITEM,
        Verb.ISSUE_YEAR,
        Verb.VOID_INSTRUCTION,
        Verb.TAKE_BACK_SUCCESSION,
    } == set(Verb)


def test_a_refusal_says_who_may(matrix: Matrix) -> None:
    for verb in Verb:
        with pytest.raises(NotAllowed) as refused:
            require(matrix.people["nobody"], verb, matrix.lines["lead"])
        assert refused.value.sentence == refusal_of(verb)


def test_the_verdicts_of_a_whole_list_are_those_of_each(matrix: Matrix) -> None:
    """For whoever passes ``require_reviewer`` it is asked once for many reports what ``can`` asks for one."""
    shown = list(ProgressReport.objects.select_related("line__unit", "author").order_by("pk"))
    reviewers = {name: actor for name, actor in matrix.people.items() if rights_of(actor.role, Verb.REVIEW_REPORT)}
    assert set(reviewers) == OFFICE | {"leader"}
    for name, actor in reviewers.items():
        found = verdicts(actor, shown, office_circle())
        assert [verdict is Verdict.MAY for verdict in found] == [
            can(actor, Verb.REVIEW_REPORT, report) for report in shown
        ], name
