"""Who may what: one table. Default is no.

A *relation* says how a person's unit stands to a thing; relations are rows in the database, given to
unit-role groups. A *verb* is what somebody wants to do. The table below joins them by role; whether it is the
right moment is asked of the state machines, not here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The codes of ``accounts.models.Role``; a test keeps the two equal."""

    LIAISON = "liaison"
    UNIT_REVIEWER = "unit_reviewer"
    OFFICE_CLERK = "office_clerk"
    OFFICE_DIRECTOR = "office_director"
    GROUP_LEADER = "group_leader"
    EVALUATOR = "evaluator"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


UNIT_ROLES = (Role.LIAISON, Role.UNIT_REVIEWER)
OFFICE_ROLES = (Role.OFFICE_CLERK, Role.OFFICE_DIRECTOR)
ADMIN_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class Relation(StrEnum):
    """How a unit stands to a thing. LEAD, SUPPORT, OWN and ADDRESSED are codenames of relation rows.

    The one unit that reports a target (填报单位), has to answer an instruction (批示), or whose opinion (意见) it is,
    is a column of the thing itself, as a post's unit and holder are.
    """

    ANY = "any"
    LEAD = "lead_item"
    SUPPORT = "support_item"
    OWN = "own_line"
    ADDRESSED = "addressed"
    REPORTS = "reports_target"
    ASKED = "asked_itself"
    OF_UNIT = "of_unit"
    STAFF = "own_staff"
    SELF = "own_post"


class Verb(StrEnum):
    """What one can want to do."""

    SEE_ITEM = "see_item"
    SEE_LINE = "see_line"
    READ_LINE = "read_line"
    READ_SUMMARY = "read_summary"
    SIGN_LINE = "sign_line"
    WRITE_REPORT = "write_report"
    APPROVE_REPORT = "approve_report"
    REGISTER_UNIT_SHEET = "register_unit_sheet"
    RECORD_ON_BEHALF = "record_on_behalf"
    REVIEW_REPORT = "review_report"
    REGISTER_LEADER_SHEET = "register_leader_sheet"
    REGISTER_OFFICE_SHEET = "register_office_sheet"
    HAND_OVER_LINE = "hand_over_line"
    GATHER = "gather"
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    SIGN_OFF = "sign_off"
    REOPEN_LINE = "reopen_line"
    DRAFT_YEAR = "draft_year"
    ISSUE_YEAR = "issue_year"
    ISSUE_LATE_LINE = "issue_late_line"
    CONFIRM_LEAD = "confirm_lead"
    IMPORT_PLAN = "import_plan"
    WATCH_CLOCK = "watch_clock"
    PUT_POLICY_IN_FORCE = "put_policy_in_force"
    KEEP_CALENDAR = "keep_calendar"
    DECIDE_PROPOSAL = "decide_proposal"
    LOG_CALL = "log_call"
    REMIND_LINES = "remind_lines"
    COUNT_CALL = "count_call"
    HOLD_OUTGOING = "hold_outgoing"
    RESEND_MESSAGE = "resend_message"
    RELEASE_BRAKE = "release_brake"
    RETRACT_NOTICE = "retract_notice"
    MARK_SUPERVISED = "mark_supervised"
    SEE_PAPER = "see_paper"
    SEE_REGISTER = "see_register"
    DRAFT_PAPER = "draft_paper"
    CHECK_PAPER = "check_paper"
    AGREE_INTERVIEW = "agree_interview"
    SIGN_PAPER = "sign_paper"
    INSTRUCT = "instruct"
    REGISTER_PAPER_SHEET = "register_paper_sheet"
    NUMBER_PAPER = "number_paper"
    ISSUE_PAPER = "issue_paper"
    VOID_PAPER = "void_paper"
    READ_EVIDENCE = "read_evidence"
    RECEIVE_PAPER = "receive_paper"
    REPLY_PAPER = "reply_paper"
    RECORD_FOR_ADDRESSEE = "record_for_addressee"
    ANSWER_OBJECTION = "answer_objection"
    CLOSE_SERVICE = "close_service"
    KEEP_INTERVIEW = "keep_interview"
    REPORT_RECTIFICATION = "report_rectification"
    CHECK_RECTIFICATION = "check_rectification"
    KEEP_MANDATES = "keep_mandates"
    CONFIRM_MANDATE = "confirm_mandate"
    KEEP_SERIES = "keep_series"
    KEEP_SUCCESSIONS = "keep_successions"
    CONFIRM_SUCCESSION = "confirm_succession"
    KEEP_UNITS = "keep_units"
    KEEP_GROUPS = "keep_groups"
    SUPERVISE = "supervise"
    SEE_PERIOD = "see_period"
    ACCEPT_PERIOD = "accept_period"
    SEE_READING = "see_reading"
    ENTER_READING = "enter_reading"
    RECORD_READING = "record_reading"
    KEEP_TARGETS = "keep_targets"
    KEEP_PEOPLE = "keep_people"
    KEEP_ACCOUNTS = "keep_accounts"
    SEE_PEOPLE = "see_people"
    RESET_FACTOR = "reset_factor"
    RESET_ADMIN_FACTOR = "reset_admin_factor"
    READ_AUDIT = "read_audit"
    COMMENT = "comment"
    REGISTER_INSTRUCTION = "register_instruction"
    ANSWER_INSTRUCTION = "answer_instruction"
    CLOSE_INSTRUCTION = "close_instruction"
    WATCH_FILES = "watch_files"
    OBJECT_LINE = "object_line"
    RAISE_CASE = "raise_case"
    ANSWER_CASE = "answer_case"
    DECIDE_CASE = "decide_case"
    CONSENT_CASE = "consent_case"
    RESUME_LINE = "resume_line"
    GIVE_OPINION = "give_opinion"
    APPROVE_OPINION = "approve_opinion"
    REGISTER_OPINION_SHEET = "register_opinion_sheet"
    ANSWER_OPINION = "answer_opinion"
    CARRY_OVER = "carry_over"
    IMPORT_YEAR = "import_year"
    SEE_STAFF = "see_staff"
    SEE_CONTACTS = "see_contacts"
    KEEP_LIAISON = "keep_liaison"
    KEEP_REVIEWER = "keep_reviewer"
    COUNTERSIGN_POST = "countersign_post"
    TAKE_LEAVE = "take_leave"
    IMPORT_PEOPLE = "import_people"


