"""Who may what: one table. Default is no.

A *relation* says how a person's unit stands to a thing; relations are rows in the database, given to
unit-role groups. A *verb* is what somebody wants to do. The table below joins them by role; whether it is the
right moment is asked of the state machines, not here.
"""

from dataclasses import dataclass

from tasks_app.domain.access_terms import ADMIN_ROLES, OFFICE_ROLES, UNIT_ROLES, Bar, Relation, Role, Verb

__all__ = [
    "ADMIN_ROLES",
    "OFFICE_ROLES",
    "RIGHTS",
    "UNIT_ROLES",
    "Bar",
    "Relation",
    "Right",
    "Role",
    "Verb",
    "relations_of",
    "rights_of",
    "sees_all",
]


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
    # What was issued (印发) is what every unit works by; of a draft a unit is asked about its own part only.
    Right(Verb.SEE_ROADMAP, _READERS),
    Right(Verb.SEE_ROADMAP, UNIT_ROLES, Relation.STAFF),
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
    # Who entered it never decides it, but may say that it was entered in error: an only director's own stood still.
    Right(Verb.TAKE_BACK_SUCCESSION, OFFICE_ROLES, Relation.SELF),
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
    Right(Verb.ANSWER_INSTRUCTION, (*UNIT_ROLES, *OFFICE_ROLES), Relation.OF_UNIT),
    Right(Verb.CLOSE_INSTRUCTION, OFFICE_ROLES, unless=(Bar.RECORDER, Bar.CONFLICT)),
    Right(Verb.CLOSE_INSTRUCTION, (Role.GROUP_LEADER,), unless=(Bar.RECORDER, Bar.MEMBER)),
    Right(Verb.VOID_INSTRUCTION, (Role.GROUP_LEADER,), Relation.SELF),
    Right(Verb.REGISTER_VOIDING, (Role.OFFICE_DIRECTOR,)),
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
