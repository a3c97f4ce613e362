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
    """How a unit stands to an item or a line. All but ANY are codenames of relation rows."""

    ANY = "any"
    LEAD = "lead_item"
    SUPPORT = "support_item"
    OWN = "own_line"
    ADDRESSED = "addressed"


class Verb(StrEnum):
    """What one can want to do."""

    SEE_ITEM = "see_item"
    SEE_LINE = "see_line"
    READ_LINE = "read_line"
    SIGN_LINE = "sign_line"
    WRITE_REPORT = "write_report"
    APPROVE_REPORT = "approve_report"
    REGISTER_UNIT_SHEET = "register_unit_sheet"
    RECORD_ON_BEHALF = "record_on_behalf"
    REVIEW_REPORT = "review_report"
    REGISTER_LEADER_SHEET = "register_leader_sheet"
    SIGN_OFF = "sign_off"
    REOPEN_LINE = "reopen_line"
    DRAFT_YEAR = "draft_year"
    ISSUE_YEAR = "issue_year"
    CONFIRM_LEAD = "confirm_lead"
    IMPORT_PLAN = "import_plan"
    WATCH_CLOCK = "watch_clock"
    PUT_POLICY_IN_FORCE = "put_policy_in_force"
    KEEP_CALENDAR = "keep_calendar"
    DECIDE_PROPOSAL = "decide_proposal"
    LOG_CALL = "log_call"
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
    SUPERVISE = "supervise"
    SEE_PERIOD = "see_period"
    ACCEPT_PERIOD = "accept_period"
    KEEP_PEOPLE = "keep_people"
    KEEP_ACCOUNTS = "keep_accounts"
    SEE_PEOPLE = "see_people"
    READ_AUDIT = "read_audit"


class Bar(StrEnum):
    """What takes a right away from this very person, whatever the role. Bars compare users, never posts."""

    AUTHOR = "author"
    CONFLICT = "conflict"
    MEMBER = "member"
    PREPARER = "preparer"
    SIGNER = "signer"


BAR_SENTENCES = {
    Bar.AUTHOR: "本件由您本人填写，须由本单位另一位审核人审核，或登记线下签批。",
    Bar.CONFLICT: "您在该单位或其归口单位任职，按回避要求不能审核或处理；请由无关联的人员办理，或登记领导线下签批。",
    Bar.MEMBER: "您同时是该单位或其归口单位的联络员或审核人，按回避要求不能审定；请由领导小组其他领导审定。",
    Bar.PREPARER: "前一环节由您本人经办，须由另一位负责人办理。",
    Bar.SIGNER: "本件由您签发，情况说明和异议须由未参与签发的人员答复。",
}


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
    # --- a unit's own part
    Right(Verb.SIGN_LINE, UNIT_ROLES, Relation.OWN),
    Right(Verb.WRITE_REPORT, UNIT_ROLES, Relation.OWN),
    Right(Verb.APPROVE_REPORT, (Role.UNIT_REVIEWER,), Relation.OWN, unless=(Bar.AUTHOR,)),
    Right(Verb.REGISTER_UNIT_SHEET, (Role.LIAISON,), Relation.OWN),
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
    Right(Verb.SIGN_OFF, (Role.OFFICE_DIRECTOR,), unless=(Bar.PREPARER,)),
    Right(Verb.REOPEN_LINE, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.DRAFT_YEAR, OFFICE_ROLES),
    Right(Verb.ISSUE_YEAR, (Role.OFFICE_DIRECTOR,), unless=(Bar.PREPARER,)),
    Right(Verb.CONFIRM_LEAD, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.IMPORT_PLAN, OFFICE_ROLES),
    Right(Verb.SUPERVISE, _READERS),
    Right(Verb.SEE_PERIOD, _READERS),
    Right(Verb.ACCEPT_PERIOD, OFFICE_ROLES),
    # --- the clock
    Right(Verb.WATCH_CLOCK, OFFICE_ROLES),
    Right(Verb.PUT_POLICY_IN_FORCE, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.KEEP_CALENDAR, OFFICE_ROLES),
    Right(Verb.DECIDE_PROPOSAL, OFFICE_ROLES, unless=(Bar.CONFLICT,)),
    Right(Verb.LOG_CALL, OFFICE_ROLES),
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
    Right(Verb.CHECK_PAPER, OFFICE_ROLES, unless=(Bar.AUTHOR, Bar.MEMBER)),
    Right(Verb.AGREE_INTERVIEW, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.MEMBER)),
    Right(Verb.SIGN_PAPER, (Role.OFFICE_DIRECTOR,), unless=(Bar.AUTHOR, Bar.CONFLICT)),
    Right(Verb.SIGN_PAPER, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.INSTRUCT, (Role.GROUP_LEADER,), unless=(Bar.AUTHOR,)),
    Right(Verb.REGISTER_PAPER_SHEET, (Role.OFFICE_CLERK,), unless=(Bar.MEMBER,)),
    Right(Verb.NUMBER_PAPER, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.ISSUE_PAPER, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.VOID_PAPER, (Role.OFFICE_DIRECTOR,)),
    Right(Verb.READ_EVIDENCE, (*OFFICE_ROLES, Role.GROUP_LEADER)),
    Right(Verb.RECEIVE_PAPER, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.REPLY_PAPER, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.RECORD_FOR_ADDRESSEE, (Role.OFFICE_CLERK,)),
    Right(Verb.ANSWER_OBJECTION, OFFICE_ROLES, unless=(Bar.SIGNER, Bar.CONFLICT)),
    Right(Verb.ANSWER_OBJECTION, (Role.GROUP_LEADER,), unless=(Bar.SIGNER, Bar.MEMBER), office_in_conflict=True),
    Right(Verb.CLOSE_SERVICE, OFFICE_ROLES, unless=(Bar.CONFLICT,)),
    Right(Verb.CLOSE_SERVICE, (Role.GROUP_LEADER,), unless=(Bar.MEMBER,), office_in_conflict=True),
    Right(Verb.KEEP_INTERVIEW, OFFICE_ROLES, unless=(Bar.MEMBER,)),
    Right(Verb.REPORT_RECTIFICATION, UNIT_ROLES, Relation.ADDRESSED),
    Right(Verb.CHECK_RECTIFICATION, OFFICE_ROLES, unless=(Bar.CONFLICT,)),
    Right(Verb.CHECK_RECTIFICATION, (Role.GROUP_LEADER,), unless=(Bar.MEMBER,), office_in_conflict=True),
    Right(Verb.KEEP_MANDATES, OFFICE_ROLES),
    Right(Verb.CONFIRM_MANDATE, (Role.OFFICE_DIRECTOR,), unless=(Bar.AUTHOR,)),
    Right(Verb.KEEP_SERIES, OFFICE_ROLES),
    # --- people and traces
    Right(Verb.KEEP_PEOPLE, (Role.SECURITY_ADMIN,)),
    Right(Verb.KEEP_ACCOUNTS, (Role.SYSTEM_ADMIN,)),
    Right(Verb.SEE_PEOPLE, (*OFFICE_ROLES, *ADMIN_ROLES)),
    Right(Verb.READ_AUDIT, (Role.AUDIT_ADMIN, Role.AUDITOR)),
)

