"""设置与审计: the doors that exist for one's role."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import HouseRequest
from tasks_app.domain.access import Role, Verb, rights_of
from tasks_app.domain.access_words import NO_RIGHT
from tasks_app.domain.refusals import NotAllowed


@dataclass(frozen=True)
class Door:
    """A page behind 设置与审计, for whoever has the verb."""

    label: str
    url_name: str
    hint: str
    verb: Verb


DOORS = (
    Door("年度", "cycle_list", "拟定、印发年度任务，查看全年调度期和各项时限。", Verb.DRAFT_YEAR),
    Door("确认牵头单位", "lead_list", "分工表没有写明牵头单位的任务，由办公室负责人确认。", Verb.DRAFT_YEAR),
    Door(
        "单位名录", "units", "单位的现用名称、曾用名、别名、类别、设在何处，谁报送；新增和核定单位。", Verb.KEEP_UNITS
    ),
    Door("单位组", "groups", "各区、领导小组成员单位等单位组的成员及起止日期，名单核定。", Verb.KEEP_GROUPS),
    Door("单位变动", "successions", "登记、确认单位更名、并入、拆分、撤销；确认前不对其发文。", Verb.KEEP_SUCCESSIONS),
    Door("导入记录", "import_report", "方案何时由谁导入，修复了哪些杂质，还有哪些疑点。", Verb.IMPORT_PLAN),
    Door("督办规则", "policy", "现行规则的文字说明、各类单位的督办权限和历次版本。", Verb.WATCH_CLOCK),
    Door("工作日历", "calendar_now", "各年工作日、节假日和调休，未公布的年份标明推算。", Verb.KEEP_CALENDAR),
    Door("外发与巡检", "outgoing", "暂停或恢复外发，解除巡检制动，查看后台作业。", Verb.HOLD_OUTGOING),
    Door("账号", "accounts", "建立账号，发放设置密码的链接，解除暂停登录，停用或启用账号。", Verb.KEEP_ACCOUNTS),
    Door("动态口令", "factors", "手机丢失的，核实身份后解除绑定，由本人重新绑定。", Verb.RESET_FACTOR),
    Door("动态口令", "factors", "系统管理员手机丢失的，核实身份后解除绑定。", Verb.RESET_ADMIN_FACTOR),
    Door("文件告警", "file_alarms", "缺失或内容改变的文件，每日巡查的进度。", Verb.WATCH_FILES),
    Door("人员与任职", "people", "各单位的联络员、审核人和办公室人员，任职、休假、移交，导入人员。", Verb.SEE_PEOPLE),
    Door("联络员通讯录", "contacts", "各单位的联络员、审核人和电话，可打印、导出。", Verb.SEE_PEOPLE),
    Door("审计记录", "audit", "状态变动、被拒绝的操作、下载和查阅留痕。", Verb.READ_AUDIT),
)
# What each administrator reads above the doors: nobody of them works for the plan.
ADMINISTRATORS: dict[str, str] = {
    Role.SYSTEM_ADMIN: "您是系统管理员：管理账号和外发，会签任职申请，不办理业务。",
    Role.SECURITY_ADMIN: "您是安全管理员：管理各单位人员和任职，不办理业务。",
    Role.AUDIT_ADMIN: "您是审计管理员：查阅操作、拒绝和下载记录，不办理业务。",
}


@require_safe
def settings_home(request: HouseRequest) -> HttpResponse:
    """Lists the doors; where there is none, the room does not exist for this role."""
    role = request.actor.role
    doors = [door for door in DOORS if rights_of(role, door.verb)]
    if not doors:
        raise NotAllowed(NO_RIGHT)
    return render(request, "settings/home.html", {"doors": doors, "sentence": ADMINISTRATORS.get(role, "")})
