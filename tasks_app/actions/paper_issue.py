"""Leaving the house: the stamped original as copy of record (登记用印), then 印发 to each addressee."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.actions import paper_demands, paper_files
from tasks_app.actions.evidence import StoredFile
from tasks_app.actions.paper_steps import locked_paper, step
from tasks_app.actions.transition import ask_clock_again, for_update, locked, require_version
from tasks_app.domain.access import Verb
from tasks_app.domain.paper_states import PAPER_MACHINE
from tasks_app.domain.refusals import NotNow
from tasks_app.models import Paper, PaperFile, PaperService, UnitLine
from tasks_app.permissions import checks, grants

NOBODY = "呈批件不发往责任单位，编号后存档即可。"


@transaction.atomic
def seal(paper: Paper, scan: StoredFile | None, *, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Keeps the scan of the stamped original: from now on the copy of record (登记用印)."""
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.NUMBER_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    PAPER_MACHINE.step("seal", paper.state)
    paper_files.keep_scan(scan, paper, PaperFile.Kind.SEALED, by=by, at=at)
    step(paper, "seal", by=by, at=at)
    return paper


@transaction.atomic
def issue(paper: Paper, *, knows_changes: bool = False, by: Actor, at: datetime, version: int | None = None) -> Paper:
    """Sends the paper (登记印发): each addressee has it to sign for, and the clock knows of it.

    Raises Invalid naming what changed since it got its number, until whoever sends it says they saw it: its words stay.
    """
    paper = locked_paper(paper.pk)
    checks.require(by, Verb.ISSUE_PAPER, paper)
    require_version(paper, version, "paper", by=by)
    PAPER_MACHINE.step("issue", paper.state)
    services = list(for_update(PaperService.objects.filter(paper=paper)).order_by("pk"))
    if not services:
        raise NotNow(NOBODY)
    paper_demands.require_still_allowed(paper, today=timezone.localdate(at))
    paper_demands.require_changes_known(paper, knows_changes=knows_changes)
    paper.issued_by, paper.issued_at = by.own_post, at
    step(paper, "issue", by=by, at=at)
    for service in services:
        service.paper, service.served_on = paper, timezone.localdate(at)
        step(service, "serve", by=by, at=at)
    grants.address(services)
    for line_id in sorted({service.line_id for service in services if service.line_id}):
        ask_clock_again(locked(UnitLine, line_id), at=at)
    return paper
