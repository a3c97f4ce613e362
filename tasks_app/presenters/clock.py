"""The clock in the office's words: what it did, and how far up each late line stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from tasks_app.dashboards.clock_board import SoughtFirings
from tasks_app.dashboards.ladders import LineLadder
from tasks_app.domain.lights import working_days_late
from tasks_app.domain.policy import Deed, Policy
from tasks_app.domain.reach import Level, rung_of
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Notification, Obligation, ObligationState, UnitLine
from tasks_app.presenters.filters import Chip, chips
from tasks_app.presenters.ladder import Ladder, ladder_of
from tasks_app.presenters.links import line_url

# What the office calls the four rungs, whatever each unit reads.
LEVEL_WORDS = {Level.REMIND: "提醒", Level.URGE: "催办", Level.LETTER: "督办", Level.INTERVIEW: "约谈"}
NAMES_SHOWN = 3
ALL_STATES = "all"


def word_of(kind: str, level: int, deed: str = Deed.TELL) -> str:
    """What a step is called for this kind of unit; a paper is only proposed."""
    rung = rung_of(kind, Level(level))
    word = rung.word if rung else LEVEL_WORDS[Level(level)]
    return f"建议{word}" if deed == Deed.PROPOSE else word


VIEWS = (("clock", "概览"), ("clock_fired", "已触发"), ("clock_failed", "未送达"), ("clock_rungs", "逾期层级"))


def clock_chips(current: str, *, undelivered: int) -> tuple[Chip, ...]:
    """The four looks at the clock; how many mails did not arrive stands on its own."""
    counts = {"clock_failed": undelivered or None}
    return tuple(Chip(label, reverse(name), name == current, counts.get(name)) for name, label in VIEWS)


def firing_chips(sought: SoughtFirings) -> tuple[Chip, ...]:
    """What became of a rule that fell due; the other words of the address stay."""
    words = {"state": sought.state or ALL_STATES, "rule": sought.rule, "level": sought.level, "unit": sought.unit}
    return chips(reverse("clock_fired"), words, "state", [*ObligationState.choices, (ALL_STATES, "全部")])


@dataclass(frozen=True)
class FiringRow:
    """A row of the ledger in words."""

    at: datetime
    unit: str
    title: str
    url: str
    word: str
    rule: str
    why: str
    told: str
    state_code: str
    state_label: str
    reason: str


def firing_rows(rows: Iterable[Obligation], policies: Mapping[int, Policy]) -> list[FiringRow]:
    """The rows, in their order; each rule in the words of the version it fired under."""
    return [firing_row(row, policies) for row in rows]


def firing_row(row: Obligation, policies: Mapping[int, Policy]) -> FiringRow:
    """One row of the ledger."""
    return FiringRow(
        at=row.at,
        unit=row.unit_name,
        title=row.matter,
        url=reverse("clock_row", args=[row.pk]),
        word=word_of(row.unit_kind, row.level, row.deed),
        rule=row.rule,
        why=policies[row.policy_id][row.rule].moment_in_words,
        told=_told(list(row.notifications.all())),
        state_code=row.state,
        state_label="" if row.state == ObligationState.FIRED else row.get_state_display(),
        reason=row.reason,
    )


def _told(notices: list[Notification]) -> str:
    names = [notice.recipient.full_name for notice in notices]
    more = f"等 {len(names)} 人" if len(names) > NAMES_SHOWN else ""
    return "、".join(names[:NAMES_SHOWN]) + more


@dataclass(frozen=True)
class StandingRow:
    """A late line and how far up its ladder it stands."""

    unit: str
    title: str
    url: str
    days_late: int
    deadline: date
    ladder: Ladder
    call_url: str


def standing_rows(
    lines: Iterable[UnitLine], ladders: Mapping[int, LineLadder], calendar: Calendar, today: date
) -> list[StandingRow]:
    """The late lines, in their order."""
    return [
        StandingRow(
            unit=line.unit_name,
            title=line.work_item.title,
            url=line_url(line),
            days_late=working_days_late(line.facts, today, calendar),
            deadline=line.deadline,
            ladder=ladder_of(ladders[line.pk], for_office=True),
            call_url=reverse("call_new", args=[line.pk]),
        )
        for line in lines
    ]
