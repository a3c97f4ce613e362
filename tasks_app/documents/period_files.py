"""What comes out of a period as Word files (汇总表、进展情况通报), set by GB/T 9704—2012."""

from datetime import date

from tasks_app.documents.official.layout import Form
from tasks_app.documents.official.marked_text import body_of
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.official.render import render
from tasks_app.documents.paper_contents import PaperContents

TEMPLATE = "papers/contents.txt"


def summary_file(contents: PaperContents) -> bytes:
    """汇总表: the table across an A4 page, its header on each."""
    return render(_paper(contents, Form.TABLE_SHEET, issuer="", signed_on=None))


def bulletin_file(contents: PaperContents, *, issuer: str, signed_on: date) -> bytes:
    """进展情况通报, ready to be numbered by hand: without a number it leaves the place free."""
    return render(_paper(contents, Form.NOTICE, issuer=issuer, signed_on=signed_on))


def _paper(contents: PaperContents, form: Form, *, issuer: str, signed_on: date | None) -> OfficialPaper:
    named = {f"table{place}": table for place, table in enumerate(contents.tables, start=1)}
    words = {
        "title": contents.title,
        "paragraphs": list(contents.paragraphs),
        "tables": list(named),
    }
    return OfficialPaper(
        form=form,
        issuer=issuer,
        signed_by=issuer,
        signed_on=signed_on,
        body=body_of(TEMPLATE, words),
        tables={code: PaperTable(table.header, table.rows) for code, table in named.items()},
        demo=contents.demo,
    )
