"""A plan comes in: read, compared with what is stored, written in one transaction, and reported."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.actor import Actor
from tasks_app.actions.import_run import Change, ImportRun
from tasks_app.actions.known_units import registry_of
from tasks_app.actions.plan_columns import settle_columns
from tasks_app.actions.plan_measures import MeasureWriter
from tasks_app.actions.plan_rows import RowWriter
from tasks_app.actions.plan_shares import ShareWriter
from tasks_app.actions.plan_targets import TargetWriter
from tasks_app.actions.plan_units import PartyWriter
from tasks_app.domain.access import Verb
from tasks_app.domain.plan_columns import columns_as_json
from tasks_app.domain.refusals import Invalid
from tasks_app.importing.plan_file import NOTHING_GIVEN, read_plan
from tasks_app.importing.reading import LeadConvention, Masthead, PlanReading
from tasks_app.importing.registry import UnitsOf
from tasks_app.models import Plan, PlanImport
from tasks_app.permissions import checks

# 来源未载文号 typed for two plans would make the second a new version of the first.
OTHER_PLACE = "文号“{number}”已是{place}“{title}”的文号；这是另一地方的方案，请核对印发机关，或另填文号。"


@dataclass(frozen=True)
class ImportOutcome:
    """What an import changed; nothing at all where the same plan came in before."""

    plan: Plan
    changes: tuple[Change, ...]


def read(
    content: bytes,
    *,
    name: str,
    lead: LeadConvention = "first",
    given: Masthead = NOTHING_GIVEN,
    known: UnitsOf = registry_of,
) -> PlanReading:
    """Reads a plan against the units that are known in its jurisdiction. Writes nothing.

    ``known``: where somebody has answered doubts about this plan, the registry that knows the answers too.
    """
    return read_plan(content, name=name, known=known, lead=lead, given=given)


@transaction.atomic
def import_reading(reading: PlanReading, *, by: Actor, at: datetime) -> ImportOutcome:
    """Makes the stored plan what was read, and keeps a report of it where anything changed.

    Importing the same plan twice changes nothing. Confirmed roles, existing units, aliases, members and issued lines
    are never touched. Two imports of one plan wait for each other on its row. Raises Invalid for a reading with faults,
    with rows missing or with the number of another place's plan, NotAllowed for a person who may not import; the clock
    acts for the command line.
    """
    if not by.is_clock:
        checks.require(by, Verb.IMPORT_PLAN)
    if reading.faults:
        raise Invalid({f"{place}": fault.message for place, fault in enumerate(reading.faults)})
    run = ImportRun(by, at, f"导入 {reading.masthead.number}")
    plan = _settle_plan(reading, run)
    if not reading.measures and plan.measures.exists():
        reading = reading.without_places  # a table alone: the text that has the body, and every place in it, stays
    since = reading.masthead.issued_on or run.day
    parties = PartyWriter(run, plan.jurisdiction, since).settle(reading)
    rows = RowWriter(run, plan, ShareWriter(run, parties, since))
    rows.settle(reading)
    settle_columns(reading, plan, run)
    measures = MeasureWriter(run, plan)
    measures.settle(reading)
    targets = TargetWriter(run, plan)
    targets.settle(reading)
    if run.changes and reading.has_lines and plan.source_sha256 != reading.sha256:
        rows.follow_source(reading)
        measures.follow_source(reading)
        targets.follow_source(reading)
    if run.changes:
        _report(plan, reading, run)
    return ImportOutcome(plan, tuple(run.changes))


def rehearse_import(reading: PlanReading, *, by: Actor, at: datetime) -> ImportOutcome:
    """What ``import_reading`` would change: it is run whole, and then taken back."""
    with transaction.atomic():
        outcome = import_reading(reading, by=by, at=at)
        transaction.set_rollback(True)
    return outcome


def _settle_plan(reading: PlanReading, run: ImportRun) -> Plan:
    """The plan's row, locked until the import is over; created where it is new."""
    stored = Plan.objects.select_for_update().filter(number=reading.masthead.number)
    plan = stored.first() or _created_plan(reading, run) or stored.get()
    head = reading.masthead
    if plan.jurisdiction != reading.jurisdiction:
        raise Invalid({"number": OTHER_PLACE.format(number=plan.number, title=plan.title, place=plan.jurisdiction)})
    wanted = {"title": head.title, "issuer": head.issuer, "issued_on": head.issued_on or plan.issued_on}
    differing = {field: value for field, value in wanted.items() if getattr(plan, field) != value}
    for field, value in differing.items():
        run.note(Change("plan", "change", plan.number, None, str(getattr(plan, field) or ""), str(value)))
        setattr(plan, field, value)
    return run.save(plan) if differing else plan


def _created_plan(reading: PlanReading, run: ImportRun) -> Plan | None:
    """The new row, or None where another import was faster: then its row is the one to wait for."""
    plan = Plan(
        number=reading.masthead.number,
        title=reading.masthead.title,
        issuer=reading.masthead.issuer,
        issued_on=reading.masthead.issued_on,
        jurisdiction=reading.jurisdiction,
        source_name=reading.source_name,
        source_sha256=reading.sha256,
        source_text=reading.source_text,
        columns=columns_as_json(reading.columns or ()),
    )
    try:
        with transaction.atomic():
            run.save(plan)
    except IntegrityError:
        return None
    run.note(Change("plan", "create", plan.number, after=plan.title))
    return plan


def _report(plan: Plan, reading: PlanReading, run: ImportRun) -> None:
    """What the office reads afterwards; an import that changed nothing leaves no report."""
    PlanImport.objects.create(
        plan=plan,
        at=run.at,
        by=run.by.label,
        source_name=reading.source_name,
        source_sha256=reading.sha256,
        repairs=[asdict(repair) for repair in reading.repairs],
        doubts=[asdict(doubt) for doubt in reading.doubts],
        changes=[change.as_json for change in run.changes],
    )
