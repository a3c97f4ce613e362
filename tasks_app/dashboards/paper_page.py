"""What a paper's page shows besides the paper itself: addressees, evidence, changes, files, sheets, steps."""

from dataclasses import dataclass
from datetime import date

from accounts.actor import Actor
from tasks_app.dashboards.paper_evidence import Change, Facts, changes_since, facts_for
from tasks_app.domain.access import Verb, rights_of
from tasks_app.domain.paper_states import FROZEN, ON_ITS_WAY, PaperState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Interview, Paper, PaperFile, PaperGround, PaperService, PaperSheet, StateChange
from tasks_app.permissions.subjects import Subject, subject_of

FOR_PAGE = (
    "author__user",
    "checked_by__user",
    "agreed_by__user",
    "signed_by__user",
    "issued_by__user",
    "mandate",
    "period",
    "cycle",
    "corrects",
    "content",
)

FOR_SHEETS = ("registered_by__user", "scan__blob", "scan__added_by__user")


@dataclass(frozen=True)
class Ground:
    """A ground with its facts: as they were frozen, or in a draft as they stand."""

    ground: PaperGround
    facts: Facts


@dataclass(frozen=True)
class PaperDesk:
    """The rest of the page. ``evidence`` is empty for whoever only reads the paper."""

    subject: Subject
    services: list[PaperService]
    evidence: list[Ground]
    changes: list[Change]
    files: list[PaperFile]
    sheets: list[PaperSheet]
    steps: list[StateChange]
    interview: Interview | None
    may_read_evidence: bool


def paper_desk(paper: Paper, actor: Actor, calendar: Calendar) -> PaperDesk:
    """The desk of a visible paper. The facts of a draft are asked now (six queries more)."""
    inner = bool(rights_of(actor.role, Verb.READ_EVIDENCE))
    asked = _is_on_its_way(paper) and inner
    files = PaperFile.objects.visible_to(actor).filter(paper=paper, service__isnull=True)
    return PaperDesk(
        subject=subject_of(paper),
        services=list(paper.services.select_related("unit")),
        evidence=_evidence(paper, actor.on, calendar) if inner and paper.declared.is_about_grounds else [],
        changes=changes_since(paper) if asked else [],
        files=list(files.select_related("blob", "added_by__user")),
        sheets=list(paper.sheets.select_related(*FOR_SHEETS)) if inner else [],
        # 印发 tells of all addressees at once.
        steps=list(StateChange.objects.filter(paper=paper).exclude(kind="service", act="serve")),
        interview=Interview.objects.filter(notice=paper.first).first(),
        may_read_evidence=inner,
    )


def _is_on_its_way(paper: Paper) -> bool:
    """Whether somebody still decides about it; a memo is done when it has its number."""
    return paper.state in ON_ITS_WAY and (bool(paper.declared.addressees) or paper.state not in FROZEN)


def _evidence(paper: Paper, today: date, calendar: Calendar) -> list[Ground]:
    grounds = list(paper.grounds.select_related("line__unit", "line__work_item__year_plan__task"))
    if paper.state != PaperState.DRAFT:
        return [Ground(ground, ground.facts) for ground in grounds if ground.facts]
    # What a draft was sent on with before it came back is old: it is frozen anew.
    present = facts_for([ground.line for ground in grounds], today=today, calendar=calendar)
    return [Ground(ground, present[ground.line_id]) for ground in grounds]
