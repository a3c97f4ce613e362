"""A .docx: its paragraphs and tables in their order, as lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks_app.importing.files.archive import Archive, Element, attribute, forget, local, whole
from tasks_app.importing.files.lines import MOST_COLUMNS, paragraph_lines, refuse_too_many, row_line
from tasks_app.importing.files.word_numbers import numbers_of
from tasks_app.importing.files.word_text import WordText, is_taken_away
from tasks_app.importing.reading import Repair
from tasks_app.importing.table import GOES_ON

NOTED = {
    "tracked": "有修订痕迹，按接受全部修订后的文字读入",
    "hidden": "隐藏的文字已略过",
    "nested": "单元格里的表格按文字读入",
    "rows": "修订中删除的表格行已略过",
}
COUNTED = "自动编号已写成文字"


@dataclass
class WordReader:
    """Walks down a document once."""

    text: WordText
    lines: list[str] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)
    _depth: int = 0
    _cells: int = 0
    _open: list[str] = field(default_factory=list)  # a paragraph whose end a tracked change takes away goes on

    def read(self, archive: Archive, part: str) -> None:
        """Every paragraph and every row of the document."""
        for event, element in archive.events(part, "p", "tr", "tbl"):
            kind = local(element)
            if kind == "tbl":
                self._take_table(element, is_start=event == "start")
            elif event == "end" and kind == "tr" and self._depth == 1:
                self._take_row(element)
                forget(element)
            elif event == "end" and kind == "p" and self._depth == 0:
                self._take_paragraph(element)
        self._close_paragraph()

    def _take_table(self, table: Element, *, is_start: bool) -> None:
        self._depth += 1 if is_start else -1
        if is_start or self._depth:
            return
        self._close_paragraph()
        width = max(map(len, self._rows), default=0)
        self.lines += [row_line(row, width) for row in self._rows]
        self._rows = []
        refuse_too_many(rows=len(self.lines), where="文件")
        forget(table)

    def _take_row(self, row: Element) -> None:
        if next(row.iterancestors("{*}Fallback"), None) is not None:
            return  # what older programs show instead of a text box: the same table once more
        if is_taken_away(row, "trPr"):
            self.text.seen.add("rows")
            return
        before, after = _skipped(row, "gridBefore"), _skipped(row, "gridAfter")
        cells = [*[""] * before, *self._spread(row), *[""] * after]
        self._cells += len(cells)
        self._rows.append(cells)
        refuse_too_many(rows=len(self._rows), columns=len(cells), cells=self._cells)

    def _spread(self, row: Element) -> Iterator[str]:
        """The cells on the grid: one over several columns is followed by empty ones, one below a merged one goes on."""
        for cell in row.iter("{*}tc"):
            if next(cell.iterancestors("{*}tr")) is not row:
                continue
            merged = cell.find("{*}tcPr/{*}vMerge")
            goes_on = merged is not None and attribute(merged, "val") != "restart"
            yield GOES_ON if goes_on else self.text.of_cell(cell)
            span = cell.find("{*}tcPr/{*}gridSpan")
            yield from [""] * (_number(attribute(span, "val") if span is not None else None, 1) - 1)

    def _take_paragraph(self, paragraph: Element) -> None:
        above = {local(element) for element in paragraph.iterancestors()}
        if "Fallback" in above:
            return
        self._open.append(self.text.of(paragraph))
        if "txbxContent" in above or not is_taken_away(paragraph, "pPr/rPr"):
            self._close_paragraph()
        if "txbxContent" not in above:
            forget(paragraph)

    def _close_paragraph(self) -> None:
        text = "".join(self._open)
        self.lines += paragraph_lines(text) if text else []
        self._open = []
        refuse_too_many(rows=len(self.lines), where="文件")


def word_lines(archive: Archive, part: str) -> tuple[tuple[str, ...], tuple[Repair, ...]]:
    """The lines of a document, and what was passed over or written out on the way."""
    parts = list(archive.relations(part).values())
    numbering = next((each for each in parts if each.endswith("numbering.xml") and archive.has(each)), None)
    styles = next((each for each in parts if each.endswith("styles.xml") and archive.has(each)), None)
    text = WordText(numbers_of(archive, numbering, styles))
    reader = WordReader(text)
    reader.read(archive, part)
    repairs = [Repair(1, NOTED[each], "", "") for each in sorted(text.seen)]
    if text.numbers.counted:
        repairs.append(Repair(1, COUNTED, "", f"共 {text.numbers.counted} 处"))
    return tuple(reader.lines), tuple(repairs)


def _skipped(row: Element, name: str) -> int:
    stated = row.find(f"{{*}}trPr/{{*}}{name}")
    return _number(attribute(stated, "val"), 0) if stated is not None else 0


def _number(text: str | None, otherwise: int) -> int:
    return min(whole(text, otherwise), MOST_COLUMNS + 1)