# A unit may meet any of these at a door that is not its own, so none bears a guarded word (domain/reach.py).
REFUSED: dict[Verb, str] = {
    Verb.SIGN_LINE: "只有承办单位的联络员或审核人可以签收本单位的事项。",
    Verb.WRITE_REPORT: "只有承办单位的联络员或审核人可以填报本单位的进展。",
    Verb.APPROVE_REPORT: "只有承办单位的审核人可以审核本单位的填报。",
    Verb.REGISTER_UNIT_SHEET: "只有承办单位的联络员可以登记本单位的线下签批。",
    Verb.RECORD_ON_BEHALF: "只有领导小组办公室经办人可以代录。",
    Verb.REVIEW_REPORT: "只有领导小组办公室可以采用或退回报送件；涉及办公室及其归口单位的，由领导小组领导审定。",
    Verb.REGISTER_LEADER_SHEET: "只有办公室及其归口单位的事项，才由办公室经办人登记领导小组领导的线下签批。",
    Verb.SIGN_OFF: "只有领导小组办公室负责人可以销号。",
    Verb.REOPEN_LINE: "只有领导小组办公室负责人可以重新打开事项。",
    Verb.DRAFT_YEAR: "只有领导小组办公室可以拟定年度任务。",
    Verb.ISSUE_YEAR: "只有领导小组办公室负责人可以印发年度任务。",
    Verb.CONFIRM_LEAD: "只有领导小组办公室负责人可以确认牵头单位。",
    Verb.IMPORT_PLAN: "只有领导小组办公室可以导入方案。",
    Verb.WATCH_CLOCK: "时钟、建议、预演和时钟规则供领导小组办公室使用。",
    Verb.PUT_POLICY_IN_FORCE: "只有领导小组办公室负责人可以启用时钟规则。",
    Verb.KEEP_CALENDAR: "只有领导小组办公室可以维护工作日历。",
    Verb.DECIDE_PROPOSAL: "只有领导小组办公室可以处理建议；涉及办公室及其归口单位的，由无关联的人员处理。",
    Verb.LOG_CALL: "只有领导小组办公室可以登记电话。",
    Verb.COUNT_CALL: "只有领导小组办公室可以将电话计入提醒层级。",
    Verb.RETRACT_NOTICE: "只有领导小组办公室负责人可以撤回通知。",
    Verb.RELEASE_BRAKE: "只有领导小组办公室负责人可以解除巡检制动。",
    Verb.HOLD_OUTGOING: "只有系统管理员和领导小组办公室负责人可以暂停或恢复外发。",
    Verb.RESEND_MESSAGE: "只有系统管理员和领导小组办公室负责人可以重发邮件。",
    Verb.MARK_SUPERVISED: "只有领导小组办公室可以登记上级督查情况。",
    Verb.SEE_PAPER: "公文供领导小组办公室、领导小组领导和主送单位查看。",
    Verb.SEE_REGISTER: "发文登记簿供领导小组办公室和领导小组领导查看。",
    Verb.DRAFT_PAPER: "只有领导小组办公室可以拟稿。",
    Verb.CHECK_PAPER: "只有领导小组办公室可以核稿。",
    Verb.AGREE_INTERVIEW: "只有领导小组领导可以同意会议安排并指定主持人。",
    Verb.SIGN_PAPER: "只有领导小组办公室负责人可以签发；涉及办公室及其归口单位的，由领导小组领导签发。",
    Verb.INSTRUCT: "呈批件由领导小组领导批示。",
    Verb.REGISTER_PAPER_SHEET: "只有领导小组办公室经办人可以登记公文的线下签批。",
    Verb.NUMBER_PAPER: "只有领导小组办公室可以编号和登记用印。",
    Verb.ISSUE_PAPER: "只有领导小组办公室可以登记印发。",
    Verb.VOID_PAPER: "只有领导小组办公室负责人可以作废公文。",
    Verb.READ_EVIDENCE: "办理情况附件供审批人查阅。",
    Verb.RECEIVE_PAPER: "只有主送单位的联络员或审核人可以签收本单位的来文。",
    Verb.REPLY_PAPER: "只有主送单位的联络员或审核人可以答复本单位的来文。",
    Verb.RECORD_FOR_ADDRESSEE: "只有领导小组办公室经办人可以代录送达回执和答复。",
    Verb.ANSWER_OBJECTION: (
        "情况说明和异议由领导小组办公室未参与签发的人员答复；涉及办公室及其归口单位的，由领导小组领导答复。"
    ),
    Verb.CLOSE_SERVICE: "只有领导小组办公室可以办结答复；涉及办公室及其归口单位的，由领导小组领导办结。",
    Verb.KEEP_INTERVIEW: "只有领导小组办公室可以登记会议情况。",
    Verb.REPORT_RECTIFICATION: "只有相关单位的联络员或审核人可以报告整改情况。",
    Verb.CHECK_RECTIFICATION: "只有领导小组办公室可以核查整改；涉及办公室及其归口单位的，由领导小组领导核查。",
    Verb.KEEP_MANDATES: "只有领导小组办公室可以登记授权依据。",
    Verb.CONFIRM_MANDATE: "只有领导小组办公室负责人可以确认授权依据。",
    Verb.KEEP_SERIES: "只有领导小组办公室可以设置发文代字。",
    Verb.SEE_PERIOD: "本页面供领导小组办公室和领导小组领导使用；本单位的填报请从工作台的“一表报送”进入。",
    Verb.ACCEPT_PERIOD: "只有领导小组办公室可以批量采用本期报送件。",
    Verb.SUPERVISE: "本页面供领导小组办公室、领导小组领导、考核员和审计查阅人员使用。",
    Verb.KEEP_PEOPLE: "只有安全管理员可以调整任职。",
    Verb.KEEP_ACCOUNTS: "只有系统管理员可以重置密码、停用或启用账号。",
    Verb.SEE_PEOPLE: "只有领导小组办公室和管理员可以查看人员与任职。",
    Verb.READ_AUDIT: "只有审计管理员和审计查阅人员可以查看审计记录。",
}
NO_RIGHT = "您没有办理此事的权限；如确需办理，请联系领导小组办公室。"


def rights_of(role: str, verb: Verb) -> tuple[Right, ...]:
    """The rows that could give this role this verb; empty means no, whatever the relation."""
    return tuple(right for right in RIGHTS if right.verb == verb and role in right.roles)


def sees_all(role: str, verb: Verb) -> bool:
    """Whether the role has the verb on everything, so that a list needs no relation rows."""
    return any(right.relation is Relation.ANY and not right.office_in_conflict for right in rights_of(role, verb))


def relations_of(role: str, verb: Verb) -> tuple[Relation, ...]:
    """The relations that give this role this verb."""
    return tuple(right.relation for right in rights_of(role, verb) if right.relation is not Relation.ANY)


def refusal_of(verb: Verb) -> str:
    """The sentence for a verb that is refused."""
    return REFUSED.get(verb, NO_RIGHT)
