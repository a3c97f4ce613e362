"""The desk of the office, of the leaders, and of those who only read."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks_app.dashboards.desk import OfficeDesk
from tasks_app.dashboards.line_today import CycleToday
from tasks_app.dashboards.targets import OfficeReadings
from tasks_app.dashboards.year import PlanNames
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.targets import TargetState
from tasks_app.domain.year_states import BEFORE_ISSUE
from tasks_app.models import Cycle, UnitLine
from tasks_app.presenters.desk import Sentence, Stat, next_day, said, today_url
from tasks_app.presenters.filters import address
from tasks_app.presenters.links import line_url
from tasks_app.presenters.target_list import UNASSIGNED


@dataclass(frozen=True)
class LateLine:
    """A late line as the office reads it."""

    title: str
    number: int
    plan: str
    unit: str
    url: str
    deadline: date
    days: int
    state_code: str
    state_label: str
    instruct_url: str = ""


def office_sentence(desk: OfficeDesk, readings: OfficeReadings, cycle: Cycle, year: CycleToday) -> Sentence:
    """What waits for the office's decision today."""
    targets = reverse("targets")
    drafted = int(cycle.state in BEFORE_ISSUE)
    stats = (
        Stat(desk.late_count, "件逾期", reverse("late"), late=True),
        Stat(desk.waiting_count, "件报送待审核", reverse("review_queue")),
        Stat(desk.request_count, "件延期申请待审批", today_url()),
        Stat(desk.for_leaders, "件须由领导小组领导审定", reverse("for_leaders")),
        Stat(desk.case_count, "件异议、暂缓或撤项待处理", today_url()),
        Stat(desk.unsettled_leads, "项任务待确认牵头单位", reverse("lead_list")),
        Stat(readings.unassigned, "个目标待确定填报单位", address(targets, {"state": UNASSIGNED})),
        Stat(readings.overdue, "项目标数据逾期未报", address(targets, {"state": TargetState.OVERDUE.value})),
        Stat(drafted, "个年度待印发", reverse("cycle", args=[cycle.year])),
    )
    return Sentence(said(stats), next_day(year), "没有需要办公室办理的事项")


def reader_sentence(desk: OfficeDesk, year: CycleToday, *, decides: bool) -> Sentence:
    """What there is to know for who reads; a leader ``decides`` on the lines the office may not judge."""
    stats = (
        Stat(desk.late_count, "件逾期", reverse("late"), late=True),
        Stat(desk.waiting_count, "件报送待您审定" if decides else "件报送待办公室审核", today_url() if decides else ""),
        *((Stat(desk.request_count, "件延期申请待您审批", today_url()),) if decides else ()),
        *((Stat(desk.case_count, "件异议、暂缓或撤项待您处理", today_url()),) if decides else ()),
    )
    return Sentence(said(stats), next_day(year), "没有逾期的事项")


def late_line(line: UnitLine, year: CycleToday, names: PlanNames, role: str = "") -> LateLine:
    """A row of what is late; a leader instructs from it."""
    item = line.work_item
    return LateLine(
        title=item.title,
        number=item.year_plan.task.number,
        plan=names.get(item.year_plan.task.plan_id, ""),
        unit=line.unit_name,
        url=line_url(line),
        deadline=line.deadline,
        days=year.calendar.between(year.today, line.deadline),
        state_code=line.state,
        state_label=line.get_state_display(),
        instruct_url=reverse("instruction_new", args=[item.pk]) if rights_of(role, Verb.INSTRUCT) else "",
    )
