"""The table of a plan as .docx: across the page, 行动 cells merged, the header on each page, as it was issued."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from tasks_app.documents.official.layout import LANDSCAPE, Form, Part
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.render import set_out
from tasks_app.documents.official.word.elements import Element, element, paragraph, run, words
from tasks_app.documents.official.word.tables import table_properties
from tasks_app.documents.official.wording import in_words
from tasks_app.documents.plan_export_table import TABLE_NAME, DrawnTable, Line, Span, drawn_table
from tasks_app.domain.file_note import written
from tasks_app.domain.plan_columns import Columns, Meaning
from tasks_app.domain.plan_sheet import PlanSheet

# What XML cannot hold; no plan is meant to, but a file must never fail for it.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CENTRED, LEFT = "center", "left"
NUMBERS = frozenset({Meaning.NUMBER, Meaning.COUNTED})
CENTRED_COLUMNS = NUMBERS | {Meaning.ACTION, Meaning.DEADLINE, Meaning.DATED}
# Shares of the page: two characters of the header stand side by side over the numbers.
WIDTH_OF_NUMBERS, PARTS = 7, 140
WIDTHS = {Meaning.ACTION: 20, Meaning.TEXT: 69, Meaning.UNITS: 44, Meaning.LEAD: 24, Meaning.SUPPORT: 30}
OTHER_WIDTH = 18


def docx_file(sheet: PlanSheet, *, demo: str = "") -> bytes:
    """Notice, day and table; what the notice cannot say stands in the properties, as in the .xlsx.

    ``demo`` is the sentence every file of a demo carries.
    """
    paper = OfficialPaper(form=Form.TABLE_SHEET, issuer="", body=f"# {sheet.title}{TABLE_NAME}", demo=demo)
    notice = f"{sheet.issuer}关于印发{sheet.title}的通知（{sheet.number}）"
    parts = [
        words(Part.SHEET_NOTE, notice),
        *([words(Part.SHEET_NOTE, in_words(sheet.issued_on))] if sheet.issued_on else []),
        words(Part.SHEET_TITLE, TABLE_NAME),
        _table(sheet),
    ]
    return set_out(paper, parts, note=NOT_IN_XML.sub("", written(sheet.note)))


def _table(sheet: PlanSheet) -> Element:
    table = drawn_table(sheet)
    widths = _widths(table.columns)
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    # In the other lines of a run that is one cell, the cell above goes on downwards.
    merges = {
        (line, place): line == run.first for place, runs in table.merged.items() for run in runs for line in run.lines
    }
    lines = (
        _section(line, widths)
        if line.is_section
        else _row(line, table, widths, {place: merges.get((count, place)) for place in table.merged})
        for count, line in enumerate(table.lines)
    )
    return element("tbl", table_properties(LANDSCAPE.text_width), grid, *chain(_header(table, widths), lines))


def _widths(columns: Columns) -> list[int]:
    """The numbers have what two characters of their header need; the others share the rest."""
    total = LANDSCAPE.text_width
    numbers = total * WIDTH_OF_NUMBERS // PARTS
    shares = [0 if column.meaning in NUMBERS else WIDTHS.get(column.meaning, OTHER_WIDTH) for column in columns]
    rest = total - numbers * shares.count(0)
    return [rest * share // sum(shares) if share else numbers for share in shares]


def _header(table: DrawnTable, widths: list[int]) -> Iterator[Element]:
    """Its rows, which stand on each page."""
    for row in range(table.header_rows):
        cells = [
            _wide(
                heading.columns if heading.rows.first == row else replace(heading.columns, words=""),
                widths, CENTRED, Part.SHEET_HEADING, *_merge(heading.rows.first == row, heading.rows),
            )
            for heading in sorted(table.header, key=lambda heading: heading.columns.first)
            if row in heading.rows.lines
        ]  # fmt: skip
        yield element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _merge(is_first: bool | None, rows: Span | None = None) -> list[Element]:
    """How a cell says that it goes on downwards, or goes on from above; None where it does neither."""
    if is_first is None or (rows and rows.first == rows.last):
        return []
    return [element("vMerge", val="restart") if is_first else element("vMerge")]


def _section(line: Line, widths: list[int]) -> Element:
    """One cell over the whole width, or the same words in each."""
    if line.goes_across:
        cells = [_wide(Span(0, len(widths) - 1, line.cells[0]), widths, LEFT, Part.SHEET_CELL)]
    else:
        cells = [_cell(cell, width, LEFT) for cell, width in zip(line.cells, widths, strict=True)]
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _wide(span: Span, widths: list[int], align: str, part: Part, *merge: Element) -> Element:
    covered = widths[span.first : span.last + 1]
    spans = [element("gridSpan", val=len(covered))] if len(covered) > 1 else []
    return _cell(span.words, sum(covered), align, *spans, *merge, part=part)


def _row(line: Line, table: DrawnTable, widths: list[int], merges: Mapping[int, bool | None]) -> Element:
    """A row; ``merges`` says of the places that are merged whether the cell is the first of its run, or in none."""
    cells = []
    for place, (column, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
        align = CENTRED if column.meaning in CENTRED_COLUMNS else LEFT
        is_first = merges.get(place)
        cells.append(_cell("" if is_first is False else cell, widths[place], align, *_merge(is_first)))
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _cell(text: str, width: int, align: str, *spans: Element, part: Part = Part.SHEET_CELL) -> Element:
    """Each line of a cell is a paragraph; the words are those of the plan, to the last space."""
    properties = element("tcPr", element("tcW", w=width, type="dxa"), *spans, element("vAlign", val="center"))
    lines = NOT_IN_XML.sub("", text).split("\n")
    formats = (element("jc", val=align),)
    shown = [
        paragraph(part, *([run(line)] if line else []), formats=tuple(each.__copy__() for each in formats))
        for line in lines
    ]
    return element("tc", properties, *shown)
