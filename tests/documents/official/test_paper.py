"""A paper as a value, and its file: the same paper, the same bytes."""

import json
from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument

from tasks_app.documents.official.layout import Form, Part
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.official.render import render
from tasks_app.documents.official.word.text import UnknownTable
from tests.documents.official.samples import BODY, DEMO, OFFICE, paper


def opened(made: OfficialPaper) -> WordDocument:
    return Document(BytesIO(render(made)))


def said(document: WordDocument, part: Part) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.style_id == part.value]


def raw(made: OfficialPaper, name: str = "word/document.xml") -> str:
    return ZipFile(BytesIO(render(made))).read(name).decode()


@pytest.mark.parametrize("form", Form)
def test_paper_survives_its_journey_through_json(form: Form) -> None:
    made = paper(form, demo=DEMO)
    assert OfficialPaper.from_json(json.loads(json.dumps(made.to_json()))) == made


@pytest.mark.parametrize("form", Form)
def test_same_paper_same_bytes(form: Form) -> None:
    assert render(paper(form)) == render(OfficialPaper.from_json(paper(form).to_json()))


@pytest.mark.parametrize("form", Form)
def test_file_tells_nobody_s_name_nor_hour(form: Form) -> None:
    content = render(paper(form))
    properties = Document(BytesIO(content)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created == properties.modified
    assert {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("form", Form)
def test_paper_takes_half_a_second_at_most(form: Form) -> None:
    rows = tuple((str(number), "推进工业领域碳达峰，编制清单并组织实施", "2026-11-30", "逾期") for number in range(200))
    made = paper(form, tables={"items": PaperTable(("序号", "重点任务", "完成时限", "状态"), rows)})
    render(made)
    start = process_time()
    render(made)
    assert process_time() - start < 0.5


def test_notice_has_its_parts_in_order() -> None:
    document = opened(paper(Form.NOTICE))
    assert said(document, Part.MARK) == [f"{OFFICE}文件"]
    assert said(document, Part.NUMBER) == ["珠碳办〔2026〕1号"]
    assert said(document, Part.ADDRESSEE) == ["市商务局、市工业和信息化局："]
    assert said(document, Part.ANNEX_NOTE) == ["附件：1. 逾期事项清单", "2. 关于报送进展情况的补充说明"]
    assert said(document, Part.IMPRINT) == ["抄送：市人民政府办公室，市发展改革局。", f"{OFFICE}\t2026年12月7日印发"]
    styles = [paragraph.style.style_id for paragraph in document.paragraphs]
    assert styles.index(Part.BODY) < styles.index(Part.SIGNATURE) < styles.index(Part.DATE) < styles.index(Part.ANNEX)


def test_title_is_one_paragraph_in_lines() -> None:
    (title,) = said(opened(paper(Form.NOTICE)), Part.TITLE)
    assert title.count("\n") == 1
    assert title.replace("\n", "") == paper(Form.NOTICE).title


def test_letter_has_its_issuer_in_the_head_and_no_imprint() -> None:
    document = opened(paper(Form.LETTER, copies=("市人民政府办公室",), printed_by=OFFICE))
    head = document.sections[0].first_page_header.paragraphs
    assert [paragraph.text for paragraph in head] == ["", OFFICE, ""]
    assert said(document, Part.IMPRINT) == []
    assert "PAGE" not in document.sections[0].first_page_footer._element.xml.split("instrText")


def test_paper_without_a_number_leaves_its_place_free() -> None:
    document = opened(paper(Form.NOTICE, number=""))
    assert said(document, Part.NUMBER) == [""]
    assert "〔" not in "".join(said(document, Part.NUMBER))


def test_paper_that_nobody_signs_has_no_signature() -> None:
    document = opened(paper(Form.MINUTES))
    assert said(document, Part.SIGNATURE) == said(document, Part.DATE) == []


def test_minutes_name_who_was_there() -> None:
    document = opened(paper(Form.MINUTES))
    assert said(document, Part.MARK) == [f"{OFFICE}纪要"]
    assert said(document, Part.ATTENDANCE) == ["出席：市发展改革局某某，市商务局某某", "列席：某某"]


@pytest.mark.parametrize("form", Form)
def test_demo_says_so_at_the_head_of_page_one(form: Form) -> None:
    section = opened(paper(form, demo=DEMO)).sections[0]
    assert section.first_page_header.paragraphs[0].text == DEMO
    assert DEMO not in "".join(paragraph.text for paragraph in section.header.paragraphs)
    assert DEMO not in render(paper(form)).decode("latin-1")


def test_table_repeats_its_header_and_keeps_its_rows_whole() -> None:
    xml = raw(paper(Form.NOTICE))
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count("<w:cantSplit/>") == xml.count("<w:tr>") == 4


def test_short_row_is_filled_and_a_long_one_cut() -> None:
    table = PaperTable(("甲", "乙"), (("一",), ("一", "二", "三")))
    document = opened(paper(Form.TABLE_SHEET, tables={"items": table}))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["甲", "乙"],
        ["一", ""],
        ["一", "二"],
    ]


def test_template_that_names_a_table_the_paper_lacks_is_a_mistake() -> None:
    with pytest.raises(UnknownTable, match="items"):
        render(paper(Form.NOTICE, tables={}))


def test_every_chinese_run_is_hinted_so_that_quotation_marks_are_chinese() -> None:
    xml = raw(paper(Form.NOTICE))
    assert xml.count('w:hint="eastAsia"') == xml.count("<w:rPr>")


def test_words_behind_the_first_sentence_of_a_heading_are_body() -> None:
    document = opened(paper(Form.NOTICE, body=BODY))
    (heading,) = [each for each in document.paragraphs if each.style.style_id == Part.HEADING_2.value]
    assert [run.text for run in heading.runs] == ["（一）产业领域。", "请你单位会同有关部门抓紧推进。"]
    assert 'w:eastAsia="仿宋_GB2312"' in heading.runs[1]._element.xml
