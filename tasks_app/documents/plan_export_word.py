"""The table of a plan as .docx: across the page, 行动 cells merged, the header on each page, as it was issued."""

import re
from itertools import chain

from tasks_app.documents.official.layout import LANDSCAPE, Form, Part
from tasks_app.documents.official.paper import OfficialPaper
from tasks_app.documents.official.render import set_out
from tasks_app.documents.official.word.elements import Element, element, paragraph, run, words
from tasks_app.documents.official.word.tables import table_properties
from tasks_app.documents.official.wording import in_words
from tasks_app.documents.plan_export_files import DEADLINE, HEADER, NO_DEADLINE, TABLE_NAME, merged
from tasks_app.domain.file_note import written
from tasks_app.domain.plan_sheet import PlanSheet, SheetRow

# What XML cannot hold; no plan is meant to, but a file must never fail for it.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CENTRED, LEFT = "center", "left"
# Shares of the page: two characters of the header stand side by side over the numbers.
WIDTHS = (7, 20, 69, 44)
WIDTHS_WITH_DEADLINES = (7, 20, 55, 42, 16)


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
    total = LANDSCAPE.text_width
    shares = WIDTHS_WITH_DEADLINES if sheet.has_deadlines else WIDTHS
    widths = [total * width // sum(shares) for width in shares]
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    # The last line of each run of rows under one 行动: the cell above it goes on downwards.
    begins = {first for first, _last, _action in merged(sheet)}
    rows = (_row(row, widths, is_first=line in begins) for line, row in enumerate(sheet.rows, start=1))
    return element("tbl", table_properties(total), grid, *chain([_header(widths)], rows))


def _header(widths: list[int]) -> Element:
    number, over_two, units = HEADER[0], HEADER[1], HEADER[3]
    return element(
        "tr",
        element("trPr", element("cantSplit"), element("tblHeader")),
        _cell(number, widths[0], CENTRED, part=Part.SHEET_HEADING),
        _cell(over_two, widths[1] + widths[2], CENTRED, element("gridSpan", val=2), part=Part.SHEET_HEADING),
        _cell(units, widths[3], CENTRED, part=Part.SHEET_HEADING),
        *(_cell(DEADLINE, width, CENTRED, part=Part.SHEET_HEADING) for width in widths[4:]),
    )


def _row(row: SheetRow, widths: list[int], *, is_first: bool) -> Element:
    merge = element("vMerge", val="restart") if is_first else element("vMerge")
    return element(
        "tr",
        element("trPr", element("cantSplit")),
        _cell(str(row.number), widths[0], CENTRED),
        _cell(row.action if is_first else "", widths[1], CENTRED, merge),
        _cell(row.text, widths[2], LEFT),
        _cell(row.units_text, widths[3], LEFT),
        *(_cell(row.deadline or NO_DEADLINE, width, CENTRED) for width in widths[4:]),
    )


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
