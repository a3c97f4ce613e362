"""The door to PDF: closed where WeasyPrint is missing, and what goes through it."""

from typing import Any

import pytest

from tasks_app.documents.official.html import as_html
from tasks_app.documents.official.layout import Form
from tasks_app.documents.official.pdf import NoPdf, pdf_of
from tests.documents.official.samples import BODY, DEMO, paper


class Maker:
    """Takes the place of WeasyPrint: keeps what it was asked to print."""

    def __init__(self, *, string: str, url_fetcher: Any) -> None:
        self.page, self.fetch = string, url_fetcher

    def write_pdf(self, *, pdf_variant: str) -> bytes:
        with pytest.raises(ValueError, match="outside"):
            self.fetch("file:///etc/passwd")
        return f"{pdf_variant} {self.page}".encode()


def test_without_the_package_the_refusal_says_how_to_install_it() -> None:
    with pytest.raises(NoPdf) as refused:
        pdf_of(paper(Form.NOTICE), maker=None)
    assert "pip install -r requirements-pdf.txt" in refused.value.sentence
    assert refused.value.status == 409


def test_package_prints_the_page_and_fetches_nothing() -> None:
    made = pdf_of(paper(Form.NOTICE), maker=Maker).decode()
    assert made.startswith("pdf/ua-1 <!DOCTYPE html>")


@pytest.mark.parametrize("form", Form)
def test_page_has_the_words_and_measures_of_the_paper(form: Form) -> None:
    page = as_html(paper(form, demo=DEMO))
    assert paper(form).title in page
    assert DEMO in page
    margins = "28.0mm 37.0mm 26.0mm 35.0mm" if form is Form.TABLE_SHEET else "37.0mm 26.0mm 35.0mm 28.0mm"
    assert f"margin: {margins};" in page
    assert "font-size: 15.75pt; line-height: 28.95pt" in page
    assert ("@page :first { @bottom-right { content: none }" in page) is (form is Form.LETTER)


def test_words_of_a_paper_are_words_not_html() -> None:
    page = as_html(paper(Form.NOTICE, body=f"{BODY}\n<script>甲</script>", issuer="<b>", copies=("<i>",)))
    assert "<script>" not in page
    assert "&lt;script&gt;甲" in page
    assert "&lt;b&gt;文件" in page
