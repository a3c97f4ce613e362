"""Steps (StateChange) as the timeline shows them, the latest first (``components/timeline.html``)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from tasks_app.domain.access import OFFICE_ROLES, UNIT_ROLES
from tasks_app.domain.line_states import LINE_MACHINE
from tasks_app.domain.machines import state_label
from tasks_app.domain.policy import Deed
from tasks_app.domain.reach import Level, rung_of
from tasks_app.domain.report_states import CLOSING_MOVES, REPORT_MACHINE
from tasks_app.models import Obligation, ObligationState, ProgressReport, StateChange, UnitLine
from tasks_app.presenters.files import SheetWords

ISSUE = "issue"
ON_BEHALF = "_on_behalf"
OFFICE = "领导小组办公室"
SEVERAL = 2


@dataclass(frozen=True)
class Entry:
    """One step in words; ``signed`` is what stood on paper, for whoever may read its scan.

    ``folded`` are steps of the clock for which this one line stands.
    """

    at: datetime
    by_clock: bool
    who: str
    what: str
    from_label: str
    to_label: str
    reason: str
    on_behalf: str
    signed: SheetWords | None = None
    folded: "tuple[Entry, ...]" = ()


def entries_of(steps: Iterable[StateChange], reports: Mapping[int, ProgressReport], *, units: int) -> list[Entry]:
    """The steps of an item: a closing is told once, and issuing to many ``units`` is one entry.

    ``steps`` come with their line; ``reports`` are those the reader may see, by id, to name their period.
    """
    known = list(steps)
    told_by_line = {(step.line_id, step.at, step.act) for step in known if step.kind == LINE_MACHINE.subject}
    entries: list[Entry] = []
    issued: Counter[datetime] = Counter()
    for step in known:
        if step.kind == REPORT_MACHINE.subject and _is_told(step, told_by_line):
            continue
        if step.act == ISSUE:
            issued[step.at] += 1
            if issued[step.at] > 1:
                continue
        entries.append(entry_of(step, _about(step, reports)))
    return [replace(entry, what=f"交办（{units} 个单位）") if issued[entry.at] > 1 else entry for entry in entries]


def rungs_told(rungs: Iterable[Obligation], lines: Mapping[int, UnitLine]) -> list[Entry]:
    """What the clock did by itself, in the words of each unit's own ladder; of no line that is not on the page."""
    return [entry for row in rungs if (entry := _rung_told(row, lines.get(row.the_line_id)))]


def folded(entries: Iterable[Entry]) -> list[Entry]:
    """The same with the clock's steps of each day in one line, where they stood last: they must not drown people's."""
    known = list(entries)
    by_day: dict[date, list[Entry]] = {}
    for entry in known:
        if entry.by_clock:
            by_day.setdefault(timezone.localdate(entry.at), []).append(entry)
    told = []
    for entry in known:
        of_day = by_day[timezone.localdate(entry.at)] if entry.by_clock else []
        if len(of_day) < SEVERAL:
            told.append(entry)
        elif entry is of_day[0]:
            told.append(_day_told(of_day))
    return told


def _day_told(of_day: Sequence[Entry]) -> Entry:
    what = f"当日提醒 {len(of_day)} 次"
    return Entry(of_day[0].at, True, "", what, "", "", reason="", on_behalf="", folded=tuple(of_day))


def _rung_told(row: Obligation, line: UnitLine | None) -> Entry | None:
    rung = rung_of(line.unit.kind, Level(row.level)) if line else None
    if line is None or rung is None:
        return None
    is_proposed = row.deed == Deed.PROPOSE
    return Entry(
        at=row.at,
        by_clock=True,
        who="",
        what=f"{'建议' if is_proposed else ''}{rung.word}（{line.unit_name}）",
        from_label="",
        to_label=row.get_state_display() if row.state != ObligationState.FIRED else "",
        reason=f"起算日 {row.anchor_on:%Y-%m-%d}",
        on_behalf="",
    )


def entry_of(step: StateChange, about: str = "", *, to_unit: bool = False) -> Entry:
    """One step; ``about`` says what of, where the page does not. A unit (``to_unit``) reads no person but its own."""
    unit = OFFICE if step.actor_role in OFFICE_ROLES else step.actor_unit
    is_inner = to_unit and step.user_id is not None and step.actor_role not in UNIT_ROLES
    is_recorded = step.act.endswith(ON_BEHALF)
    acting = f"，代理{step.acting_for}" if step.acting_for else ""
    return Entry(
        at=step.at,
        by_clock=step.user_id is None,
        who=OFFICE if is_inner else f"{step.actor_name}（{unit}{acting}）" if unit else step.actor_name,
        what=f"{step.label}{about}",
        from_label=state_label(step.kind, step.from_state),
        to_label=state_label(step.kind, step.to_state),
        reason="" if is_recorded else step.why,
        on_behalf=step.why if is_recorded else "",
    )


def _is_told(step: StateChange, told_by_line: set[tuple[int | None, datetime, str]]) -> bool:
    return (step.line_id, step.at, CLOSING_MOVES.get(step.act, "")) in told_by_line


def _about(step: StateChange, reports: Mapping[int, ProgressReport]) -> str:
    """The period of a report, and the unit where another one acted."""
    report = reports.get(step.object_id) if step.kind == REPORT_MACHINE.subject else None
    period = report.period.name if report and report.period else ""
    unit = step.line.unit_name if step.line and step.line.unit_name != step.actor_unit else ""
    words = " ".join(filter(None, (unit, period)))
    return f"（{words}）" if words else ""
