"""The empty table of people (人员导入模板) as .xlsx: headings that the import knows, and what each role is called."""

from typing import IO

from accounts.models import Role
from tasks_app.documents.landscape_sheet import LandscapeSheet, Place, new_workbook
from tasks_app.domain.people_columns import COLUMNS

TITLE = "人员导入表"
NAME = f"{TITLE}.xlsx"
NOTE = "单位、姓名、角色必填；登录名可不填，由系统编出；日期写成 2026-03-01。角色：" + "、".join(Role.labels)
WIDTHS = (28, 12, 18, 16, 18, 26, 16, 14, 14, 30)


def write(out: IO[bytes]) -> None:
    """Writes the table."""
    workbook = new_workbook(out)
    places = [Place(column.title, width) for column, width in zip(COLUMNS, WIDTHS, strict=True)]
    LandscapeSheet(workbook, TITLE, places).head(TITLE, NOTE, demo="")
    workbook.close()
