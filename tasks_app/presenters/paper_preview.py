"""A paper as it will look: the paragraphs of its very text, before its file is made and after."""

from dataclasses import dataclass
from datetime import date

from tasks_app.documents.official.layout import Part
from tasks_app.documents.official.marked_text import Block
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.documents.paper_context import Context
from tasks_app.documents.paper_file import official
from tasks_app.domain.paper_kinds import KINDS

NO_NUMBER = "（编号后生成字号）"
NO_MANDATE = "（授权依据，送核时核对）"
UNWRITTEN = "（尚未填写：{label}）"
# How a part is set on the page; anything else is a paragraph of the body.
CLASSES: dict[Part, str] = {
    Part.TITLE: "paper-title",
    Part.ANNEX_TITLE: "paper-title",
    Part.ADDRESSEE: "paper-to",
    Part.HEADING_1: "paper-heading",
    Part.HEADING_2: "paper-heading paper-kai",
    Part.ANNEX: "paper-annex",
    Part.PLAIN: "paper-flush",
}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its class, or a table."""

    look: str
    text: str
    table: PaperTable | None = None


@dataclass(frozen=True)
class PaperPreview:
    """What ``papers/_preview.html`` shows: ``body`` stands above the signature, ``annex`` after it."""

    form: str
    head: str
    number: str
    body: tuple[Paragraph, ...]
    annex: tuple[Paragraph, ...]
    issuer: str
    signed_on: date | None
    demo: str


def preview_of(context: Context, *, signed_on: date | None) -> PaperPreview:
    """The preview of a context, frozen or as the draft stands; what is not written yet is said to be missing."""
    paper = official(_with_gaps(context))
    blocks = paper.blocks
    place = next((number for number, block in enumerate(blocks) if block.part is Part.ANNEX), len(blocks))
    return PaperPreview(
        form=paper.form.value,
        head=paper.head,
        number=paper.number or NO_NUMBER,
        body=tuple(_paragraph(block, paper) for block in blocks[:place]),
        annex=tuple(_paragraph(block, paper) for block in blocks[place:]),
        issuer=paper.signed_by,
        signed_on=signed_on,
        demo=paper.demo,
    )


def _with_gaps(context: Context) -> Context:
    labels = {passage.code: passage.label for passage in KINDS[context["kind"]].passages}
    words = {code: text or UNWRITTEN.format(label=labels[code]) for code, text in context["words"].items()}
    return context | {"words": words, "mandate": context["mandate"] or NO_MANDATE}


def _paragraph(block: Block, paper: OfficialPaper) -> Paragraph:
    if block.is_table:
        return Paragraph("", "", paper.tables[block.text])
    text = f"附件：{block.text}" if block.part is Part.ANNEX_NOTE else block.text
    return Paragraph(CLASSES.get(block.part, ""), text)
