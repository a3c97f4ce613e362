"""An .xlsx: the one sheet with the table of tasks, as lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass

from tasks_app.importing.files.archive import Archive, attribute, local
from tasks_app.importing.files.lines import has_header, sheet_lines
from tasks_app.importing.files.sheet import NAMED, Sheet, read_sheet
from tasks_app.importing.files.sheet_values import Values, values_of
from tasks_app.importing.reading import Doubt
from tasks_app.importing.source import Unreadable

MOST_SHEETS = 50


@dataclass(frozen=True)
class Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    is_hidden: bool


def workbook_lines(archive: Archive, part: str) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """The lines of the sheet with the table, line n for row n, and what is not sure about the choice."""
    listed, is_1904 = _listed(archive, part)
    values = _values(archive, part, is_1904=is_1904)
    sheets = [(each, read_sheet(archive, each.part, each.name, values)) for each in listed]
    chosen, doubts = _chosen(sheets)
    if chosen.not_calculated:
        named = "、".join(chosen.not_calculated[:NAMED])
        more = f"等 {len(chosen.not_calculated)} 处" if len(chosen.not_calculated) > NAMED else ""
        raise Unreadable(
            f"工作表“{chosen.name}”的单元格 {named} {more}是公式，文件里没有它的结果；"
            "请用 Excel 打开并保存一次，或把公式粘贴为数值后再导入。"
        )
    hidden = "、".join(chosen.hidden())
    if hidden:
        doubts = (*doubts, _doubt("hidden_cells", f"工作表“{chosen.name}”的{hidden}是隐藏的，已一并读入，请核对。"))
    return sheet_lines(chosen.drawn_rows), doubts


def seen_sheets(archive: Archive, part: str) -> list[Sheet]:
    """The sheets that are not hidden and hold something, in their order."""
    listed, is_1904 = _listed(archive, part)
    values = _values(archive, part, is_1904=is_1904)
    read = [read_sheet(archive, each.part, each.name, values) for each in listed if not each.is_hidden]
    return [sheet for sheet in read if sheet.cells]


def _listed(archive: Archive, part: str) -> tuple[list[Listed], bool]:
    parts = archive.relations(part)
    found: list[Listed] = []
    is_1904 = False
    for element in archive.elements(part, "sheet", "workbookPr"):
        if local(element) == "workbookPr":
            is_1904 = attribute(element, "date1904") in ("1", "true")
            continue
        target = parts.get(attribute(element, "id") or "", "")
        if archive.has(target) and "/chartsheets/" not in target:
            state = attribute(element, "state") or "visible"
            found.append(Listed(attribute(element, "name") or "", target, state != "visible"))
    if not found:
        raise Unreadable("工作簿里没有工作表，请检查是否选错了文件。")
    if len(found) > MOST_SHEETS:
        raise Unreadable(f"工作簿有 {len(found)} 个工作表，请只留下重点任务分工表后再导入。")
    return found, is_1904


def _values(archive: Archive, part: str, *, is_1904: bool) -> Values:
    parts = list(archive.relations(part).values())
    strings = next((each for each in parts if each.lower().endswith("sharedstrings.xml")), None)
    styles = next((each for each in parts if each.lower().endswith("styles.xml")), None)
    return values_of(archive, strings=strings, styles=styles, is_1904=is_1904)


def _chosen(sheets: list[tuple[Listed, Sheet]]) -> tuple[Sheet, tuple[Doubt, ...]]:
    """The sheet with a table of tasks; one that people see goes before a hidden one."""
    with_header = [(listed, sheet) for listed, sheet in sheets if has_header(sheet.rows)]
    seen = [sheet for listed, sheet in with_header if not listed.is_hidden]
    if len(seen) > 1:
        names = tuple(sheet.name for sheet in seen)
        message = f"工作簿里有 {len(seen)} 个工作表像重点任务分工表（{'、'.join(names)}），读的是“{names[0]}”。"
        return seen[0], (_doubt("several_sheets", message, names, names[0]),)
    if not seen and with_header:
        [(_, hidden), *_rest] = with_header
        message = f"重点任务分工表在隐藏的工作表“{hidden.name}”里，已读入，请核对。"
        return hidden, (_doubt("hidden_sheet", message),)
    return (seen[0] if seen else next(_with_words(sheets), sheets[0][1])), ()


def _with_words(sheets: list[tuple[Listed, Sheet]]) -> Iterator[Sheet]:
    return (sheet for listed, sheet in sheets if sheet.cells and not listed.is_hidden)


def _doubt(kind: str, message: str, candidates: tuple[str, ...] = (), chosen: str | None = None) -> Doubt:
    return Doubt(None, "table", kind, message, candidates, chosen)
