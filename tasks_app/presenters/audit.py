"""Traces in words: every book becomes the same four columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Role
from tasks_app.dashboards.audit import Book
from tasks_app.domain.machines import KIND_WORDS, state_label
from tasks_app.models import Denial, Download, Look, StateChange

NOBODY = "未登录"


@dataclass(frozen=True)
class TraceRow:
    """One trace: when, who in which post, what, and on what or why."""

    at: datetime
    who: str
    post: str
    what: str
    about: str
    why: str = ""


def trace_rows(book: Book, traces: Iterable[Any], named: Mapping[tuple[str, int], str]) -> list[TraceRow]:
    """The rows of one book, in their order; ``named`` says of changes what their number means (``named_in``)."""
    if book is Book.CHANGES:
        return [_change(change, named.get((change.kind, change.object_id), "")) for change in traces]
    in_words = _BOOKS[book]
    return [in_words(trace) for trace in traces]


def _change(change: StateChange, named: str) -> TraceRow:
    role = Role(change.actor_role).label if change.actor_role else ""
    acting = f"（代理{change.acting_for}）" if change.acting_for else ""
    return TraceRow(
        at=change.at,
        who=change.actor_name,
        post=" · ".join(filter(None, (change.actor_unit, role))) + acting,
        what=f"{change.label}{_step(change)}",
        about="　".join(filter(None, (_subject(change), named))),
        why=change.why,
    )


def _step(change: StateChange) -> str:
    from_state, to_state = (state_label(change.kind, state) for state in (change.from_state, change.to_state))
    if not to_state:
        return ""
    return f"（{from_state} → {to_state}）" if from_state else f"（{to_state}）"


def _subject(change: StateChange) -> str:
    unit = change.line.unit_name if change.line else ""
    item = change.work_item.title if change.work_item else ""
    return "　".join(filter(None, (f"{KIND_WORDS.get(change.kind, change.kind)} {change.object_id}", unit, item)))


def _denial(denial: Denial) -> TraceRow:
    return _trace(denial, "被拒绝", why=denial.sentence)


def _download(download: Download) -> TraceRow:
    return _trace(download, f"下载{download.what}")


def _look(look: Look) -> TraceRow:
    return _trace(look, "查阅")


def _trace(trace: Denial | Download | Look, what: str, *, why: str = "") -> TraceRow:
    who = trace.user.full_name if trace.user else NOBODY
    return TraceRow(trace.at, who, trace.post_label, what, f"{trace.method} {trace.path}", why)


_BOOKS: dict[Book, Callable[[Any], TraceRow]] = {
    Book.DENIALS: _denial,
    Book.DOWNLOADS: _download,
    Book.LOOKS: _look,
}
