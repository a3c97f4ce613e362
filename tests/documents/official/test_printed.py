"""Papers as LibreOffice prints them: 22 lines of 28 characters, headers on every page, the foot where it belongs."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks_app.documents.official.layout import CHARACTERS_A_LINE, LINES_A_PAGE, PORTRAIT, Form
from tasks_app.documents.official.paper import PaperTable
from tasks_app.documents.official.render import render
from tests.documents.official.samples import SHEET_BODY, paper
from tests.plugins.libreoffice import Printed

pytestmark = pytest.mark.libreoffice

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
POINTS_PER_TWIP = 1 / 20


@dataclass(frozen=True)
class Line:
    """A printed line: where it stands on the page, in points, and what it says."""

    top: float
    left: float
    right: float
    text: str


def pages(pdf: Path) -> list[list[Line]]:
    """The lines of each page, from the top down."""
    boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return [_lines(page) for page in boxes.split("<page ")[1:]]


def _lines(page: str) -> list[Line]:
    lines: list[Line] = []
    for left, top, right, _, text in WORD.findall(page):
        last = lines[-1] if lines else None
        if last and abs(last.top - float(top)) < 4:
            lines[-1] = Line(last.top, last.left, float(right), last.text + text)
        else:
            lines.append(Line(float(top), float(left), float(right), text))
    return sorted(lines, key=lambda line: line.top)


def test_page_holds_22_lines_of_28_characters(printed: Printed) -> None:
    body = "# 标题\n" + "国" * CHARACTERS_A_LINE * LINES_A_PAGE * 3
    first, second, *_ = pages(printed(render(paper(Form.MEMO, body=body, signed_by=""))))
    *full, number = second
    assert [len(line.text) for line in full] == [CHARACTERS_A_LINE] * LINES_A_PAGE
    assert number.text.replace(" ", "") == "—2—"
    assert first[-1].text.replace(" ", "") == "—1—"


def test_text_stands_within_the_type_area(printed: Printed) -> None:
    body = "# 标题\n" + "国" * CHARACTERS_A_LINE * LINES_A_PAGE * 2
    _, second, *_ = pages(printed(render(paper(Form.MEMO, body=body, signed_by=""))))
    left, right = PORTRAIT.left * POINTS_PER_TWIP, (PORTRAIT.width - PORTRAIT.right) * POINTS_PER_TWIP
    assert all(abs(line.left - left) < 2 and right - 3 < line.right < right + 2 for line in second[:20])


def test_even_number_stands_left_and_odd_right(printed: Printed) -> None:
    body = "# 标题\n" + "国" * CHARACTERS_A_LINE * LINES_A_PAGE * 2
    first, second, *_ = pages(printed(render(paper(Form.MEMO, body=body, signed_by=""))))
    assert first[-1].left > PORTRAIT.width * POINTS_PER_TWIP / 2
    assert second[-1].right < PORTRAIT.width * POINTS_PER_TWIP / 2


@pytest.mark.parametrize("form", [Form.NOTICE, Form.TABLE_SHEET])
def test_header_of_a_long_table_stands_on_every_page(form: Form, printed: Printed) -> None:
    rows = tuple((str(number), "推进工业领域碳达峰", "2026-11-30", "逾期") for number in range(1, 81))
    table = PaperTable(("序号", "重点任务", "完成时限", "状态"), rows)
    made = paper(form, body=SHEET_BODY, tables={"items": table}, signed_by="", copies=(), printed_by="")
    with_rows = [page for page in pages(printed(render(made))) if any("推进" in line.text for line in page)]
    assert len(with_rows) > 1
    assert all(any(line.text.startswith("序号") for line in page) for page in with_rows)


def test_first_page_of_a_letter_has_no_number(printed: Printed) -> None:
    first, second, *_ = pages(printed(render(paper(Form.LETTER))))
    assert not any("—1—" in line.text.replace(" ", "") for line in first)
    assert second[-1].text.replace(" ", "") == "—2—"
    issuer = first[0]
    assert 80 < issuer.top < 95  # 30 mm are 85 points


def test_imprint_stands_at_the_foot_of_the_last_page(printed: Printed) -> None:
    *_, last = pages(printed(render(paper(Form.NOTICE))))
    copies = next(line for line in last if line.text.startswith("抄送"))
    assert copies.top > (PORTRAIT.height - PORTRAIT.bottom) * POINTS_PER_TWIP - 80
    assert last[-2].text.endswith("印发")


@pytest.mark.parametrize("lines", [13, 14, 15, 16])
def test_signature_takes_the_closing_words_to_its_page(lines: int, printed: Printed) -> None:
    body = "# 标题\n" + "国" * CHARACTERS_A_LINE * lines + "\n特此报告。"
    *_, last = pages(printed(render(paper(Form.MEMO, body=body, is_sealed=True))))
    said = "".join(line.text for line in last)
    assert "特此报告。珠海市" in said
    assert "2026年12月7日" in said
