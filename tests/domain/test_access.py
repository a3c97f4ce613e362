"""The table of rights against one written by hand from DESIGN.md, "Who may what". Default is no.

A cell says by which relation a role has a verb: ``all``, ``lead``, ``support``, ``own``, or ``office``, which means
only on what is about the office, its host or its guests; a paper is ``addressed`` to a unit, which ``reports`` a
target, or has its own say (``of_unit``). What a cell does not name, nobody may.
target; a post is of one's unit's ``staff`` or one's ``self``. What a cell does not name, nobody may.
"""

import pytest

from accounts.models import Role as StoredRole
from tasks_app.domain.access import (
    ADMIN_ROLES,
    OFFICE_ROLES,
    RIGHTS,
    UNIT_ROLES,
    Bar,
    Relation,
    Right,
    Role,
    Verb,
    relations_of,
    rights_of,
    sees_all,
)
from tasks_app.domain.access_words import BAR_SENTENCES, BARS_OF_SIGNERS, NO_POST_TO_SIGN, NO_RIGHT, REFUSED, refusal_of
from tasks_app.domain.reach import GUARDED_WORDS

LIAISON, REVIEWER, CLERK, DIRECTOR, LEADER, EVALUATOR, AUDITOR = list(Role)[:7]
SYSTEM, SECURITY, AUDIT = list(Role)[7:]

