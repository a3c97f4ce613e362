"""Which post is whose to give (任职权限), and what a post must be like. Tables; the people are asked elsewhere.

A unit names who reports for it, so its liaison changes at once; its reviewer answers for it to the office, which keeps
that post; whoever sees beyond one unit needs two administrators (三员分立).
"""

from tasks_app.domain.access import ADMIN_ROLES, OFFICE_ROLES, UNIT_ROLES, Role, Verb

# Who may give and take a post of this role.
KEPT_BY: dict[str, Verb] = {
    **dict.fromkeys(Role, Verb.KEEP_PEOPLE),
    Role.LIAISON: Verb.KEEP_LIAISON,
    Role.UNIT_REVIEWER: Verb.KEEP_REVIEWER,
}
# Posts of these are in force only when a second administrator has countersigned: everybody who is of no one unit.
COUNTERSIGNED = frozenset(role for role in Role if role not in UNIT_ROLES)
# Posts of the office and of administrators stand in the office's unit or anywhere else; these only in the office's.
OF_THE_OFFICE = frozenset(OFFICE_ROLES)
# Whoever looks after a colleague's post while they are away holds one of the same family.
FAMILIES: tuple[tuple[Role, ...], ...] = (UNIT_ROLES, OFFICE_ROLES, *((role,) for role in Role))

BASIS_NEEDED = "请写明依据，例如任职文件、会议纪要或单位来函的名称和文号。"
DAY_NEEDED = "请填写日期。"
PERSON_NEEDED = "请选择一位人员，或填写新人员的姓名和登录名。"
ENDS_BEFORE_START = "截止日不能早于起始日，请核对。"
AUDITOR_NEEDS_SCOPE = "审计查阅须写明截止日和查阅年度。"
HELD_ALREADY = "该人员已在该单位担任此职，不必重复任职。"
ONE_ADMINISTRATOR = "系统管理员、安全管理员、审计管理员不得由同一人担任，也不得兼办业务。"
FOR_WHOM = "代理和委托须写明为谁、到哪一天为止。"
NOT_FOR_ONESELF = "不能代理本人，请核对。"
ONLY_IN_OFFICE = "领导小组办公室的职务只能在领导小组办公室任职，请核对单位。"
NEEDS_COUNTERSIGN = "办公室和管理人员的任职须先申请，由系统管理员会签后生效。"
SWITCHED_OFF = "该人员的账号已停用，请先由系统管理员启用。"
OVER_ALREADY = "该任职已于 {day} 结束。"
UNKNOWN_KIND = "请选择任职方式。"


def keeping(role: str) -> Verb:
    """The verb of whoever may give this role. KeyError for a role nobody knows."""
    return KEPT_BY[role]


def family_of(role: str) -> tuple[Role, ...]:
    """The roles of which one may stand in for this one."""
    return next(family for family in FAMILIES if role in family)


def is_administrator(role: str) -> bool:
    """Whether it is one of the three administrators."""
    return role in ADMIN_ROLES
