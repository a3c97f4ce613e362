"""What Word, Excel and CSV files say becomes lines of text, whatever it took to write them."""

from datetime import date
from itertools import pairwise

import pytest
from docx.oxml import parse_xml

from tasks_app.importing.files.kinds import read_file
from tasks_app.importing.files.word_numbers import in_chinese
from tests.importing.made_files import HEADER, ROW, document, part_of, with_parts, workbook

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAWN_HEADER = "| 序号 | 重点任务 |  | 主要负责单位 |"
DRAWN_ROW = "| 1 | 某行动 | 某事。 | 市商务局 |"
CSV = "序号,重点任务,,主要负责单位\n1,某行动,某事。,市商务局\n"


def lines(content, name="plan"):
    return read_file(content, name=name).lines


def body(xml):
    """A document whose body is this."""
    return with_parts(document(), {"word/document.xml": f"<w:document {W}><w:body>{xml}</w:body></w:document>"})


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


@pytest.mark.parametrize("content", [workbook(), document(), CSV.encode()], ids=["xlsx", "docx", "csv"])
def test_the_same_table_is_the_same_lines_in_every_kind_of_file(content):
    assert lines(content)[-2:] == (DRAWN_HEADER, DRAWN_ROW) or lines(content)[:2] == (DRAWN_HEADER, DRAWN_ROW)