ORACLE: dict[Verb, dict[Role, set[str]]] = {
    Verb.SEE_ITEM: {
        LIAISON: {"lead", "support"}, REVIEWER: {"lead", "support"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.SEE_LINE: {
        LIAISON: {"lead", "support"}, REVIEWER: {"lead", "support"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.READ_LINE: {
        LIAISON: {"lead", "own"}, REVIEWER: {"lead", "own"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.SIGN_LINE: {LIAISON: {"own"}, REVIEWER: {"own"}},
    Verb.WRITE_REPORT: {LIAISON: {"own"}, REVIEWER: {"own"}},
    Verb.APPROVE_REPORT: {REVIEWER: {"own"}},
    Verb.REGISTER_UNIT_SHEET: {LIAISON: {"own"}},
    Verb.RECORD_ON_BEHALF: {CLERK: {"all"}},
    Verb.REVIEW_REPORT: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.REGISTER_LEADER_SHEET: {CLERK: {"office"}},
    Verb.HAND_OVER_LINE: {LIAISON: {"own"}, REVIEWER: {"own"}},
    Verb.GATHER: {LIAISON: {"lead"}, REVIEWER: {"lead"}},
    Verb.READ_SUMMARY: {LIAISON: {"support"}, REVIEWER: {"support"}},
    Verb.ISSUE_LATE_LINE: {DIRECTOR: {"all"}},
    Verb.ASK_EXTENSION: {LIAISON: {"own"}, REVIEWER: {"own"}},
    Verb.DECIDE_EXTENSION: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.SIGN_OFF: {DIRECTOR: {"all"}},
    Verb.REGISTER_OFFICE_SHEET: {CLERK: {"all"}},
    Verb.REOPEN_LINE: {DIRECTOR: {"all"}},
    Verb.DRAFT_YEAR: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.ISSUE_YEAR: {DIRECTOR: {"all"}},
    Verb.CONFIRM_LEAD: {DIRECTOR: {"all"}},
    Verb.IMPORT_PLAN: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.SUPERVISE: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"}},
    Verb.SEE_PERIOD: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"}},
    Verb.ACCEPT_PERIOD: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.WATCH_CLOCK: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.PUT_POLICY_IN_FORCE: {DIRECTOR: {"all"}},
    Verb.KEEP_CALENDAR: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.DECIDE_PROPOSAL: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.LOG_CALL: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.REMIND_LINES: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.COUNT_CALL: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.RETRACT_NOTICE: {DIRECTOR: {"all"}},
    Verb.RELEASE_BRAKE: {DIRECTOR: {"all"}},
    Verb.HOLD_OUTGOING: {SYSTEM: {"all"}, DIRECTOR: {"all"}},
    Verb.RESEND_MESSAGE: {SYSTEM: {"all"}, DIRECTOR: {"all"}},
    Verb.MARK_SUPERVISED: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.SEE_PAPER: {
        LIAISON: {"addressed"}, REVIEWER: {"addressed"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.SEE_REGISTER: {
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.DRAFT_PAPER: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.CHECK_PAPER: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.AGREE_INTERVIEW: {LEADER: {"all"}},
    Verb.SIGN_PAPER: {DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.INSTRUCT: {LEADER: {"all"}},
    Verb.REGISTER_PAPER_SHEET: {CLERK: {"all"}},
    Verb.NUMBER_PAPER: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.ISSUE_PAPER: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.VOID_PAPER: {DIRECTOR: {"all"}},
    Verb.READ_EVIDENCE: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}},
    Verb.RECEIVE_PAPER: {LIAISON: {"addressed"}, REVIEWER: {"addressed"}},
    Verb.REPLY_PAPER: {LIAISON: {"addressed"}, REVIEWER: {"addressed"}},
    Verb.RECORD_FOR_ADDRESSEE: {CLERK: {"all"}},
    Verb.ANSWER_OBJECTION: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.CLOSE_SERVICE: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.KEEP_INTERVIEW: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.REPORT_RECTIFICATION: {LIAISON: {"addressed"}, REVIEWER: {"addressed"}},
    Verb.CHECK_RECTIFICATION: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.KEEP_MANDATES: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.CONFIRM_MANDATE: {DIRECTOR: {"all"}},
    Verb.KEEP_SERIES: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.KEEP_SUCCESSIONS: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.CONFIRM_SUCCESSION: {DIRECTOR: {"all"}},
    Verb.TAKE_BACK_SUCCESSION: {CLERK: {"self"}, DIRECTOR: {"self"}},
    Verb.KEEP_UNITS: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.KEEP_GROUPS: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.SEE_ROADMAP: {
        LIAISON: {"staff"}, REVIEWER: {"staff"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.SEE_READING: {
        LIAISON: {"reports"}, REVIEWER: {"reports"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}, EVALUATOR: {"all"}, AUDITOR: {"all"},
    },
    Verb.ENTER_READING: {LIAISON: {"reports"}, REVIEWER: {"reports"}},
    Verb.RECORD_READING: {CLERK: {"all"}},
    Verb.KEEP_TARGETS: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.KEEP_PEOPLE: {SECURITY: {"all"}},
    Verb.KEEP_ACCOUNTS: {SYSTEM: {"all"}},
    Verb.SEE_PEOPLE: {CLERK: {"all"}, DIRECTOR: {"all"}, SYSTEM: {"all"}, SECURITY: {"all"}, AUDIT: {"all"}},
    Verb.RESET_FACTOR: {SYSTEM: {"all"}},
    Verb.RESET_ADMIN_FACTOR: {SECURITY: {"all"}},
    Verb.READ_AUDIT: {AUDIT: {"all"}, AUDITOR: {"all"}},
    Verb.COMMENT: {
        LIAISON: {"lead", "support"}, REVIEWER: {"lead", "support"},
        CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"},
    },
    Verb.REGISTER_INSTRUCTION: {CLERK: {"all"}},
    Verb.ANSWER_INSTRUCTION: {LIAISON: {"of_unit"}, REVIEWER: {"of_unit"}, CLERK: {"of_unit"}, DIRECTOR: {"of_unit"}},
    Verb.VOID_INSTRUCTION: {LEADER: {"self"}},
    Verb.REGISTER_VOIDING: {DIRECTOR: {"all"}},
    Verb.CLOSE_INSTRUCTION: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"all"}},
    Verb.VOID_INSTRUCTION: {LEADER: {"self"}},
    Verb.REGISTER_VOIDING: {DIRECTOR: {"all"}},
    Verb.WATCH_FILES: {CLERK: {"all"}, DIRECTOR: {"all"}, SYSTEM: {"all"}},
    Verb.OBJECT_LINE: {LIAISON: {"own"}, REVIEWER: {"own"}},
    Verb.RAISE_CASE: {LIAISON: {"own"}, REVIEWER: {"own"}, CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.ANSWER_CASE: {CLERK: {"all"}, DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.DECIDE_CASE: {DIRECTOR: {"all"}, LEADER: {"office"}},
    Verb.CONSENT_CASE: {LEADER: {"all"}},
    Verb.RESUME_LINE: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.GIVE_OPINION: {LIAISON: {"of_unit"}, REVIEWER: {"of_unit"}},
    Verb.APPROVE_OPINION: {REVIEWER: {"of_unit"}},
    Verb.REGISTER_OPINION_SHEET: {LIAISON: {"of_unit"}},
    Verb.ANSWER_OPINION: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.CARRY_OVER: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.IMPORT_YEAR: {CLERK: {"all"}, DIRECTOR: {"all"}},
    Verb.SEE_STAFF: {
        LIAISON: {"staff"}, REVIEWER: {"staff"},
        CLERK: {"all"}, DIRECTOR: {"all"}, SYSTEM: {"all"}, SECURITY: {"all"}, AUDIT: {"all"},
    },
    Verb.SEE_CONTACTS: {role: {"staff"} if role in UNIT_ROLES else {"all"} for role in Role},
    Verb.KEEP_LIAISON: {REVIEWER: {"staff"}, CLERK: {"all"}, DIRECTOR: {"all"}, SECURITY: {"all"}},
    Verb.KEEP_REVIEWER: {CLERK: {"all"}, DIRECTOR: {"all"}, SECURITY: {"all"}},
    Verb.COUNTERSIGN_POST: {SYSTEM: {"all"}},
    Verb.TAKE_LEAVE: {role: {"self"} for role in Role},
    Verb.IMPORT_PEOPLE: {CLERK: {"all"}, DIRECTOR: {"all"}, SECURITY: {"all"}},
}  # fmt: skip

BARS: dict[Verb, set[Bar]] = {
    Verb.APPROVE_REPORT: {Bar.AUTHOR},
    Verb.REVIEW_REPORT: {Bar.AUTHOR, Bar.PREPARER, Bar.CONFLICT, Bar.MEMBER},
    Verb.DECIDE_EXTENSION: {Bar.AUTHOR, Bar.CONFLICT, Bar.MEMBER},
    Verb.SIGN_OFF: {Bar.PREPARER},
    Verb.REGISTER_OFFICE_SHEET: {Bar.MEMBER},
    Verb.ISSUE_YEAR: {Bar.PREPARER},
    Verb.DECIDE_PROPOSAL: {Bar.CONFLICT, Bar.MEMBER},
    Verb.COUNT_CALL: {Bar.CONFLICT},
    Verb.RETRACT_NOTICE: {Bar.CONFLICT},
    Verb.DRAFT_PAPER: {Bar.MEMBER},
    Verb.CHECK_PAPER: {Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER},
    Verb.AGREE_INTERVIEW: {Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER},
    Verb.SIGN_PAPER: {Bar.AUTHOR, Bar.PREPARER, Bar.AGREED, Bar.CONFLICT, Bar.MEMBER},
    Verb.INSTRUCT: {Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER},
    Verb.REGISTER_PAPER_SHEET: {Bar.MEMBER},
    Verb.NUMBER_PAPER: {Bar.MEMBER},
    Verb.ISSUE_PAPER: {Bar.MEMBER},
    Verb.VOID_PAPER: {Bar.MEMBER},
    Verb.ANSWER_OBJECTION: {Bar.SIGNER, Bar.CONFLICT, Bar.MEMBER},
    Verb.CLOSE_SERVICE: {Bar.RECORDER, Bar.CONFLICT, Bar.MEMBER},
    Verb.KEEP_INTERVIEW: {Bar.MEMBER},
    Verb.CHECK_RECTIFICATION: {Bar.RECORDER, Bar.CONFLICT, Bar.MEMBER},
    Verb.CONFIRM_MANDATE: {Bar.AUTHOR},
    Verb.CONFIRM_SUCCESSION: {Bar.AUTHOR},
    Verb.CLOSE_INSTRUCTION: {Bar.RECORDER, Bar.CONFLICT, Bar.MEMBER},
    Verb.ANSWER_CASE: {Bar.AUTHOR, Bar.CONFLICT, Bar.MEMBER},
    Verb.DECIDE_CASE: {Bar.AUTHOR, Bar.CONFLICT, Bar.MEMBER},
    Verb.CONSENT_CASE: {Bar.AUTHOR, Bar.MEMBER},
    Verb.APPROVE_OPINION: {Bar.AUTHOR},
    Verb.COUNTERSIGN_POST: {Bar.AUTHOR},
}

WORDS = {
    Relation.ANY: "all",
    Relation.LEAD: "lead",
    Relation.SUPPORT: "support",
    Relation.OWN: "own",
    Relation.ADDRESSED: "addressed",
    Relation.REPORTS: "reports",
    Relation.OF_UNIT: "of_unit",
    Relation.STAFF: "staff",
    Relation.SELF: "self",
}


def word_of(right: Right) -> str:
    """How the oracle writes a right."""
    return "office" if right.office_in_conflict else WORDS[right.relation]


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", Role)
def test_the_table_says_what_the_design_says(role: Role, verb: Verb) -> None:
    assert {word_of(right) for right in rights_of(role, verb)} == ORACLE.get(verb, {}).get(role, set())


@pytest.mark.parametrize("verb", Verb)
def test_what_bars_a_person_whatever_the_role(verb: Verb) -> None:
    barred = {bar for right in RIGHTS if right.verb is verb for bar in right.unless}
    assert barred == BARS.get(verb, set())


def test_a_leader_is_not_barred_by_the_conflict_the_leader_is_there_to_solve() -> None:
    [right] = rights_of(LEADER, Verb.REVIEW_REPORT)
    assert Bar.CONFLICT not in right.unless


@pytest.mark.parametrize("role", ["", "unknown", *ADMIN_ROLES])
def test_administrators_and_strangers_have_no_part_in_business(role: str) -> None:
    accounts = {Verb.KEEP_PEOPLE, Verb.KEEP_ACCOUNTS, Verb.SEE_PEOPLE, Verb.READ_AUDIT}
    accounts |= {Verb.RESET_FACTOR, Verb.RESET_ADMIN_FACTOR}
    technical = {Verb.HOLD_OUTGOING, Verb.RESEND_MESSAGE, Verb.WATCH_FILES}
    accounts |= {Verb.SEE_STAFF, Verb.SEE_CONTACTS, Verb.KEEP_LIAISON, Verb.KEEP_REVIEWER, Verb.COUNTERSIGN_POST}
    accounts |= {Verb.TAKE_LEAVE, Verb.IMPORT_PEOPLE}
    business = set(Verb) - accounts - technical
    assert not any(rights_of(role, verb) for verb in business)
    assert not any(sees_all(role, verb) or relations_of(role, verb) for verb in business)


def test_the_domain_and_the_database_know_the_same_roles() -> None:
    assert [role.value for role in Role] == StoredRole.values


def test_the_roles_are_grouped_without_overlap() -> None:
    assert not set(UNIT_ROLES) & set(OFFICE_ROLES) & set(ADMIN_ROLES)
    assert {*UNIT_ROLES, *OFFICE_ROLES, *ADMIN_ROLES, LEADER, EVALUATOR, AUDITOR} == set(Role)


def test_a_list_without_relation_rows_is_for_those_who_see_everything() -> None:
    assert {role for role in Role if sees_all(role, Verb.SEE_LINE)} == {CLERK, DIRECTOR, LEADER, EVALUATOR, AUDITOR}
    assert not sees_all(LEADER, Verb.REVIEW_REPORT)
    assert relations_of(LIAISON, Verb.READ_LINE) == (Relation.LEAD, Relation.OWN)


@pytest.mark.parametrize("verb", Verb)
def test_every_refusal_is_a_sentence(verb: Verb) -> None:
    assert refusal_of(verb).endswith("。")
    assert (verb in REFUSED) != (refusal_of(verb) == NO_RIGHT)


def test_no_refusal_bears_a_word_that_some_units_may_not_read() -> None:
    """Any door may be knocked on by anybody, and says who may go through."""
    said = [*REFUSED.values(), *BAR_SENTENCES.values(), *BARS_OF_SIGNERS.values(), NO_POST_TO_SIGN, NO_RIGHT]
    assert [sentence for sentence in said for word in GUARDED_WORDS if word in sentence] == []


def test_every_bar_says_who_may_instead() -> None:
    assert set(BAR_SENTENCES) == set(Bar)
    assert all("由" in sentence for sentence in BAR_SENTENCES.values())