class Bar(StrEnum):
    """What takes a right away from this very person, whatever the role. Bars compare users, never posts."""

    AUTHOR = "author"
    CONFLICT = "conflict"
    MEMBER = "member"
    PREPARER = "preparer"
    SIGNER = "signer"
    RECORDER = "recorder"
    AGREED = "agreed"


@dataclass(frozen=True)
class Right:
    """A row of the table. ``office_in_conflict``: holds only for lines of the office, its host or its guests."""

    verb: Verb
    roles: tuple[Role, ...]
    relation: Relation = Relation.ANY
    unless: tuple[Bar, ...] = ()
    office_in_conflict: bool = False


_READERS = (*OFFICE_ROLES, Role.GROUP_LEADER, Role.EVALUATOR, Role.AUDITOR)

RIGHTS: tuple[Right, ...] = (
    # --- looking
    Right(Verb.SEE_ITEM, _READERS),
    Right(Verb.SEE_ITEM, UNIT_ROLES, Relation.LEAD),
    Right(Verb.SEE_ITEM, UNIT_ROLES, Relation.SUPPORT),
    Right(Verb.SEE_LINE, _READERS),
    Right(Verb.SEE_LINE, UNIT_ROLES, Relation.LEAD),
    Right(Verb.SEE_LINE, UNIT_ROLES, Relation.SUPPORT),
    Right(Verb.READ_LINE, _READERS),
    Right(Verb.READ_LINE, UNIT_ROLES, Relation.LEAD),
    Right(Verb.READ_LINE, UNIT_ROLES, Relation.OWN),
    Right(Verb.READ_SUMMARY, UNIT_ROLES, Relation.SUPPORT),
    # --- a unit's own part
    Right(Verb.SIGN_LINE, UNIT_ROLES, Relation.OWN),
    Right(Verb.WRITE_REPORT, UNIT_ROLES, Relation.OWN),
    Right(Verb.APPROVE_REPORT, (Role.UNIT_REVIEWER,), Relation.OWN, unless=(Bar.AUTHOR,)),
    Right(Verb.REGISTER_UNIT_SHEET, (Role.LIAISON,), Relation.OWN),
    Right(Verb.ASK_EXTENSION, UNIT_ROLES, Relation.OWN),
    Right(Verb.HAND_OVER_LINE, UNIT_ROLES, Relation.OWN),
    Right(Verb.GATHER, UNIT_ROLES, Relation.LEAD),
    # --- the office
    Right(Verb.RECORD_ON_BEHALF, (Role.OFFICE_CLERK,)),
    Right(Verb.REVIEW_REPORT, OFFICE_ROLES, unless=(Bar.AUTHOR, Bar.PREPARER, Bar.CONFLICT)),
    Right(
        Verb.REVIEW_REPORT,
        (Role.GROUP_LEADER,),
        unless=(Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER),
        office_in_conflict=True,
    ),
    Right(Verb.REGISTER_LEADER_SHEET, (Role.OFFICE_CLERK,), office_in_conflict=True),
    # How far each of them reaches is a rule of its own (domain/extension_states.py).
    Right(Verb.DECIDE_EXTENSION, OFFICE_ROLES, unless=(Bar.AUTHOR, Bar.CONFLICT)),
    Right(Verb.DECIDE_EXTENSION, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.SIGN_OFF, (Role.OFFICE_DIRECTOR,), unless=(Bar.PREPARER,)),
    Right(Verb.REGISTER_OFFICE_SHEET, (Role.OFFICE_CLERK,), unless=(Bar.MEMBER,)),
    Right(Verb.REOPEN_LINE, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.DRAFT_YEAR, OFFICE_ROLES),
    Right(Verb.ISSUE_YEAR, (Role.OFFICE_DIRECTOR,), unless=(Bar.PREPARER,)),
    Right(Verb.CONFIRM_LEAD, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.IMPORT_PLAN, OFFICE_ROLES),
    Right(Verb.SUPERVISE, _READERS),
    Right(Verb.SEE_PERIOD, _READERS),
    Right(Verb.ACCEPT_PERIOD, OFFICE_ROLES),
    # What may happen to a line aside from reporting (异议、暂缓、撤项); taking up again carries out what was decided.
    Right(Verb.OBJECT_LINE, UNIT_ROLES, Relation.OWN),
    Right(Verb.RAISE_CASE, UNIT_ROLES, Relation.OWN),
    Right(Verb.RAISE_CASE, OFFICE_ROLES),
    Right(Verb.ANSWER_CASE, OFFICE_ROLES, unless=(Bar.AUTHOR, Bar.CONFLICT)),
    Right(Verb.ANSWER_CASE, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.DECIDE_CASE, (Role.OFFICE_DIRECTOR,), unless=(Bar.AUTHOR, Bar.CONFLICT)),
    Right(Verb.DECIDE_CASE, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.CONSENT_CASE, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.MEMBER)),
    Right(Verb.RESUME_LINE, OFFICE_ROLES),
    Right(Verb.ISSUE_LATE_LINE, (Role.OFFICE_DIRECTOR,)),
    # --- the clock
    Right(Verb.WATCH_CLOCK, OFFICE_ROLES),
    Right(Verb.PUT_POLICY_IN_FORCE, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.KEEP_CALENDAR, OFFICE_ROLES),
    Right(Verb.DECIDE_PROPOSAL, OFFICE_ROLES, unless=(Bar.CONFLICT,)),
    Right(Verb.DECIDE_PROPOSAL, (Role.GROUP_LEADER,), unless=(Bar.MEMBER,), office_in_conflict=True),
    Right(Verb.LOG_CALL, OFFICE_ROLES),
    Right(Verb.REMIND_LINES, OFFICE_ROLES),
    Right(Verb.COUNT_CALL, OFFICE_ROLES, unless=(Bar.CONFLICT,)),
    Right(Verb.RETRACT_NOTICE, (Role.OFFICE_DIRECTOR,), unless=(Bar.CONFLICT,)),
    Right(Verb.RELEASE_BRAKE, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.HOLD_OUTGOING, (Role.SYSTEM_ADMIN, Role.OFFICE_DIRECTOR)),
    Right(Verb.RESEND_MESSAGE, (Role.SYSTEM_ADMIN, Role.OFFICE_DIRECTOR)),
    Right(Verb.MARK_SUPERVISED, OFFICE_ROLES),
    # --- papers. Whoever works for the unit handles no paper about it; who decides has no tie to it at all, and about
    # the office's own house a group leader decides.
    Right(Verb.SEE_PAPER, _READERS),
    Right(Verb.SEE_PAPER, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.SEE_REGISTER, _READERS),
    Right(Verb.DRAFT_PAPER, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.CHECK_PAPER, OFFICE_ROLES, unless=(Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER)),
    Right(Verb.AGREE_INTERVIEW, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER)),
    Right(Verb.SIGN_PAPER, (Role.OFFICE_DIRECTOR,), unless=(Bar.AUTHOR, Bar.PREPARER, Bar.AGREED, Bar.CONFLICT)),
    Right(
        Verb.SIGN_PAPER,
        (Role.GROUP_LEADER,),
        unless=(Bar.AUTHOR, Bar.PREPARER, Bar.AGREED, Bar.MEMBER),
        office_in_conflict=True,
    ),
    Right(Verb.INSTRUCT, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.PREPARER, Bar.MEMBER)),
    Right(Verb.REGISTER_PAPER_SHEET, (Role.OFFICE_CLERK,), unless=(Bar.MEMBER,)),
    Right(Verb.NUMBER_PAPER, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.ISSUE_PAPER, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.VOID_PAPER, (Role.OFFICE_DIRECTOR,), unless=(Bar.MEMBER,)),
    Right(Verb.READ_EVIDENCE, (*OFFICE_ROLES, Role.GROUP_LEADER)),
    Right(Verb.RECEIVE_PAPER, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.REPLY_PAPER, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.RECORD_FOR_ADDRESSEE, (Role.OFFICE_CLERK,)),
    Right(Verb.ANSWER_OBJECTION, OFFICE_ROLES, unless=(Bar.SIGNER, Bar.CONFLICT)),
    Right(Verb.ANSWER_OBJECTION, (Role.GROUP_LEADER,), unless=(Bar.SIGNER, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.CLOSE_SERVICE, OFFICE_ROLES, unless=(Bar.RECORDER, Bar.CONFLICT)),
    Right(Verb.CLOSE_SERVICE, (Role.GROUP_LEADER,), unless=(Bar.RECORDER, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.KEEP_INTERVIEW, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.REPORT_RECTIFICATION, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.CHECK_RECTIFICATION, OFFICE_ROLES, unless=(Bar.RECORDER, Bar.CONFLICT)),
    Right(Verb.CHECK_RECTIFICATION, (Role.GROUP_LEADER,), unless=(Bar.RECORDER, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.KEEP_MANDATES, OFFICE_ROLES),
    Right(Verb.CONFIRM_MANDATE, (Role.OFFICE_DIRECTOR,), unless=(Bar.AUTHOR,)),
    Right(Verb.KEEP_SERIES, OFFICE_ROLES),
    Right(Verb.KEEP_SUCCESSIONS, OFFICE_ROLES),
    Right(Verb.CONFIRM_SUCCESSION, (Role.OFFICE_DIRECTOR,), unless=(Bar.AUTHOR,)),
    Right(Verb.KEEP_UNITS, OFFICE_ROLES),
    Right(Verb.KEEP_GROUPS, OFFICE_ROLES),
    # --- targets are the published plan; their readings are work on it
    Right(Verb.SEE_READING, _READERS),
    Right(Verb.SEE_READING, UNIT_ROLES, Relation.REPORTS),
    Right(Verb.ENTER_READING, UNIT_ROLES, Relation.REPORTS),
    Right(Verb.RECORD_READING, (Role.OFFICE_CLERK,)),
    Right(Verb.KEEP_TARGETS, OFFICE_ROLES),
    # --- people and traces
    Right(Verb.KEEP_PEOPLE, (Role.SECURITY_ADMIN,)),
    Right(Verb.KEEP_ACCOUNTS, (Role.SYSTEM_ADMIN,)),
    Right(Verb.SEE_PEOPLE, (*OFFICE_ROLES, *ADMIN_ROLES)),
    # A lost phone: nobody frees themselves, so the system administrators' own are another administrator's.
    Right(Verb.RESET_FACTOR, (Role.SYSTEM_ADMIN,)),
    Right(Verb.RESET_ADMIN_FACTOR, (Role.SECURITY_ADMIN,)),
    Right(Verb.READ_AUDIT, (Role.AUDIT_ADMIN, Role.AUDITOR)),
    # --- talking on an item; whose line a comment is about is asked besides (read_line)
    Right(Verb.COMMENT, (*OFFICE_ROLES, Role.GROUP_LEADER)),
    Right(Verb.COMMENT, UNIT_ROLES, Relation.LEAD),
    Right(Verb.COMMENT, UNIT_ROLES, Relation.SUPPORT),
    Right(Verb.REGISTER_INSTRUCTION, (Role.OFFICE_CLERK,)),
    Right(Verb.ANSWER_INSTRUCTION, (*UNIT_ROLES, *OFFICE_ROLES), Relation.ASKED),
    Right(Verb.CLOSE_INSTRUCTION, OFFICE_ROLES, unless=(Bar.RECORDER, Bar.CONFLICT)),
    Right(Verb.CLOSE_INSTRUCTION, (Role.GROUP_LEADER,), unless=(Bar.RECORDER, Bar.MEMBER)),
    Right(Verb.WATCH_FILES, (*OFFICE_ROLES, Role.SYSTEM_ADMIN)),
    # --- a year being planned: the draft is the office's own paper, so that nobody is barred from changing it
    Right(Verb.GIVE_OPINION, UNIT_ROLES, Relation.OF_UNIT),
    Right(Verb.APPROVE_OPINION, (Role.UNIT_REVIEWER,), Relation.OF_UNIT, unless=(Bar.AUTHOR,)),
    Right(Verb.REGISTER_OPINION_SHEET, (Role.LIAISON,), Relation.OF_UNIT),
    Right(Verb.ANSWER_OPINION, OFFICE_ROLES),
    Right(Verb.CARRY_OVER, OFFICE_ROLES),
    Right(Verb.IMPORT_YEAR, OFFICE_ROLES),
    # A unit's own people are its reviewer's and the office's; which post is whose to give stands in domain/posts.py.
    Right(Verb.SEE_STAFF, (*OFFICE_ROLES, *ADMIN_ROLES)),
    Right(Verb.SEE_STAFF, UNIT_ROLES, Relation.STAFF),
    # Whose numbers one reads stands in dashboards/contacts.py.
    Right(Verb.SEE_CONTACTS, tuple(role for role in Role if role not in UNIT_ROLES)),
    Right(Verb.SEE_CONTACTS, UNIT_ROLES, Relation.STAFF),
    Right(Verb.KEEP_LIAISON, (*OFFICE_ROLES, Role.SECURITY_ADMIN)),
    Right(Verb.KEEP_LIAISON, (Role.UNIT_REVIEWER,), Relation.STAFF),
    Right(Verb.KEEP_REVIEWER, (*OFFICE_ROLES, Role.SECURITY_ADMIN)),
    Right(Verb.COUNTERSIGN_POST, (Role.SYSTEM_ADMIN,), unless=(Bar.AUTHOR,)),
    Right(Verb.TAKE_LEAVE, tuple(Role), Relation.SELF),
    Right(Verb.IMPORT_PEOPLE, (*OFFICE_ROLES, Role.SECURITY_ADMIN)),
)


def rights_of(role: str, verb: Verb) -> tuple[Right, ...]:
    """The rows that could give this role this verb; empty means no, whatever the relation."""
    return tuple(right for right in RIGHTS if right.verb == verb and role in right.roles)


def sees_all(role: str, verb: Verb) -> bool:
    """Whether the role has the verb on everything, so that a list needs no relation rows."""
    return any(right.relation is Relation.ANY and not right.office_in_conflict for right in rights_of(role, verb))


def relations_of(role: str, verb: Verb) -> tuple[Relation, ...]:
    """The relations that give this role this verb."""
    return tuple(right.relation for right in rights_of(role, verb) if right.relation is not Relation.ANY)
