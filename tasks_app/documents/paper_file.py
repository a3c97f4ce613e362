"""The file of a paper (公文文件), made of its frozen context alone: the same context, the same bytes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tasks_app.documents.official.layout import Form
from tasks_app.documents.official.marked_text import body_of
from tasks_app.documents.official.paper import OfficialPaper, PaperTable
from tasks_app.domain.paper_kinds import KINDS, Table

HEADINGS: dict[Table, tuple[str, ...]] = {
    Table.ISSUES: ("序号", "重点任务", "原定完成时限", "目前状态", "工作要求"),
    Table.FORM: ("序号", "重点任务", "本期进展", "存在问题", "下一步安排"),
}
EMPTY_ROWS = 8


def official(context: Mapping[str, Any]) -> OfficialPaper:
    """The paper of a context that ``paper_context.context_of`` made, also of one that was frozen years ago."""
    return OfficialPaper(
        form=Form(context["form"]),
        issuer=context["issuer"],
        number=context["number"],
        signed_by=context["issuer"],
        signed_on=date.fromisoformat(context["signed_on"]),
        is_sealed=context["is_sealed"],
        body=body_of(f"papers/{context['template']}.txt", context),
        tables=_tables(context),
        printed_by=context["issuer"],
        printed_on=date.fromisoformat(context["signed_on"]),
        demo=context["demo"],
    )


def _tables(context: Mapping[str, Any]) -> dict[str, PaperTable]:
    """The table that the kind declares; a context from before tables were declared asks the declaration of its kind."""
    table = Table(context.get("table") or KINDS[context["kind"]].table)
    rows = _blank_rows() if table is Table.FORM else _issue_rows(context)
    return {table.value: PaperTable(HEADINGS[table], rows)}


def _blank_rows() -> tuple[tuple[str, ...], ...]:
    return tuple((str(place), "", "", "", "") for place in range(1, EMPTY_ROWS + 1))


def _issue_rows(context: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(one["place"]), _item(context, one), one["original_deadline"], one["state"], one["asked"])
        for one in context["issues"]
    )


def _item(context: Mapping[str, Any], issue: Mapping[str, Any]) -> str:
    """A memo names the unit, for the leader reads it; what goes to a unit names no unit at all."""
    return f"{issue['unit']}：{issue['item']}" if context["form"] == Form.MEMO else str(issue["item"])
