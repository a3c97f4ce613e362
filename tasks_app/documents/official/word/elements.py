"""WordprocessingML in a few words: elements, paragraphs, runs, lines."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tasks_app.documents.official.layout import LOOKS, RED, Look, Part, Rule
from tasks_app.domain.texts import on_one_line

Element = Any  # an lxml element of python-docx, which brings no types


def element(tag: str, *children: Element, **attributes: object) -> Element:
    """``<w:tag w:name="value">`` with its children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, *, font: str = "", scale: int = 0, ends_line: bool = False) -> Element:
    """Clean words of one look. The hint makes Word take quotation marks and dashes from the Chinese font, too."""
    fonts = {"ascii": font, "hAnsi": font, "eastAsia": font} if font else {}
    properties = element("rPr", element("rFonts", hint="eastAsia", **fonts))
    if scale:
        properties.append(element("w", val=scale))
    written = element("t")
    written.text = text
    written.set(qn("xml:space"), "preserve")
    return element("r", properties, written, *([element("br")] if ends_line else []))


def paragraph(part: Part, *runs: Element, formats: tuple[Element, ...] = ()) -> Element:
    """A paragraph in the style of its part; ``formats`` are what depends on its words, in the order of the schema."""
    return element("p", element("pPr", element("pStyle", val=part.value), *formats), *runs)


def words(part: Part, text: str, *, formats: tuple[Element, ...] = ()) -> Element:
    """A paragraph of words as they came; an empty one where there are none, so that their place stays free."""
    clean = on_one_line(text)
    return paragraph(part, *([run(clean)] if clean else []), formats=formats)


def indent(look: Look, *, left: float = 0, hanging: float = 0, first: float = 0, right: float = 0) -> Element:
    """``<w:ind>`` in characters; Word follows the characters, others the twips beside them."""
    measures = {"left": left, "right": right, "hanging": hanging} if hanging else {}
    measures = measures or {"left": left, "right": right, "firstLine": first}
    made = element("ind")
    for name, characters in measures.items():
        if look.spacing:  # Word counts in characters of the body
            made.set(qn(f"w:{name}Chars"), str(round(characters * 100)))
        made.set(qn(f"w:{name}"), str(look.twips(characters)))
    return made


def line_under(rule: Rule) -> Element:
    """A red line under a paragraph."""
    return element("pBdr", element("bottom", val=rule.style, sz=rule.weight, space=rule.gap, color=RED))


def indent_of(part: Part, **characters: float) -> Element:
    """The indent of a paragraph whose words decide it."""
    return indent(LOOKS[part], **characters)
