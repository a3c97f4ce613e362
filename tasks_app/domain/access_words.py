"""What somebody reads who may not (拒绝的理由): one sentence for each verb and each bar.

Units of every kind may meet these sentences: none holds a word that some of them may not read (``domain.reach``).
"""

from tasks_app.domain.access import Bar, Verb

BAR_SENTENCES = {
    Bar.AUTHOR: "本件由您本人填写，须由另一位有权审核的人员审核，或登记线下签批。",
    Bar.CONFLICT: "您在该单位或其归口单位任职，按回避要求不能审核或处理；请由无关联的人员办理，或登记领导线下签批。",
    Bar.MEMBER: "您同时是该单位或其归口单位的联络员或审核人，按回避要求不能审定；请由领导小组其他领导审定。",
    Bar.PREPARER: "前一环节由您本人经办，须由另一位负责人办理。",
    Bar.AGREED: "同意和签发须由两人分别作出；您已同意本件，请由另一位负责人签发（没有其他领导可以签发的除外）。",
    Bar.RECORDER: "本件由您代录，不能由您本人办结或退回，须由另一位人员核对后办理。",
    Bar.SIGNER: "本件由您签发，情况说明和异议须由未参与签发的人员答复。",
}
# The same about whoever signed a sheet (线下签批), said to the clerk who registers it.
BARS_OF_SIGNERS = {
    Bar.AUTHOR: "本件由{name}本人拟写，不能由其签批，须由另一位有权签批的人员签批。",
    Bar.CONFLICT: "{name}在该单位或其归口单位任职，按回避要求不能签批本件，须由无关联的人员签批。",
    Bar.MEMBER: "{name}同时是该单位或其归口单位的联络员或审核人，按回避要求不能签批本件。",
    Bar.PREPARER: "{name}修改过本件或经办了前一环节，不能签批本件，须由另一位有权签批的人员签批。",
    Bar.AGREED: "同意和签发须由两人分别作出；{name}已同意本件，须由另一位负责人签发（没有其他领导可以签发的除外）。",
    Bar.RECORDER: "本件由{name}代录，{name}不能签批办结或退回，须由另一位人员核对后签批。",
    Bar.SIGNER: "本件由{name}签发，情况说明和异议须由未参与签发的人员签批答复。",
}
NO_POST_TO_SIGN = "{name}在签批当日（{day}）不担任可以签批本件的职务。{who}"

REFUSED: dict[Verb, str] = {
    Verb.SIGN_LINE: "只有承办单位的联络员或审核人可以签收本单位的事项。",
    Verb.WRITE_REPORT: "只有承办单位的联络员或审核人可以填报本单位的进展。",
    Verb.APPROVE_REPORT: "只有承办单位的审核人可以审核本单位的填报。",
    Verb.REGISTER_UNIT_SHEET: "只有承办单位的联络员可以登记本单位的线下签批。",
    Verb.RECORD_ON_BEHALF: "只有领导小组办公室经办人可以代录。",
    Verb.REVIEW_REPORT: "只有领导小组办公室可以采用或退回报送件；涉及办公室及其归口单位的，由领导小组领导审定。",
    Verb.REGISTER_LEADER_SHEET: "只有办公室及其归口单位的事项，才由办公室经办人登记领导小组领导的线下签批。",
    Verb.REGISTER_OFFICE_SHEET: "只有领导小组办公室经办人可以登记办公室负责人的线下签批。",
    Verb.ASK_EXTENSION: "只有承办单位的联络员或审核人可以为本单位的事项申请延期。",
    Verb.DECIDE_EXTENSION: "只有领导小组办公室可以审批延期申请；涉及办公室及其归口单位的，由领导小组领导审批。",
    Verb.SIGN_OFF: "只有领导小组办公室负责人可以销号。",
    Verb.REOPEN_LINE: "只有领导小组办公室负责人可以重新打开事项。",
    Verb.DRAFT_YEAR: "只有领导小组办公室可以拟定年度任务。",
    Verb.ISSUE_YEAR: "只有领导小组办公室负责人可以印发年度任务。",
    Verb.CONFIRM_LEAD: "只有领导小组办公室负责人可以确认牵头单位。",
    Verb.IMPORT_PLAN: "只有领导小组办公室可以导入方案。",
    Verb.WATCH_CLOCK: "时钟、建议、预演和时钟规则供领导小组办公室使用。",
    Verb.PUT_POLICY_IN_FORCE: "只有领导小组办公室负责人可以启用时钟规则。",
    Verb.KEEP_CALENDAR: "只有领导小组办公室可以维护工作日历。",
    Verb.DECIDE_PROPOSAL: "只有领导小组办公室可以处理建议；涉及办公室及其归口单位的，由领导小组领导处理。",
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
    Verb.KEEP_SUCCESSIONS: "只有领导小组办公室可以登记单位变动。",
    Verb.CONFIRM_SUCCESSION: "只有领导小组办公室负责人可以确认单位变动。",
    Verb.KEEP_UNITS: "只有领导小组办公室可以维护单位名录。",
    Verb.KEEP_GROUPS: "只有领导小组办公室可以维护单位组。",
    Verb.SEE_PERIOD: "本页面供领导小组办公室和领导小组领导使用；本单位的填报请从工作台的“一表报送”进入。",
    Verb.ACCEPT_PERIOD: "只有领导小组办公室可以批量采用本期报送件。",
    Verb.SUPERVISE: "本页面供领导小组办公室、领导小组领导、考核员和审计查阅人员使用。",
    Verb.SEE_READING: "目标数据供领导小组办公室、领导小组领导和该目标的填报单位查看。",
    Verb.ENTER_READING: "只有该目标的填报单位可以填报数据。",
    Verb.RECORD_READING: "只有领导小组办公室经办人可以代录目标数据。",
    Verb.KEEP_TARGETS: "只有领导小组办公室可以确定填报单位、数据发布日和省下达的目标值。",
    Verb.KEEP_PEOPLE: "只有安全管理员可以调整任职。",
    Verb.KEEP_ACCOUNTS: "只有系统管理员可以重置密码、停用或启用账号。",
    Verb.SEE_PEOPLE: "只有领导小组办公室和管理员可以查看人员与任职。",
    Verb.READ_AUDIT: "只有审计管理员和审计查阅人员可以查看审计记录。",
    Verb.SEE_STAFF: "人员页面供本单位、领导小组办公室和管理员查看。",
    Verb.SEE_CONTACTS: "联络员通讯录供在岗人员查看。",
    Verb.KEEP_LIAISON: "联络员由本单位审核人、领导小组办公室或安全管理员调整。",
    Verb.KEEP_REVIEWER: "单位审核人由领导小组办公室或安全管理员调整。",
    Verb.COUNTERSIGN_POST: "任职申请由系统管理员会签。",
    Verb.TAKE_LEAVE: "休假由本人，或有权调整该任职的人员登记。",
    Verb.IMPORT_PEOPLE: "只有领导小组办公室和安全管理员可以导入人员。",
}
NO_RIGHT = "您没有办理此事的权限；如确需办理，请联系领导小组办公室。"


def refusal_of(verb: Verb) -> str:
    """The sentence for a verb that is refused."""
    return REFUSED.get(verb, NO_RIGHT)
