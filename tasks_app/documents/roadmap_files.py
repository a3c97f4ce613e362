"""时间表/路线图 of an issued year as files: out of its frozen rows, and of nothing else."""

from collections.abc import Iterable, Sequence
from typing import IO

from tasks_app.documents.landscape_sheet import LandscapeSheet, Place, new_workbook
from tasks_app.documents.paper_contents import PaperContents, PaperTable
from tasks_app.domain.roadmap import RoadmapRow
from tasks_app.models import Cycle

PLACES = (
    Place("序号", 6),
    Place("行动", 16),
    Place("年度任务", 34),
    Place("工作内容与要求", 52),
    Place("节点", 26),
    Place("完成时限", 13),
    Place("责任单位", 30),
    Place("各单位任务", 30),
)


def title_of(cycle: Cycle) -> str:
    """What the table is called."""
    return f"{cycle.year}年度碳达峰重点任务时间表、路线图"


def write(rows: Sequence[RoadmapRow], cycle: Cycle, *, demo: str, out: IO[bytes]) -> None:
    """The table as a workbook."""
    workbook = new_workbook(out)
    sheet = LandscapeSheet(workbook, "时间表", PLACES)
    sheet.head(title_of(cycle), f"{_note(rows, cycle)}{demo}", demo=demo)
    for place, row in enumerate(rows, start=1):
        told = (row.heading, row.title, row.deliverable, row.milestone)
        sheet.row(place, (row.number, *told, row.deadline, row.units_in_words, row.shares_in_words))
    workbook.close()


def contents(rows: Sequence[RoadmapRow], cycle: Cycle, *, demo: str) -> PaperContents:
    """The table as a paper of the office."""
    table = PaperTable(
        name=title_of(cycle),
        header=("序号", "年度任务", "工作内容与要求", "节点", "完成时限", "责任单位"),
        rows=tuple(_cells(rows)),
    )
    return PaperContents(title_of(cycle), (_note(rows, cycle),), (table,), demo)


def _cells(rows: Iterable[RoadmapRow]) -> Iterable[tuple[str, ...]]:
    for row in rows:
        text = "\n".join(filter(None, (row.deliverable, row.shares_in_words)))
        yield str(row.number), row.title, text, row.milestone, f"{row.deadline:%Y-%m-%d}", row.units_in_words


def _note(rows: Sequence[RoadmapRow], cycle: Cycle) -> str:
    issued = f"{cycle.issued_at:%Y-%m-%d} 印发，" if cycle.issued_at else ""
    return f"{issued}共 {len(rows)} 项年度任务；印发后内容和时限不再改动。"
