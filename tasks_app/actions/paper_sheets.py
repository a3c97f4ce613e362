"""Registering what was decided about a paper on paper (登记线下签批): who, which words, which day, and the scan.

Whoever signed must have been allowed to decide it that day, as if by a click; who registers it decides nothing.
"""

from datetime import datetime

from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_files
from tasks_app.actions.paper_steps import machine_of
from tasks_app.actions.reports import SHEET_INCOMPLETE, SIGNED_IN_FUTURE, Sheet
from tasks_app.dashboards.signers import earliest_day
from tasks_app.domain.paper_doors import SINCE, verbs_signed_for
from tasks_app.domain.refusals import Invalid
from tasks_app.domain.texts import cleaned, on_one_line
from tasks_app.models import Interview, Paper, PaperFile, PaperService, PaperSheet
from tasks_app.permissions.signers import Signature, fault_of

SIGNED_TOO_EARLY = "签批日期不能早于{what}之日（{day}），请核对。"
Thing = Paper | PaperService | Interview


def register(sheet: Sheet, thing: Thing, act: str, *, by: Actor, at: datetime) -> PaperSheet:
    """Keeps the sheet of an act with its scan: an addressee's own hangs on its service, and stays inside the house.

    Raises Invalid for one that is not whole, of a day that cannot be, or signed by somebody who may not decide.
    """
    signer = sheet.signer_user.full_name if sheet.signer_user else on_one_line(sheet.signer)
    if not (signer and all(map(cleaned, (sheet.signer_title, sheet.words))) and sheet.signed_on):
        raise Invalid({"signer": SHEET_INCOMPLETE})
    if sheet.signed_on > timezone.localdate(at):
        raise Invalid({"signed_on": SIGNED_IN_FUTURE})
    machine, paper = machine_of(thing)
    day = earliest_day(thing, machine.subject, act)
    if day and sheet.signed_on < day:
        raise Invalid({"signed_on": SIGNED_TOO_EARLY.format(what=SINCE[machine.subject, act].what, day=day)})
    verbs = verbs_signed_for(machine, act, approval=paper.declared.approval)
    fault = fault_of(Signature(signer, sheet.signed_on, sheet.signer_user), verbs, thing)
    if fault:
        raise Invalid({"signer_account" if sheet.signer_user else "signer": fault})
    scan = paper_files.keep_scan(sheet.scan, paper, PaperFile.Kind.SHEET, by=by, at=at, service=_service_of(thing))
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


def _service_of(thing: Thing) -> PaperService | None:
    if isinstance(thing, Interview):
        return PaperService.objects.filter(paper=thing.notice_id, unit=thing.unit_id).first()
    return thing if isinstance(thing, PaperService) else None
