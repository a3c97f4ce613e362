"""Any table printed by us reads back the same: rows drawn at random, units known and unknown."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import PartyRead, PlanReading
from tasks_app.importing.registry import KnownParty, UnitRegistry
from tasks_app.importing.table import drawn

NOTICE = "珠海市人民政府关于印发珠海市某方案的通知（珠府〔2024〕1号）\n2024年1月2日\n"
HEADERS = (
    ("序号", "行动", "重点任务", "主要负责单位", "完成时限"),
    ("编号", "领域", "工作任务", "责任部门", "完成时间"),
)
HAN = "甲乙丙丁能源绿色建筑交通发展推进建设水平"
words = st.text(alphabet=HAN, min_size=2, max_size=12)
# Texts may hold what draws a table, and line breaks; they neither begin nor end with a space.
texts = st.text(alphabet=HAN + "|，。；（）“”1 2\n%", min_size=1, max_size=60).map(
    lambda text: "\n".join(line.strip() for line in text.split("\n") if line.strip())
).filter(lambda text: text and "***" not in text)  # fmt: skip
KNOWN = (
    "市发展改革局",
    "市委组织部",
    "团市委",
    "珠海供电局",
    "市市场监督管理局",
    "香洲区人民政府",
    "各区人民政府（管委会）",
)
unknown_units = st.builds("市{}局".format, st.text(alphabet="能源粮食数据海洋轨道", min_size=2, max_size=6))
units = st.lists(st.sampled_from(KNOWN) | unknown_units, min_size=1, max_size=6, unique=True)
deadlines = st.sampled_from(["2026年12月", "2026年底前", "持续推进", "2027年6月30日前"])
rows = st.lists(st.tuples(words, texts, units, st.integers(0, 5), deadlines), min_size=1, max_size=8)


def registry() -> UnitRegistry:
    return UnitRegistry(tuple(KnownParty(PartyRead(name, "department", name.startswith("各"))) for name in KNOWN))


def cell(names: list[str], style: int) -> str:
    """Units as a paper may write them; the roles are those the style declares."""
    if style == 0 or len(names) == 1:
        return "、".join(names)
    if style == 1:
        return f"{names[0]}牵头，{'、'.join(names[1:])}按职责分工负责"
    if style == 2:
        return f"牵头单位：{names[0]}，配合单位：{'、'.join(names[1:])}"
    return "，".join(names)


def printed(reading: PlanReading, header: tuple[str, ...]) -> str:
    table = [
        (str(row.number), row.action, row.text, row.units_text, task.deadline_text)
        for row, task in zip(reading.sheet.rows, reading.tasks, strict=True)
    ]
    return NOTICE + "\n".join(drawn(line) for line in (header, *table))


@settings(max_examples=100, deadline=None)
@given(rows, st.sampled_from(HEADERS), st.sampled_from(HEADERS))
def test_table_printed_by_us_reads_back_the_same(drawn_rows, header, other_header):
    lines = [
        (str(number), action, text, cell(names, style), deadline)
        for number, (action, text, names, style, deadline) in enumerate(drawn_rows, start=1)
    ]
    source = NOTICE + "\n".join(drawn(line) for line in (header, *lines))
    reading = read_plan(source.encode(), name="plan.txt", known=lambda _: registry())
    assert reading.faults == ()
    for row, task, (_action, text, names, _style, _deadline) in zip(
        reading.sheet.rows, reading.tasks, drawn_rows, strict=True
    ):
        assert row.text == text
        assert [share.party.name for share in task.responsibilities] == names
    back = read_plan(printed(reading, other_header).encode(), name="plan.txt", known=lambda _: registry())
    assert replace(back.sheet, columns=()) == replace(reading.sheet, columns=())
    assert [column.heading for column in back.sheet.drawn_columns] == list(other_header)
    assert [task.deadline for task in back.tasks] == [task.deadline for task in reading.tasks]
