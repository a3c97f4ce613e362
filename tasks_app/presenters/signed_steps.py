"""Steps of a paper, a service or an interview on the timeline, with what was signed on paper behind them (线下签批)."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils import timezone

from tasks_app.domain.paper_states import SERVICE_MACHINE
from tasks_app.models import PaperFile, PaperSheet, StateChange
from tasks_app.presenters.files import FileLink, SheetWords
from tasks_app.presenters.timeline import Entry, entry_of


def signed_entries(
    steps: Iterable[StateChange],
    sheets: Iterable[PaperSheet],
    link_of: Callable[[PaperFile], FileLink],
    *,
    to_unit: bool = False,
) -> tuple[Entry, ...]:
    """The entries; ``sheets`` are those whose scans the reader may see, each with its scan."""
    known = list(sheets)
    return tuple(_entry(step, known, link_of, to_unit=to_unit) for step in steps)


def words_of(sheet: PaperSheet, scan: FileLink) -> SheetWords:
    """What was signed, and who registered it."""
    return SheetWords(
        signer=sheet.signer,
        signer_title=sheet.signer_title,
        words=sheet.words,
        signed_on=sheet.signed_on,
        registered=f"{sheet.registered_by.user.full_name}，{timezone.localdate(sheet.registered_at):%Y-%m-%d}",
        scan=scan,
    )


def _entry(
    step: StateChange, sheets: list[PaperSheet], link_of: Callable[[PaperFile], FileLink], *, to_unit: bool
) -> Entry:
    """One step. Words that are the reason already are not said twice."""
    entry = entry_of(step, to_unit=to_unit)
    sheet = next((one for one in sheets if _is_behind(one, step)), None)
    if sheet is None:
        return entry
    reason = "" if entry.reason == sheet.words else entry.reason
    return replace(entry, reason=reason, signed=words_of(sheet, link_of(sheet.scan)))


def _is_behind(sheet: PaperSheet, step: StateChange) -> bool:
    """Whether the step is the one that registered the sheet; of several addressees each has its own."""
    if (sheet.act, sheet.registered_at) != (step.act, step.at):
        return False
    return step.kind != SERVICE_MACHINE.subject or sheet.scan.service_id == step.object_id
