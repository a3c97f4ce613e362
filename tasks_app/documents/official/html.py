"""The same paper as one HTML page, laid out by the same table: what a PDF is made of. Nobody is served this page."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tasks_app.documents.official.layout import LINE, LOOKS, RED, STAND_INS, TWIPS_PER_MM, Form, Look, Page, Part
from tasks_app.documents.official.marked_text import ANNEX_NOTE, Block
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.official.titles import title_lines
from tasks_app.documents.official.wording import in_words, signature_place, width
from tasks_app.domain.texts import on_one_line

# 15.75 pt do there what 16 pt and a quarter point closer do in Word: 28 characters a line.
CLOSER_BY = 0.25
LETTER_FOOT = mark_safe('<div class="letter-foot"><p></p></div>')
_PAGE_NUMBER = 'content: "— " counter(page) " —"; font: 14pt {font}; padding: 0 14pt;'


def as_html(paper: OfficialPaper) -> str:
    """A whole document; every word of the paper is escaped."""
    return format_html(
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title><style>{}</style></head>'
        "<body>{}</body></html>",
        on_one_line(paper.title),
        mark_safe(_styles(paper)),  # noqa: S308 of the layout table alone, no word of the paper
        format_html_join("", "{}", ((part,) for part in _parts(paper))),
    )


def _styles(paper: OfficialPaper) -> str:
    page, number = paper.outline.page, _PAGE_NUMBER.format(font=_fonts(LOOKS[Part.PAGE_NUMBER]))
    rules = [
        f"@page {{ size: {_mm(page.width)} {_mm(page.height)}; margin: {_margins(page)}; }}",
        f"@page :right {{ @bottom-right {{ {number} }} }} @page :left {{ @bottom-left {{ {number} }} }}",
        "body { margin: 0; orphans: 1; widows: 1; } h1 { margin: 0; font-weight: normal; }",
        "p { margin: 0; overflow-wrap: anywhere; line-break: strict; }",
        "table { width: 100%; border-collapse: collapse; } th, td { border: .5pt solid; padding: 1pt 4pt; }",
        "thead { display: table-header-group; } tr { break-inside: avoid; }",
        f".{Part.MARK} {{ padding-top: {_mm(paper.outline.head_space)}; }}",
        f".head-line {{ border-bottom: 1.5pt solid #{RED}; }}",
        f".letter-line, .letter-foot p {{ border-bottom: 4pt double #{RED}; margin: 0 -6mm 0 -8mm; }}",
        ".letter-foot { position: running(foot); width: 100%; }",
        f".{Part.DEMO} {{ position: running(demo); }} @page :first {{ @top-center {{ content: element(demo) }} }}",
        ".imprint { float: footnote; border: solid; border-width: 1pt 0; }",
        ".imprint::footnote-call, .imprint::footnote-marker { content: none; }",
        ".imprint p { padding: 0 14pt; display: flex; justify-content: space-between; }",
        ".imprint p + p { border-top: .7pt solid; }",
        f".{Part.ANNEX_NOTE}, .{Part.ATTENDANCE} {{ text-indent: -3em; padding-left: 5em; }}",
        f".{Part.ANNEX_NOTE} + .{Part.ANNEX_NOTE} span {{ visibility: hidden; }}",
        f".{Part.ANNEX} {{ break-before: page; }} .{Part.SIGNATURE} {{ break-after: avoid; }}",
    ]
    if paper.form is Form.LETTER:
        rules.append("@page :first { @bottom-right { content: none } @bottom-center { content: element(foot); } }")
        rules.append("@page :first { @bottom-center { width: 100%; vertical-align: bottom; padding-bottom: 20mm; } }")
    return "\n".join([*(f".{part} {{ {_look(look)} }}" for part, look in LOOKS.items()), *rules])


def _look(look: Look) -> str:
    size = look.size - CLOSER_BY if look.spacing else look.size
    stated = {
        "font-family": _fonts(look),
        "font-size": f"{size:g}pt",
        "line-height": f"{look.line / 20:g}pt",
        "text-align": "justify" if look.align == "both" else look.align,
        "text-indent": f"{look.first or 0:g}em",
        "margin": f"{look.before / 20:g}pt 0 {look.after / 20:g}pt",
    } | ({"color": f"#{RED}"} if look.red else {})
    return " ".join(f"{name}: {value};" for name, value in stated.items())


def _fonts(look: Look) -> str:
    return ", ".join(f'"{name}"' for name in (look.font, *STAND_INS[look.font]))


def _mm(twips: int) -> str:
    return f"{twips / TWIPS_PER_MM:.1f}mm"


def _margins(page: Page) -> str:
    return " ".join(map(_mm, (page.top, page.right, page.bottom, page.left)))


def _parts(paper: OfficialPaper) -> Iterator[SafeString]:
    """Head, text, signature, annexes, 版记."""
    if paper.demo:
        yield _words(Part.DEMO, paper.demo)
    yield from _head(paper)
    blocks = paper.blocks
    end = next((place for place, block in enumerate(blocks) if block.part is Part.ANNEX), len(blocks))
    yield from (_block(paper, block) for block in blocks[:end])
    yield from _signature(paper)
    yield from (_block(paper, block) for block in blocks[end:])
    if paper.has_imprint:
        yield _imprint(paper)


def _head(paper: OfficialPaper) -> Iterator[SafeString]:
    if paper.form is Form.LETTER:
        yield _mark(Part.LETTER_MARK, paper, extra="letter-line")
        yield LETTER_FOOT
        yield _words(Part.LETTER_NUMBER, paper.number)
    elif paper.outline.head_word:
        yield _mark(Part.MARK, paper)
        yield _words(Part.NUMBER, paper.number, extra="head-line")


def _mark(part: Part, paper: OfficialPaper, *, extra: str = "") -> SafeString:
    """On one line: CSS sets no letters narrower, so a long name is set smaller."""
    room = paper.outline.page.text_width / 20
    size = min(LOOKS[part].size, room / max(width(on_one_line(paper.head)), 1))
    shape = '<p class="{} {}"><span style="font-size: {}pt">{}</span></p>'
    return format_html(shape, part.value, extra, f"{size:.1f}", on_one_line(paper.head))


def _block(paper: OfficialPaper, block: Block) -> SafeString:
    if block.is_table:
        return _table(paper.tables[block.text])
    if block.part in (Part.TITLE, Part.ANNEX_TITLE):
        lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in title_lines(paper, block)))
        return format_html('<h1 class="{}">{}</h1>', block.part.value, lines)
    if block.part is Part.ANNEX_NOTE:
        return format_html('<p class="{}"><span>{}</span>{}</p>', block.part.value, ANNEX_NOTE, block.text)
    return _words(block.part, block.text)


def _words(part: Part, text: str, *, extra: str = "", right: float = 0) -> SafeString:
    place = format_html(' style="padding-right: {}em"', f"{right:g}") if right else ""
    return format_html('<p class="{} {}"{}>{}</p>', part.value, extra, place, on_one_line(text))


def _table(table: PaperTable) -> SafeString:
    head = format_html_join("", "<th>{}</th>", ((on_one_line(cell),) for cell in table.header))
    rows = (format_html_join("", "<td>{}</td>", ((on_one_line(cell),) for cell in row)) for row in table.rows)
    body = format_html_join("", "<tr>{}</tr>", ((row,) for row in rows))
    shape = '<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    return format_html(shape, Part.CELL.value, head, body)


def _signature(paper: OfficialPaper) -> Iterator[SafeString]:
    if paper.signed_by:
        day = in_words(paper.signed_on) if paper.signed_on else ""
        place = signature_place(paper.signed_by, day, is_sealed=paper.is_sealed)
        yield format_html('<p style="height: {}pt"></p>', f"{LINE / 20 * (2 if paper.is_sealed else 1):g}")
        yield _words(Part.SIGNATURE, paper.signed_by, right=place.issuer)
        yield _words(Part.DATE, day, right=place.date)


def _imprint(paper: OfficialPaper) -> SafeString:
    """At the foot of the last page: to a printer that is a footnote without a number."""
    day = f"{in_words(paper.printed_on)}印发" if paper.printed_on else ""
    printed = (
        [format_html("<span>{}</span><span>{}</span>", on_one_line(paper.printed_by), day)] if paper.printed_by else []
    )
    copies = [f"抄送：{on_one_line('，'.join(paper.copies))}。"] if paper.copies else []
    lines = format_html_join("", '<p class="PaperImprint">{}</p>', ((line,) for line in [*copies, *printed]))
    return format_html('<div class="imprint">{}</div>', lines)
