"""Decisions signed on paper (线下签批) behind the files that a reader may see."""

from collections.abc import Iterable

from tasks_app.models import PaperFile, PaperSheet


def sheets_behind(files: Iterable[PaperFile]) -> list[PaperSheet]:
    """The decisions whose scans are among the files, each with its scan. One query, none where there is no scan."""
    scans = {file.pk: file for file in files if file.kind == PaperFile.Kind.SHEET}
    if not scans:
        return []
    sheets = list(PaperSheet.objects.filter(scan__in=scans).select_related("registered_by__user"))
    for sheet in sheets:
        sheet.scan = scans[sheet.scan_id]
    return sheets