@pytest.mark.parametrize("name", ["plan.txt", "plan.docx", "无扩展名"])
def test_a_file_is_known_by_what_it_holds_not_by_its_name(name):
    assert lines(workbook(), name)[:2] == (DRAWN_HEADER, DRAWN_ROW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_any_encoding_and_delimiter(encoding, delimiter):
    content = CSV.replace(",", delimiter).encode(encoding)
    assert lines(content, "plan.csv")[:2] == (DRAWN_HEADER, DRAWN_ROW)


def test_csv_keeps_line_ends_and_delimiters_in_quotes_and_takes_off_only_our_apostrophe():
    source = read_file((CSV + "2,,\"'=甲\n乙,丙\",'九\n").encode(), name="plan.csv")
    assert source.lines[2] == "| 2 |  | =甲<br>乙,丙 | '九 |"
    assert [repair.line for repair in source.repairs] == [3]


def test_quote_that_never_closes_is_told():
    with pytest.raises(Exception, match="引号没有成对"):
        lines((CSV + '2,"' + "甲" * 200_000).encode(), "plan.csv")


def test_rows_of_a_sheet_are_the_lines_of_the_source_and_what_stands_above_is_text():
    content = workbook([["关于印发某方案的通知\n（甲〔2024〕1号）"], [], HEADER, [], ROW])
    assert lines(content) == ("关于印发某方案的通知（甲〔2024〕1号）", "", DRAWN_HEADER, "", DRAWN_ROW)


def test_merged_cells_go_on_from_the_first_whatever_was_left_in_them():
    def merge(_book, page):
        page.merge_range(1, 1, 2, 1, "某行动")
        page.write(2, 1, "残留")

    content = workbook([HEADER, ROW, [2, "", "另事。", "市商务局"]], change=merge)
    assert lines(content)[2] == "| 2 | ^^ | 另事。 | 市商务局 |"


def test_wrong_dimension_and_missing_places_are_not_believed():
    content = workbook()
    sheet = part_of(content, "xl/worksheets/sheet1.xml")
    for wrong, right in (('<dimension ref="A1"/>', '<dimension ref="A1:D2"/>'), ("<c t=", '<c r="A1" t=')):
        assert right in sheet
        sheet = sheet.replace(right, wrong)
    assert lines(with_parts(content, {"xl/worksheets/sheet1.xml": sheet}))[:2] == (DRAWN_HEADER, DRAWN_ROW)


def test_numbers_days_and_shares_are_written_as_people_write_them():
    def fill(book, page):
        for column, (value, look) in enumerate(
            [(date(2026, 12, 31), "yyyy-mm-dd"), (date(2026, 12, 1), 'yyyy"年"m"月"'), (0.18, "0%"), (0.1 + 0.2, "0.0")]
        ):
            page.write(1, column, value, book.add_format({"num_format": look}))
        page.write(2, 0, 7.0)
        page.write_boolean(2, 1, True)
        page.write_rich_string(2, 2, "甲", book.add_format({"bold": True}), "乙")

    assert lines(workbook([HEADER], change=fill))[1:] == (
        "| 2026年12月31日 | 2026年12月 | 18% | 0.3 |",
        "| 7 | 是 | 甲乙 |  |",
    )


def test_escaped_characters_are_whole_ones():
    """Two halves of a character are one again; a half alone could be stored nowhere."""
    content = workbook()
    strings = part_of(content, "xl/sharedStrings.xml").replace("某事。", "某_xD83D__xDE00_事_xD800_。")
    assert "| 某😀事\ufffd。 |" in lines(with_parts(content, {"xl/sharedStrings.xml": strings}))[1]


def test_the_sheet_with_the_header_is_read_and_a_second_one_is_a_doubt():
    def add(book, _page):
        for name in ("说明", "分工表（旧）"):
            book.add_worksheet(name).write_row(0, 0, HEADER if "旧" in name else ["说明"])

    source = read_file(workbook(change=add), name="plan.xlsx")
    assert source.lines[1] == DRAWN_ROW
    assert [doubt.kind for doubt in source.doubts] == ["several_sheets"]


def test_what_is_hidden_is_read_and_doubted():
    def hide(_book, page):
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(3, 3, None, None, {"hidden": True})

    source = read_file(workbook(change=hide), name="plan.xlsx")
    assert source.lines[1] == DRAWN_ROW
    [doubt] = source.doubts
    assert "第 2 行" in doubt.message
    assert "D 列" in doubt.message


def test_cells_over_several_columns_and_rows_of_a_document():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    xml = table(
        cell("序号") + cell("重点任务", '<w:gridSpan w:val="2"/>') + cell("主要负责单位"),
        cell("1") + cell("某行动", restart) + cell("某事。") + cell("市商务局"),
        cell("2") + cell("", goes_on) + cell("另事。") + cell("市商务局"),
    )
    assert lines(body(xml)) == (DRAWN_HEADER, DRAWN_ROW, "| 2 | ^^ | 另事。 | 市商务局 |")


def test_tracked_changes_are_accepted_and_hidden_words_passed_over():
    xml = paragraph(
        run("保留"), f"<w:ins>{run('新增')}</w:ins>", "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>",
        run("看不见", "<w:vanish/>"),
    ) + table(cell("甲") + cell("乙"), "<w:trPr><w:del/></w:trPr>" + cell("丙") + cell("丁"))  # fmt: skip
    source = read_file(body(xml), name="plan.docx")
    assert source.lines == ("保留新增", "| 甲 | 乙 |")
    assert len(source.repairs) == 3


def test_line_broken_in_balance_is_one_line_and_sentences_are_several():
    xml = paragraph(run("珠海市某某"), "<w:r><w:br/></w:r>", run("实施方案")) + paragraph(
        run("一句。"), "<w:r><w:br/></w:r>", run("又一句。")
    )
    assert lines(body(xml)) == ("珠海市某某实施方案", "一句。", "又一句。")


def test_table_in_a_cell_becomes_words_and_a_repair():
    inner = f"<w:tc>{table(cell('甲') + cell('乙'))}<w:p/></w:tc>"
    source = read_file(body(table(inner + cell("丙"))), name="plan.docx")
    assert source.lines == ("| 甲 乙 | 丙 |",)
    assert [repair.what for repair in source.repairs] == ["单元格里的表格按文字读入"]


def test_table_in_a_text_box_comes_once_although_word_writes_it_twice():
    box = f"<w:txbxContent>{table(cell('甲') + cell('乙'))}{paragraph(run('丙'))}</w:txbxContent>"
    xml = paragraph(
        f"<w:r><w:AlternateContent><w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback></w:AlternateContent></w:r>"
    )
    assert lines(body(xml)) == ("| 甲 | 乙 |", "丙")


def test_list_of_contents_is_no_table():
    assert lines(body(paragraph(run("一、总体要求"), "<w:r><w:tab/></w:r>", run("1")))) == ("一、总体要求 1",)


def test_numbers_that_word_counts_are_written_out():
    def count(made):
        numbering = made.part.numbering_part.element
        numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
            ),
        )
        numbering.append(parse_xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
        for text in ("总体要求", "重点任务"):
            properties = made.add_paragraph(text)._p.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="91"/></w:numPr>'))

    assert lines(document(change=count))[-2:] == ("一、总体要求", "二、重点任务")


def test_chinese_numbers_of_a_list():
    assert [in_chinese(number) for number in (1, 10, 12, 20, 45, 100)] == ["一", "十", "十二", "二十", "四十五", "100"]
    assert all(a != b for a, b in pairwise(map(in_chinese, range(1, 100))))
