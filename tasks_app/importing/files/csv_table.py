"""A table in a .csv: which delimiter, which cells we ourselves made harmless."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from tasks_app.domain.harmless_cells import unprotected
from tasks_app.importing.files.lines import has_header, refuse_too_many, sheet_lines
from tasks_app.importing.reading import Repair
from tasks_app.importing.source import SourceText, Unreadable

DELIMITERS = (",", ";", "\t")
NAMES = (".csv", ".tsv")
QUOTED_TABS = '"\t"'
LOOKED_AT = 60
PROTECTED = "防公式的撇号已去掉"
MOST_LISTED = 200


def delimiter_of(text: str, *, name: str) -> str | None:
    """The delimiter under which a header of a table of tasks is found; None where the text is no such table.

    A tab between words of a plain text is not yet a .csv: that one is only believed of a file named so, or of one
    whose cells stand in quotes on both sides of it.
    """
    is_named = name.lower().endswith(NAMES)
    for delimiter in DELIMITERS if is_named or QUOTED_TABS in text else DELIMITERS[:2]:
        if has_header(_first_records(text, delimiter)):
            return delimiter
    is_drawn = any(line.lstrip().startswith("|") for line in islice(text.splitlines(), LOOKED_AT))
    return "," if is_named and not is_drawn else None


def csv_lines(source: SourceText, delimiter: str) -> SourceText:
    """The source with its records drawn as rows. Raises Unreadable where a quote never closes."""
    rows: list[list[str]] = []
    repairs: list[Repair] = []
    cells = 0
    try:
        for record in _records(source.text, delimiter):
            plain = [unprotected(cell) for cell in record]
            rows.append([cell.strip() for cell in plain])
            cells += len(record)
            refuse_too_many(rows=len(rows), columns=len(record), cells=cells)
            repairs += [
                Repair(len(rows), PROTECTED, was, now) for was, now in zip(record, plain, strict=True) if was != now
            ]
    except csv.Error:
        raise Unreadable(
            f"第 {len(rows) + 1} 条记录读不下去（引号没有成对，或单元格过长），请用 Excel 打开后另存为 .xlsx 再导入。"
        ) from None
    return SourceText(
        source.name, source.sha256, sheet_lines(rows), (*source.repairs, *repairs[:MOST_LISTED]), source.doubts
    )


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _first_records(text: str, delimiter: str) -> list[list[str]]:
    try:
        return [[cell.strip() for cell in record] for record in islice(_records(text, delimiter), LOOKED_AT)]
    except csv.Error:
        return []
