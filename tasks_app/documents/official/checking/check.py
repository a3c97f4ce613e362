"""A .docx in, its deviations out (版式检查)."""

from collections.abc import Callable, Iterator

from tasks_app.documents.official.checking import page_rules, table_rules, text_rules, wording_rules
from tasks_app.documents.official.checking.deviations import Deviation, counted
from tasks_app.documents.official.checking.measured_paper import MeasuredPaper
from tasks_app.documents.official.checking.word_file import read_word_file

RULES: tuple[Callable[[MeasuredPaper], Iterator[Deviation]], ...] = (
    page_rules.sheet,
    page_rules.margins,
    page_rules.grid,
    wording_rules.head_lines,
    wording_rules.numbers,
    page_rules.letter_lines,
    text_rules.letter_issuer,
    text_rules.title,
    text_rules.types,
    text_rules.places,
    text_rules.pitches,
    wording_rules.signatures,
    wording_rules.dates,
    wording_rules.imprint_lines,
    table_rules.headers,
    table_rules.rows,
    table_rules.types,
    page_rules.page_numbers,
)


def check(content: bytes) -> list[Deviation]:
    """What of a file does not keep to the standard, from the top down; raises Unreadable for what is no .docx."""
    paper = MeasuredPaper(read_word_file(content))
    return counted(deviation for rule in RULES for deviation in rule(paper))
