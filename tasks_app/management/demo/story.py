"""The past of the demo's year, as tables: which leads were confirmed, which dates were set, who did what.

Every step is a real action by the person whose act it is, at its moment. Which unit does what follows from
numbers, not from chance, so that two runs on one day tell the same story.
"""

from dataclasses import dataclass
from datetime import date

from accounts.models import UnitKind
from tasks_app.actions.mandates import Authority
from tasks_app.domain.paper_kinds import Means

# Tasks whose lead the director confirmed before the year was issued, and one afterwards.
LEADS_BEFORE = (1, 2, 7, 13, 14, 17, 24, 25, 27)
LEAD_AFTER = 18
LEAD_BASIS = "领导小组办公室主任会议纪要〔演示〕1号"


@dataclass(frozen=True)
class Milestone:
    """A task with an earlier date: so many working days ago (negative: ahead), and how its lines ended."""

    task: int
    days_ago: int
    ends: tuple[str, ...]


# How the lines of a task ended, taken in turn by its units.
#   signed_off / accepted: closed in time · waiting: handed in, with the office · sent_back: must be done again
#   on_paper: handed in with a sheet that the unit's leader signed · unit: waits for the unit's reviewer
#   returned: the reviewer wants it mended · draft: begun, not sent · none: nothing came
MILESTONES = (
    Milestone(2, 30, ("signed_off", "signed_off", "accepted")),
    Milestone(25, 22, ("signed_off", "accepted", "waiting", "none")),
    Milestone(5, 12, ("accepted", "none", "waiting", "sent_back")),
    Milestone(16, 7, ("none", "accepted", "sent_back", "unit", "returned")),
    Milestone(20, 3, ("accepted", "none", "unit", "draft", "on_paper")),
    Milestone(26, 1, ("none", "waiting")),
    Milestone(10, -2, ("accepted", "none")),
    Milestone(22, -4, ("waiting", "none", "none")),
)

# The other tasks, in turn: due so many working days ahead; 0 keeps the date of the rhythm while it lies ahead.
AHEAD = (9, 16, 24, 0)
EARLIEST_AHEAD = 6

PROGRESS = (
    "已按年度安排完成前期摸底和方案比选，重点项目清单已印发，涉及 12 个项目，其中 9 个已开工。",
    "已会同相关单位开展现场调研 3 次，形成阶段性报告，年度指标完成过半。",
    "已完成设备更新改造 2 批，更新台账同步建立，数据按季度核对。",
    "已印发工作方案并分解到科室，第一批示范点通过验收。",
)
PROBLEMS = (
    "无。",
    "部分项目用地手续办理较慢，影响开工进度。",
    "资金下达晚于预期，改造进度滞后。",
    "数据口径与统计部门尚未统一。",
)
NEXT_STEPS = (
    "按时间表推进剩余项目，月底前完成中期核查。",
    "与有关部门对接用地和资金，力争下月恢复进度。",
    "组织第二批示范点申报，同步完善台账。",
)
# More time: a task of which one line was given so many more working days, and those of which one asks now.
EXTENDED, EXTENDED_DAYS = 5, 5
ASKING = (22, 26, 20, 16)
WHY_LATER = (
    "主要设备到货推迟，安装调试须顺延一周。",
    "土建工程已完成，设备基础已验收；设备安装和调试尚未完成。",
)
GRANTED = "同意顺延，请倒排工期，按新时限完成。"
WHY_IT_FELL = "部分点位用地手续未办结，施工延后，预计下一季度赶上。"
WHY_WITHOUT = "本单位承担的部分已全部完成，配合单位的部分由其另行报送。"
REASON_BACK = "佐证材料缺少验收文件，且“本期进展”未说明完成数量，请补充后重新报送。"
REASON_RETURN = "请补充截至日期和完成数量。"
# A unit that phoned: how, and who. A leader who signed on paper: name, title, words.
CALLER = ("电话", "综合科（演示）")
SIGNED = ("单位分管领导（演示）", "副局长", "同意报送。")
EVIDENCE_NAME = "演示佐证材料.pdf"
SHEET_NAME = "演示签批件.pdf"
FILE_BYTES = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + (
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)

# The quarterly lines in turn: who reported in the last period and how. Beside the words above:
#   submitted: with the office · late: accepted, though handed in after the day · behind: accepted, says 滞后
#   on_behalf: the unit phoned, the clerk wrote it down
LAST_PERIOD = (
    "accepted",
    "on_behalf",
    "behind",
    "none",
    "submitted",
    "draft",
    "none",
    "late",
    "none",
    "sent_back",
    "accepted",
    "on_paper",
    "none",
    "returned",
    "none",
)
# How many reported in earlier periods: enough for a past, and quick to make.
EARLIER_PERIODS = ("accepted", "none", "none", "none", "none", "none", "none", "none", "none", "none")
# Ways that end before the office reviewed anything.
NOT_REVIEWED = frozenset({"unit", "returned", "waiting", "submitted", "on_paper"})
# One line in this many was never signed for.
UNSIGNED_EVERY = 23

# Papers: the document that allows them (its day is set when the year is issued), and the 代字 of each kind.
MANDATE = Authority(
    title="关于授权开展碳达峰重点任务督促检查的通知（演示）",
    number="珠府办函〔演示〕8号",
    issuer="珠海市人民政府办公室",
    matters="授权市碳达峰碳中和工作领导小组办公室对重点任务落实情况开展调度、督办和约谈（演示）。",
    starts_on=date.min,
    means=(Means.REMIND, Means.SUPERVISE, Means.INTERVIEW),
    unit_kinds=tuple(UnitKind.values),
    by_notice=True,
)
MANDATE_FILE, SEALED_FILE = "演示授权文件.pdf", "演示盖章件.pdf"
CODES = {"notice": "珠碳办", "letter": "珠碳办函", "minutes": "珠碳办纪", "memo": "珠碳办呈"}
LETTER_WORDS = {
    "opening": "该事项已超过年度任务确定的完成时限，经提醒仍未报送办结申请。",
    "demands": "请抓紧完成剩余工作，说明未按期完成的原因和完成时间，并报送佐证材料。",
    "contact": "王晓（演示）",
    "phone": "0756-0000000",
}
