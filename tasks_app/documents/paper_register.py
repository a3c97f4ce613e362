"""发文登记簿 as one .xlsx: every number, what it was given to, and the hash of the copy of record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import xlsxwriter
from django.utils import timezone

from tasks_app.models import Paper

MOST_ROWS = 5_000
TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = range(4)


@dataclass(frozen=True)
class Heading:
    """What stands above the table. ``demo`` is the sentence every file of a demo carries."""

    narrowed_to: str
    today: date
    demo: str = ""

    @property
    def file_name(self) -> str:
        """The name under which it is saved."""
        return f"发文登记簿_{self.today:%Y%m%d}.xlsx"


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and what stands in it."""

    heading: str
    width: int
    value: Callable[[Paper], str]


def _day(moment: datetime | None) -> str:
    return f"{timezone.localdate(moment):%Y-%m-%d}" if moment else ""


def sha256_of_record(paper: Paper) -> str:
    """The hash of the stamped scan, empty before the paper was stamped."""
    return next((file.blob.sha256 for file in paper.sealed), "")  # type: ignore[attr-defined]


COLUMNS: tuple[Column, ...] = (
    Column("发文字号", 24, lambda paper: paper.number),
    Column("文种", 12, lambda paper: paper.get_kind_display()),
    Column("标题", 48, lambda paper: paper.title),
    Column("主送单位", 36, lambda paper: "、".join(service.unit_name for service in paper.services.all())),
    Column("签发日期", 12, lambda paper: _day(paper.signed_at)),
    Column("编号日期", 12, lambda paper: _day(paper.numbered_at)),
    Column("印发日期", 12, lambda paper: _day(paper.issued_at)),
    Column("状态", 10, lambda paper: paper.get_state_display()),
    Column("盖章件校验值（SHA-256）", 68, sha256_of_record),
)


def write(papers: Iterable[Paper], heading: Heading, *, out: IO[bytes]) -> None:
    """Writes the register (papers by ``dashboards.paper_register.for_register``). Words go in as words."""
    workbook = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = workbook.add_worksheet("发文登记簿")
    edged = {"border": 1, "valign": "top", "text_wrap": True, "font_size": 10}
    title = workbook.add_format({"bold": True, "font_size": 16, "align": "center"})
    header, text = workbook.add_format(edged | {"bold": True}), workbook.add_format(edged)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, len(COLUMNS) - 1, "发文登记簿", title)
    day = f"截至{heading.today.year}年{heading.today.month}月{heading.today.day}日"
    sheet.write_string(NOTE_ROW, 0, "　".join(filter(None, (day, heading.narrowed_to, heading.demo))))
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEADER_ROW, place, column.heading, header)
    for row, paper in enumerate(papers, start=FIRST_ROW):
        for place, column in enumerate(COLUMNS):
            sheet.write_string(row, place, column.value(paper), text)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{heading.demo}&R第 &P 页，共 &N 页")
    workbook.close()
