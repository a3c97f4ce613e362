"""Papers for tests, one of each form."""

from datetime import date

from tasks_app.documents.official.layout import Form
from tasks_app.documents.official.paper import OfficialPaper, PaperTable

OFFICE = "珠海市碳达峰碳中和工作领导小组办公室"
DEMO = "演示数据，与实际工作无关"
BODY = """# 关于报送2026年第三季度碳达峰重点任务进展情况并说明逾期事项的通知
@ 市商务局、市工业和信息化局：
按照《珠海市碳达峰实施方案》和年度工作安排，现将“有关事项”通知如下。
一、逾期事项
（一）产业领域。请你单位会同有关部门抓紧推进。
1. 加快重点用能单位节能改造。
（1）列出清单，明确责任人。
请于收到本通知之日起5个工作日内书面回复。
附件：1. 逾期事项清单
附件：2. 关于报送进展情况的补充说明
[[annex:1]]
# 逾期事项清单
[[table:items]]
[[annex:2]]
# 补充说明
= 填报单位：
正文。"""
MINUTES_BODY = """# 关于约谈市商务局的纪要
会议就逾期事项约谈市商务局，现纪要如下。
一、整改要求
12月底前完成。
~ 出席：市发展改革局某某，市商务局某某
~ 列席：某某"""
SHEET_BODY = """# 2026年第三季度碳达峰重点任务进展情况汇总表
= 截至2026年9月30日
[[table:items]]"""
ITEMS = PaperTable(
    ("序号", "重点任务", "完成时限", "状态"),
    tuple((str(number), "推进工业领域碳达峰，编制清单并组织实施", "2026-11-30", "逾期") for number in range(1, 4)),
)


def paper(form: Form, **changes: object) -> OfficialPaper:
    """A paper of this form, as the office would send it."""
    return OfficialPaper(**(_COMMON | _OF_FORM[form] | {"form": form} | changes))  # type: ignore[arg-type]


_COMMON: dict[str, object] = {"issuer": OFFICE, "body": BODY, "tables": {"items": ITEMS}}
_SIGNED: dict[str, object] = {"signed_by": OFFICE, "signed_on": date(2026, 12, 7)}
_PRINTED: dict[str, object] = {
    "copies": ("市人民政府办公室", "市发展改革局"),
    "printed_by": OFFICE,
    "printed_on": date(2026, 12, 7),
}
_OF_FORM: dict[Form, dict[str, object]] = {
    Form.NOTICE: {"number": "珠碳办〔2026〕1号"} | _SIGNED | _PRINTED,
    Form.LETTER: {"number": "珠碳办函〔2026〕3号", "body": BODY.replace("通知", "函")} | _SIGNED,
    Form.MINUTES: {"number": "第1期", "body": MINUTES_BODY} | _PRINTED,
    Form.MEMO: {"number": "珠碳办呈〔2026〕2号", "is_sealed": False} | _SIGNED,
    Form.TABLE_SHEET: {"body": SHEET_BODY},
}
