"""Deviations to plant into a good paper: what is changed, and what the checker must say of it."""

from collections.abc import Callable
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tasks_app.documents.official.layout import Form, Part


@dataclass(frozen=True)
class Planted:
    """One deviation: its name, the form it goes into, how, and (part, what) of the finding."""

    name: str
    form: Form
    plant: Callable[[Document], object]
    part: str
    what: str


def of(document: Document, part: Part) -> Paragraph:
    """The first paragraph of a part."""
    return next(each for each in document.paragraphs if each.style.style_id == part.value)


def font(run: Run, name: str) -> None:
    """Changes the Chinese font of some words."""
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def style_font(document: Document, part: Part, name: str) -> None:
    """Changes it in the style, as somebody who edits styles would."""
    style = next(each for each in document.styles if each.style_id == part.value)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), name)


def retype(paragraph: Paragraph, text: str) -> None:
    """Types other words over a paragraph."""
    paragraph.runs[0].text = text
    for run in paragraph.runs[1:]:
        run._element.getparent().remove(run._element)


def line(paragraph: Paragraph, points: float) -> None:
    """Another fixed pitch."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)


def drop(holder: object, name: str) -> None:
    """Removes an element of WordprocessingML from below another."""
    for found in list(holder.iter(qn(f"w:{name}"))):  # type: ignore[attr-defined]
        found.getparent().remove(found)


def put(holder: object, name: str, attribute: str, value: str) -> None:
    """Changes an attribute of the first such element."""
    next(holder.iter(qn(f"w:{name}"))).set(qn(f"w:{attribute}"), value)  # type: ignore[attr-defined]


def put_text(holder: object, text: str) -> None:
    """Types other words into the first text below."""
    next(holder.iter(qn("w:t"))).text = text  # type: ignore[attr-defined]


def section(document: Document, **changes: object) -> None:
    """Changes the page."""
    for name, value in changes.items():
        setattr(document.sections[0], name, value)


def set_format(part: Part, **changes: object) -> Callable[[Document], None]:
    """Changes the format of the first paragraph of a part."""

    def change(document: Document) -> None:
        for name, value in changes.items():
            setattr(of(document, part).paragraph_format, name, value)

    return change


def set_size(part: Part, points: float) -> Callable[[Document], None]:
    """Changes the size of its first words."""

    def change(document: Document) -> None:
        of(document, part).runs[0].font.size = Pt(points)

    return change


def footer(document: Document) -> Paragraph:
    """The page number of odd pages."""
    return document.sections[0].footer.paragraphs[0]


def head(document: Document) -> object:
    """The head of the first page of a letter."""
    return document.sections[0].first_page_header._element


def foot(document: Document) -> object:
    """Its foot."""
    return document.sections[0].first_page_footer._element


def _printed_on(document: Document) -> None:
    line = next(each for each in document.paragraphs if each.text.endswith("印发"))
    line.runs[-1].text = "2026年12月07日印发"


def _blacken(document: Document) -> None:
    put(of(document, Part.MARK).style.element, "color", "val", "000000")


def _one_footer(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = False


N, L, M, T = Form.NOTICE, Form.LETTER, Form.MINUTES, Form.TABLE_SHEET
LEFT = WD_ALIGN_PARAGRAPH.LEFT
PLANTED: tuple[Planted, ...] = (
    Planted("letter paper", N, lambda d: section(d, page_width=Mm(216), page_height=Mm(279)), "页面", "纸张"),
    Planted("top margin", N, lambda d: section(d, top_margin=Mm(25.4)), "页面", "上边距"),
    Planted("bottom margin", L, lambda d: section(d, bottom_margin=Mm(25.4)), "页面", "下边距"),
    Planted("left margin", N, lambda d: section(d, left_margin=Mm(31.8)), "页面", "左边距"),
    Planted("right margin", M, lambda d: section(d, right_margin=Mm(28)), "页面", "右边距"),
    Planted("margin of a sheet", T, lambda d: section(d, left_margin=Mm(20)), "页面", "左边距"),
    Planted("grid", N, lambda d: put(d.element, "docGrid", "type", "linesAndChars"), "页面", "文档网格"),
    Planted("title in 黑体", N, lambda d: font(of(d, Part.TITLE).runs[1], "黑体"), "标题", "字体"),
    Planted("small title", L, set_size(Part.TITLE, 18), "标题", "字号"),
    Planted("title to the left", N, set_format(Part.TITLE, alignment=LEFT), "标题", "对齐方式"),
    Planted("addressee indented", N, set_format(Part.ADDRESSEE, first_line_indent=Pt(32)), "主送机关", "首行缩进"),
    Planted("body in 宋体", N, lambda d: style_font(d, Part.BODY, "宋体"), "正文", "字体"),
    Planted("small body", M, set_size(Part.BODY, 14), "正文", "字号"),
    Planted("body without indent", N, set_format(Part.BODY, first_line_indent=Pt(0)), "正文", "首行缩进"),
    Planted("body moved in", N, set_format(Part.BODY, left_indent=Pt(32)), "正文", "左缩进"),
    Planted("pitch of 29", N, lambda d: line(of(d, Part.BODY), 29), "正文", "行距"),
    Planted("pitch of 28", L, lambda d: line(of(d, Part.BODY), 28), "正文", "行距"),
    Planted("pitch not fixed", N, set_format(Part.BODY, line_spacing=1.5), "正文", "行距"),
    Planted("heading 1", N, lambda d: font(of(d, Part.HEADING_1).runs[0], "仿宋"), "一级标题", "字体"),
    Planted("heading 2", N, lambda d: font(of(d, Part.HEADING_2).runs[0], "黑体"), "二级标题", "字体"),
    Planted("heading 3", N, lambda d: font(of(d, Part.HEADING_3).runs[0], "黑体"), "三级标题", "字体"),
    Planted("heading 4", N, set_size(Part.HEADING_4, 15), "四级标题", "字号"),
    Planted("square brackets", N, lambda d: retype(of(d, Part.NUMBER), "珠碳办[2026]1号"), "发文字号", "发文字号写法"),
    Planted(
        "number from 01", N, lambda d: retype(of(d, Part.NUMBER), "珠碳办〔2026〕01号"), "发文字号", "发文字号写法"
    ),
    Planted("第", L, lambda d: retype(of(d, Part.LETTER_NUMBER), "珠碳办函〔2026〕第3号"), "发文字号", "发文字号写法"),
    Planted("black mark", N, _blacken, "发文机关标志", "颜色"),
    Planted("no red line", N, lambda d: drop(of(d, Part.NUMBER).style.element, "pBdr"), "版头", "红色分隔线"),
    Planted("no such day", N, lambda d: retype(of(d, Part.DATE), "2026年2月30日"), "成文日期", "日期写法"),
    Planted("date at the edge", L, set_format(Part.DATE, right_indent=Pt(0)), "成文日期", "距右边"),
    Planted("printed on 07", N, _printed_on, "版记", "印发日期写法"),
    Planted("lines of the 版记", N, lambda d: line(of(d, Part.IMPRINT_LINE), 2), "版记", "分隔线粗细"),
    Planted("header once", N, lambda d: drop(d.element, "tblHeader"), "表格", "表头（“序号重点任务完成时限状态”）跨页"),
    Planted("torn rows", T, lambda d: drop(d.tables[0].rows[1]._tr, "cantSplit"), "表格", "表格行跨页"),
    Planted("cells in 宋体", T, lambda d: style_font(d, Part.SHEET_CELL, "宋体"), "表格", "字体"),
    Planted("dashes", N, lambda d: setattr(footer(d).runs[0], "text", "-"), "页码", "单页页码格式"),
    Planted("no number", N, lambda d: drop(footer(d)._element, "r"), "页码", "单页页码"),
    Planted("number in the middle", N, lambda d: setattr(footer(d), "alignment", 1), "页码", "单页页码位置"),
    Planted("large number", T, lambda d: setattr(footer(d).runs[0].font, "size", Pt(16)), "页码", "字号"),
    Planted("one footer for all", N, _one_footer, "页码", "奇偶页"),
    Planted("upper line missing", L, lambda d: drop(head(d), "pBdr"), "函的上红线", "红线"),
    Planted("upper line thin", L, lambda d: put(head(d), "bottom", "val", "single"), "函的上红线", "线型"),
    Planted("upper line short", L, lambda d: drop(head(d), "ind"), "函的上红线", "长度"),
    Planted("lower line black", L, lambda d: put(foot(d), "bottom", "color", "000000"), "函的下红线", "颜色"),
    Planted("文件", L, lambda d: put_text(head(d), "珠海市商务局文件"), "发文机关标志", "函的发文机关标志"),
)
