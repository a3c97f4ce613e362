"""The rows of the stories, table by table, as tuples for COPY."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from benchmarks.cast import Cast
from benchmarks.copying import Row
from benchmarks.house import ISSUED_AT, NOW
from benchmarks.stories import LINE_ACTS, REPORT_ACTS, STEP, Story, ladder
from tasks_app.domain.access import Verb
from tasks_app.domain.line_states import DONE, LINE_MACHINE, LineState
from tasks_app.domain.machine import Machine
from tasks_app.domain.report_states import OUTSIDE, REPORT_MACHINE, ReportKind, ReportState, Standing
from tasks_app.domain.verification import Verification
from tasks_app.models import ReportPeriod, UnitLine

LINE = (
    *("id", "work_item_id", "cycle_id", "heading_id", "unit_id", "unit_name", "responsibility_id", "part", "order"),
    *("rhythm", "section", "handler", "handler_phone", "issued_on", "original_deadline", "deadline", "state"),
    *("claimed_standing", "claimed_progress", "verified_progress", "verification", "reported_through"),
    *("submitted_at", "version"),
)
REPORT = (
    *("id", "line_id", "unit_id", "period_id", "kind", "state", "progress_text", "problems", "next_steps"),
    *("standing", "percent", "author_id", "drafted_at", "approved_by_id", "submitted_at", "looked_at"),
    *("reviewed_by_id", "reviewed_at", "reason", "redo_by", "version"),
)
CHANGE = (
    *("kind", "object_id", "work_item_id", "line_id", "act", "label", "from_state", "to_state", "at", "why"),
    *("internal", "user_id", "post_id", "actor_name", "actor_unit", "actor_role", "version"),
)
WORDS = (
    "已完成项目清单梳理和责任分解，重点工程完成投资进度的六成，相关部门已开展两次现场核查。",
    "个别项目用地手续办理较慢，需要自然资源部门协调。",
    "加快办理前期手续，下月底前完成设备安装并组织验收。",
)
REASON = "请补充能耗数据的来源和核算口径。"
# How many acts a report has behind it when it is with the office, and when the office has decided.
SUBMITTED, JUDGED = 2, 3
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """Where a story happens: the issued line it copies, and the keys of the new item and line."""

    pattern: UnitLine
    item: int
    line: int


@dataclass
class Writer:
    """Turns stories into rows; whoever copies the lists empties them."""

    cast: Cast
    period: ReportPeriod
    report_ids: Iterator[int]
    lines: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)

    def tell(self, place: Place, due: date, told: Story) -> None:
        """Adds a line with its reports and all their steps."""
        acts = LINE_ACTS[told.state]
        self.lines.append((*self._identity(place), *_stand(place, due, told, self.period), len(acts)))
        self._issue(place)
        self._walk(place, place.line, LINE_MACHINE, acts, told.moments)
        if told.periodic:
            opened = NOW - (NOW.date() - self.period.opens_on)
            self._report(place, ReportKind.PERIODIC, told.periodic, opened)
        if told.closing:
            self._report(place, ReportKind.CLOSING, told.closing, told.closed_at)

    def _identity(self, place: Place) -> Row:
        line = place.pattern
        return (
            *(place.line, place.item, line.cycle_id, line.heading_id, line.unit_id, line.unit_name),
            *(line.responsibility_id, line.part, line.order, line.rhythm),
            *("综合科", f"承办人{place.line % 97}", "0756-0000000", line.issued_on),
        )

    def _report(self, place: Place, kind: ReportKind, state: ReportState, at: datetime) -> None:
        number, acts = next(self.report_ids), REPORT_ACTS[state]
        unit, is_closing = place.pattern.unit_id, kind == ReportKind.CLOSING
        submitted_at = at + STEP if len(acts) >= SUBMITTED else None
        judged_at = at + 2 * STEP if len(acts) >= JUDGED else None
        approver = self.cast.who(Verb.APPROVE_REPORT, unit).post if submitted_at else None
        judge = self.cast.who(Verb.REVIEW_REPORT, unit).post if judged_at else None
        is_back = state == ReportState.SENT_BACK
        self.reports.append(
            (
                *(number, place.line, unit, None if is_closing else self.period.pk, kind.value, state.value, *WORDS),
                Standing.FINISHED.value if is_closing else Standing.ON_SCHEDULE.value,
                100 if is_closing else number % 90,
                *(self.cast.who(Verb.WRITE_REPORT, unit).post, at, approver, submitted_at),
                *(judged_at, judge, judged_at, REASON if is_back else "", NOW.date() + WEEK if is_back else None),
                len(acts),
            )
        )
        self._walk(place, number, REPORT_MACHINE, acts, ladder(at))

    def _issue(self, place: Place) -> None:
        director = self.cast.who(Verb.SIGN_OFF, place.pattern.unit_id)
        self.changes.append(
            (
                *("line", place.line, place.item, place.line, "issue", "交办"),
                *("", LineState.PENDING_SIGNATURE.value, ISSUED_AT, "", False, *director.columns, 0),
            )
        )

    def _walk(
        self, place: Place, subject: int, machine: Machine, acts: Iterable[str], moments: Iterator[datetime]
    ) -> None:
        """One StateChange for each act."""
        for version, (act, at) in enumerate(zip(acts, moments, strict=False), start=1):
            step = machine[act]
            why = REASON if step.needs_reason else ""
            person = self.cast.who(step.verb, place.pattern.unit_id)
            self.changes.append(
                (
                    *(machine.subject, subject, place.item, place.line, act, step.label),
                    *(str(step.sources[0]), str(step.target), at, why, step.internal, *person.columns, version),
                )
            )


def _stand(place: Place, due: date, told: Story, period: ReportPeriod) -> Row:
    """Where a line stands: its dates, state, and what it claims."""
    has_reported = told.periodic in OUTSIDE
    standing = Standing.BEHIND if place.line % 3 == 0 else Standing.ON_SCHEDULE
    claims = (standing.value, place.line % 90) if has_reported else ("", None)
    return (
        *(due, due, told.state.value),
        *((Standing.FINISHED.value, 100) if told.submitted_at else claims),
        *((100, Verification.VERIFIED.value) if told.state in DONE else (None, "")),
        period.due_on if has_reported else None,
        told.submitted_at,
    )
