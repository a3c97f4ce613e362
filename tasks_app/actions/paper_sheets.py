"""Registering what was decided about a paper on paper (登记线下签批): who, which words, which day, and the scan."""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_files
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Paper, PaperFile, PaperSheet


def register(sheet: Sheet, paper: Paper, act: str, *, by: Actor, at: datetime) -> PaperSheet:
    """Keeps the sheet of an act with its scan. Raises Invalid for one that is not whole, or of a day to come."""
    signer = sheet.signer_user.full_name if sheet.signer_user else on_one_line(sheet.signer)
    if not (signer and all(map(cleaned, (sheet.signer_title, sheet.words))) and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    if sheet.signed_on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    scan = paper_files.keep_scan(sheet.scan, paper, PaperFile.Kind.SHEET, by=by, at=at)
    return PaperSheet.objects.create(
        paper=paper,
        scan=scan,
        act=act,
        signer=signer,
        signer_user=sheet.signer_user,
        signer_title=on_one_line(sheet.signer_title),
        words=cleaned(sheet.words),
        signed_on=sheet.signed_on,
        registered_by=by.own_post,
        registered_at=at,
    )
