"""Widths of columns: numbers and dates as they ask, sentences what is left."""

import pytest

from tasks_app.documents.official.columns import column_widths
from tasks_app.documents.official.paper import PaperTable

TOTAL, CHARACTER = 8844, 240
LONG = "推进工业领域碳达峰，编制重点行业节能降碳改造清单并组织实施"
TABLES = (
    PaperTable(("序号", "重点任务", "时限"), (("1", LONG, "2026-11-30"),)),
    PaperTable(("甲", "乙"), ()),
    PaperTable(tuple("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"), (("四个汉字",) * 16,)),
    PaperTable(("甲",), ((LONG * 50,),)),
    PaperTable(("",), (("",),)),
)


@pytest.mark.parametrize("table", TABLES)
def test_columns_fill_the_type_area_and_none_is_lost(table: PaperTable) -> None:
    widths = column_widths(table, total=TOTAL, character=CHARACTER)
    assert sum(widths) == TOTAL
    assert min(widths) > CHARACTER
    assert len(widths) == len(table.header)


def test_short_words_stay_on_one_line() -> None:
    number, task, day = column_widths(TABLES[0], total=TOTAL, character=CHARACTER)
    assert number < day < task
    assert day >= 5 * CHARACTER
