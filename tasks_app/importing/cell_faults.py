"""Cells of a row that cannot be what they should be."""

from collections.abc import Iterator, Mapping

from tasks_app.importing.carrying import Cells, where_of
from tasks_app.importing.columns import ACTION, TEXT, UNITS, ColumnKey
from tasks_app.importing.reading import Fault


def own_faults(own: Mapping[ColumnKey, str], number: int, line: int) -> Iterator[Fault]:
    """Cells of columns that mean nothing to us, and are too long to be cells."""
    for (_meaning, heading, _nth), cell in own.items():
        if len(cell) > TEXT.longest:
            message = f"{where_of(line, number)}{heading[:20]}：超过 {TEXT.longest} 字，请检查表格是否断裂。"
            yield Fault(number or None, TEXT.key, message)


def cell_faults(cells: Cells, number: int, line: int = 0) -> Iterator[Fault]:
    """Cells of a row that are empty or too long to be what they should be."""
    where = where_of(line, number)
    for column in (TEXT, UNITS):
        if not cells[column.key]:
            yield Fault(number or None, column.key, f"{where}{column.title}：单元格为空。")
    for column in (ACTION, TEXT, UNITS):
        if len(cells[column.key]) > column.longest:
            message = f"{where}{column.title}：超过 {column.longest} 字，请检查表格是否断裂。"
            yield Fault(number or None, column.key, message)
