"""One style of Word for each part, made of the table; the styles of the empty document go."""

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tasks_app.documents.official.layout import FANGSONG, HEAD_LINE, LOOKS, RED, Look, Part
from tasks_app.documents.official.word.elements import Element, element, indent, line_under

NORMAL = Look("正文样式")
CELL_SPACE = {"top": 28, "left": 85, "bottom": 28, "right": 85}
_WITH_LINE = {Part.NUMBER: HEAD_LINE}


def set_styles(document: WordDocument) -> None:
    """Leaves in the document the styles of papers only."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    styles.append(_defaults())
    styles.append(_style("Normal", "Normal", NORMAL, is_default=True))
    styles.append(_table_style())
    for part, look in LOOKS.items():
        styles.append(_style(part.value, part.value, look, part=part))


def _defaults() -> Element:
    fonts = element("rFonts", ascii=FANGSONG, hAnsi=FANGSONG, eastAsia=FANGSONG, cs=FANGSONG)
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    return element(
        "docDefaults", element("rPrDefault", element("rPr", fonts, language)), element("pPrDefault", element("pPr"))
    )


def _table_style() -> Element:
    style = element("style", element("name", val="Normal Table"), type="table", default=1, styleId="TableNormal")
    sides = [element(side, w=CELL_SPACE[side], type="dxa") for side in CELL_SPACE]
    style.append(element("tblPr", element("tblInd", w=0, type="dxa"), element("tblCellMar", *sides)))
    return style


def _style(identity: str, name: str, look: Look, *, part: Part | None = None, is_default: bool = False) -> Element:
    style = element("style", element("name", val=name), type="paragraph", styleId=identity)
    if is_default:
        style.set(qn("w:default"), "1")
    else:
        style.set(qn("w:customStyle"), "1")
        style.append(element("basedOn", val="Normal"))
    style.append(element("qFormat"))
    style.append(_paragraph_properties(look, part))
    style.append(_run_properties(look))
    return style


def _paragraph_properties(look: Look, part: Part | None) -> Element:
    """Long Latin words break anywhere, no space creeps in between Chinese and digits, the exact pitch alone decides."""
    return element(
        "pPr",
        element("widowControl", val=0),
        *([line_under(_WITH_LINE[part])] if part in _WITH_LINE else []),
        element("wordWrap", val=0),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        element("adjustRightInd", val=0),
        element("snapToGrid", val=0),
        element("spacing", before=look.before, after=look.after, line=look.line, lineRule="exact"),
        indent(look, first=look.first or 0, right=look.right or 0),
        element("jc", val=look.align),
    )


def _run_properties(look: Look) -> Element:
    half_points = round(look.size * 2)
    return element(
        "rPr",
        element("rFonts", ascii=look.font, hAnsi=look.font, eastAsia=look.font, cs=look.font),
        *([element("color", val=RED)] if look.red else []),
        element("spacing", val=look.spacing),
        element("sz", val=half_points),
        element("szCs", val=half_points),
    )
