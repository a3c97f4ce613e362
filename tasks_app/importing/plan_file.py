"""The one door of the importer: bytes in, a complete reading out, whatever the bytes are."""

import hashlib

from tasks_app.importing.plan_json import read_plan_json
from tasks_app.importing.plan_text import read_plan_text
from tasks_app.importing.reading import Fault, LeadConvention, Masthead, PlanReading
from tasks_app.importing.registry import UnitsOf
from tasks_app.importing.source import Unreadable, read_source

NOTHING_GIVEN = Masthead()


def read_plan(
    content: bytes,
    *,
    name: str,
    known: UnitsOf,
    lead: LeadConvention = "first",
    given: Masthead = NOTHING_GIVEN,
) -> PlanReading:
    """Reads a plan from a source text or from our own JSON.

    ``name`` is the file's name, ``known`` is asked once for the units of the issuer's jurisdiction, ``lead`` is the
    convention for rows that do not say who leads, ``given`` what the caller states about the plan. Never raises for
    what a file contains: a file that cannot be read is a reading without rows and with a fault that says why.
    """
    try:
        source = read_source(content, name=name)
        reader = read_plan_json if source.text.lstrip().startswith(("{", "[")) else read_plan_text
        return reader(source, known=known, lead=lead, given=given)
    except Unreadable as refusal:
        digest = hashlib.sha256(content).hexdigest()
        return PlanReading(given, name, digest, faults=(Fault(None, "file", str(refusal)),))
