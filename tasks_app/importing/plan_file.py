"""The one door of the importer: bytes in, a complete reading out, whatever the bytes are."""

import hashlib
from dataclasses import replace

from tasks_app.domain.file_note import FileNote
from tasks_app.importing.files.kinds import read_file
from tasks_app.importing.masthead import read_masthead
from tasks_app.importing.plan_json import read_plan_json
from tasks_app.importing.plan_text import read_plan_text
from tasks_app.importing.reading import Fault, LeadConvention, Masthead, PlanReading
from tasks_app.importing.registry import UnitsOf
from tasks_app.importing.source import SourceText, Unreadable

NOTHING_GIVEN = Masthead()
# Ten for each of the most rows a plan may have. With more nobody answers them, and no page can carry them.
MOST_DOUBTS = 50_000
TOO_MANY_DOUBTS = Fault(
    None, "table", f"疑点超过 {MOST_DOUBTS} 处，不像重点任务分工表；请检查责任单位一列是否重复或错位后再导入。"
)


def read_plan(
    content: bytes,
    *,
    name: str,
    known: UnitsOf,
    lead: LeadConvention = "first",
    given: Masthead = NOTHING_GIVEN,
) -> PlanReading:
    """Reads a plan from a text, a .csv, .docx or .xlsx, or from our own JSON.

    ``name`` is the file's name, ``known`` is asked once for the units of the issuer's jurisdiction, ``lead`` is the
    convention for rows that do not say who leads, ``given`` what the caller states about the plan. Never raises for
    what a file contains: a file that cannot be read is a reading without rows and with a fault that says why.
    """
    try:
        source = read_file(content, name=name)
        given = _with_note(source, given)
        reader = read_plan_json if source.text.lstrip().startswith(("{", "[")) else read_plan_text
        reading = reader(source, known=known, lead=lead, given=given)
        return _bounded(replace(reading, doubts=(*source.doubts, *reading.doubts)))
    except Unreadable as refusal:
        digest = hashlib.sha256(content).hexdigest()
        return PlanReading(given, name, digest, faults=(Fault(None, "file", str(refusal)),))


def _bounded(reading: PlanReading) -> PlanReading:
    """The reading, refused where it doubts more than anybody would read."""
    if len(reading.doubts) <= MOST_DOUBTS:
        return reading
    return replace(reading, doubts=reading.doubts[:MOST_DOUBTS], faults=(*reading.faults, TOO_MANY_DOUBTS))


def _with_note(source: SourceText, given: Masthead) -> Masthead:
    """What the caller states, then what the text says, then what the properties of the file say.

    The properties come last: they stay behind when somebody types another plan over an old file.
    """
    note: FileNote = source.note
    if not note.number:
        return given
    said = read_masthead(source.lines, given=given)
    return Masthead(
        number=said.number or note.number,
        title=said.title or note.title,
        issuer=said.issuer or note.issuer,
        issued_on=said.issued_on or note.issued_on,
    )
