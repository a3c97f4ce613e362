"""意见汇总表 of a year: what every unit that was asked said, and what the office made of it."""

from collections.abc import Iterable
from datetime import date
from typing import IO

from tasks_app.documents.landscape_sheet import LandscapeSheet, Place, new_workbook
from tasks_app.domain.breakdown import from_data
from tasks_app.domain.opinion_states import ANSWERED, OPEN_OPINION, OpinionKind, outside, shown_as
from tasks_app.models import Cycle, Opinion

PLACES = (
    Place("序号", 6),
    Place("重点任务", 40),
    Place("单位", 20),
    Place("意见", 60),
    Place("采纳情况", 14),
    Place("理由", 40),
)
NOTHING_TO_ANSWER, TO_BE_ANSWERED = "—", "待答复"


def title_of(cycle: Cycle) -> str:
    """What the table is called."""
    return f"{cycle.year}年度重点任务征求意见汇总表"


def write(opinions: Iterable[Opinion], cycle: Cycle, *, today: date, demo: str, out: IO[bytes]) -> int:
    """The table as a workbook; returns how many rows it has. What a unit has not handed in yet is not told."""
    rows = [_row(place, opinion, cycle, today) for place, opinion in enumerate(opinions, start=1)]
    workbook = new_workbook(out)
    sheet = LandscapeSheet(workbook, "意见汇总表", PLACES)
    until = f"反馈截止日 {cycle.consult_until:%Y-%m-%d}，" if cycle.consult_until else ""
    sheet.head(title_of(cycle), f"{until}截至 {today:%Y-%m-%d}，共 {len(rows)} 条。{demo}", demo=demo)
    for place, row in enumerate(rows, start=1):
        sheet.row(place, row)
    workbook.close()
    return len(rows)


def _row(place: int, opinion: Opinion, cycle: Cycle, today: date) -> tuple[str | int, ...]:
    item = opinion.work_item
    state = outside(opinion.state)
    is_open = opinion.state in OPEN_OPINION
    label = shown_as(state, "" if is_open else opinion.kind, until=cycle.consult_until, today=today)
    is_silent = is_open or opinion.kind == OpinionKind.NONE
    return (
        place,
        f"第{item.year_plan.task.number}项　{item.title}",
        opinion.unit_name,
        label if is_silent else _words(opinion),
        NOTHING_TO_ANSWER if is_silent else label if opinion.state in ANSWERED else TO_BE_ANSWERED,
        opinion.answer,
    )


def _words(opinion: Opinion) -> str:
    told = [
        opinion.text,
        f"建议工作内容：{opinion.wished_deliverable}" if opinion.wished_deliverable else "",
        f"建议完成时限：{opinion.wished_deadline:%Y-%m-%d}" if opinion.wished_deadline else "",
        *(f"分解：{piece.title}（{piece.deadline:%Y-%m-%d}）" for piece in from_data(opinion.breakdown)),
    ]
    return "\n".join(filter(None, told))
