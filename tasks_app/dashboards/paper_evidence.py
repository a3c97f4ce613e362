"""What a paper stands on (事实依据): per line, what was asked, told, received, reported and said until now.

The facts are plain values that can be frozen as JSON. They are for whoever checks and approves; the addressee gets a
list of problems made from a few of them (``documents.paper_context``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from tasks_app.dashboards.clock_papers import IS_OF_EARLIER_ROUND, LETTERS
from tasks_app.domain.lights import working_days_late
from tasks_app.domain.line_states import LineState
from tasks_app.domain.paper_kinds import KINDS
from tasks_app.domain.paper_states import ON_ITS_WAY, SERVED, ServiceState
from tasks_app.domain.reach import Level, rung_of
from tasks_app.domain.report_states import OUTSIDE, ReportState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import (
    MessageState,
    Notification,
    ObligationState,
    Paper,
    PaperGround,
    PaperService,
    PhoneUrge,
    ProgressReport,
    StateChange,
    UnitLine,
)

SIGNING = ("sign", "sign_on_behalf")
SENDING_BACK = ("send_back", "send_back_on_paper")
Facts = dict[str, Any]


def facts_for(lines: Iterable[UnitLine], *, today: date, calendar: Calendar) -> dict[int, Facts]:
    """The facts of these lines (unit, item and its task read along), by line id. Six queries."""
    batch = list(lines)
    ids = [line.pk for line in batch]
    told, calls, reports = _told(ids), _calls(ids), _reports(ids)
    receipts, papers = _receipts(ids), _earlier_papers(ids)
    return {
        line.pk: {
            "task": line.work_item.year_plan.task.number,
            "item": line.work_item.title,
            "unit": line.unit_name,
            "original_deadline": line.original_deadline.isoformat(),
            "deadline": line.deadline.isoformat(),
            "state": line.state,
            "state_label": LineState(line.state).label,
            "days_late": working_days_late(line.facts, today, calendar),
            "signed_on": receipts.get(line.pk),
            "told": told[line.pk],
            "calls": calls[line.pk],
            "reports": reports[line.pk],
            "papers": papers[line.pk],
        }
        for line in batch
    }


@dataclass(frozen=True)
class Change:
    """What became of a ground after its facts were frozen: the approver sees it first."""

    ground: PaperGround
    was: str
    now: str


def changes_since(paper: Paper) -> list[Change]:
    """The grounds whose line was closed, handed in or given another day since the draft left the desk. One query."""
    grounds = paper.grounds.filter(facts__isnull=False).select_related("line")
    seen = [(ground, _frozen(ground.facts or {}), _present(ground.line)) for ground in grounds]
    return [Change(ground, was, now) for ground, was, now in seen if was != now]


def letters_run_out(lines: Sequence[UnitLine], today: date) -> set[int]:
    """Ids of the lines about which a letter was received and its reply window passed without closing. One query.

    A letter sent before the line was opened anew speaks of it no more.
    """
    served = PaperService.objects.filter(
        paper__kind__in=LETTERS,
        state__in=(ServiceState.RECEIVED, ServiceState.REPLIED),
        reply_by__lt=today,
        paper__grounds__line__in=[line.pk for line in lines],
    )
    about = served.annotate(about=F("paper__grounds__line")).exclude(IS_OF_EARLIER_ROUND)
    return set(about.values_list("about", flat=True))


def in_hand(paper: Paper, today: date) -> dict[int, Paper]:
    """The lines of a paper of which another of its level speaks already: on its way, or its window still runs.

    One query.
    """
    kinds = [code for code, kind in KINDS.items() if kind.level == paper.declared.level]
    waiting = Q(paper__services__state__in=(ServiceState.SERVED, ServiceState.OBJECTED))
    running = Q(paper__services__state__in=(ServiceState.RECEIVED, ServiceState.REPLIED))
    speaks = Q(paper__state__in=ON_ITS_WAY) | waiting | (running & Q(paper__services__reply_by__gte=today))
    others = PaperGround.objects.filter(speaks, paper__kind__in=kinds, line__in=paper.grounds.values("line"))
    found = others.exclude(paper=paper).select_related("paper").order_by("id")
    return {ground.line_id: ground.paper for ground in found}


def _frozen(facts: Facts) -> str:
    return _in_words(facts["state"], facts["deadline"])


def _present(line: UnitLine) -> str:
    return _in_words(line.state, line.deadline.isoformat())


def _in_words(state: str, deadline: str) -> str:
    return f"{LineState(state).label}，完成时限 {deadline}"


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def _told(lines: list[int]) -> dict[int, list[Facts]]:
    """What fired and whom it really reached: shown in the inbox, and mailed where a message was sent."""
    found: dict[int, list[Facts]] = defaultdict(list)
    notices = Notification.objects.filter(
        obligation__of_line__in=lines, obligation__state=ObligationState.FIRED, retracted_at__isnull=True
    ).select_related("obligation__of_line__unit", "recipient", "message")
    for notice in notices.order_by("at", "id"):
        row, message = notice.obligation, notice.message
        assert row is not None, "asked for by the line of the ledger's row"
        rung = rung_of(row.the_line.unit.kind, Level(row.level))
        mailed = message.sent_at if message and message.state == MessageState.SENT else None
        found[row.the_line_id].append(
            {
                "on": _day(notice.at),
                "rule": row.rule,
                "word": rung.word if rung else "",
                "to": notice.recipient.full_name,
                "mailed_on": _day(mailed),
                "read_on": _day(notice.read_at),
            }
        )
    return found


def _calls(lines: list[int]) -> dict[int, list[Facts]]:
    found: dict[int, list[Facts]] = defaultdict(list)
    for call in PhoneUrge.objects.filter(line__in=lines).order_by("called_at", "id"):
        found[call.line_id].append({"on": _day(call.called_at), "to": call.spoken_to, "said": call.said})
    return found


def _reports(lines: list[int]) -> dict[int, list[Facts]]:
    """What was handed in, and every send-back by the office; what a unit returns to its own author stays inside it.

    A report that is being redone stands as sent back, wherever in the unit it lies.
    """
    found: dict[int, list[Facts]] = defaultdict(list)
    send_backs = _send_backs(lines)
    handed_in = Q(state__in=OUTSIDE, submitted_at__isnull=False)
    known = ProgressReport.objects.filter(handed_in | Q(pk__in=send_backs), line__in=lines)
    for report in known.select_related("period").order_by("submitted_at", "id"):
        backs = send_backs.get(report.pk, [])
        state = report.state if report.state in OUTSIDE else ReportState.SENT_BACK
        found[report.line_id].append(
            {
                "on": _day(report.submitted_at) or backs[-1]["on"],
                "what": report.period.name if report.period else report.get_kind_display(),
                "state": ReportState(state).label,
                "is_late": report.is_late,
                "send_backs": backs,
            }
        )
    return found


def _send_backs(lines: list[int]) -> dict[int, list[Facts]]:
    """When and why the office sent reports back, by report. The report itself knows only the last reason it got."""
    found: dict[int, list[Facts]] = defaultdict(list)
    steps = StateChange.objects.filter(kind="report", line__in=lines, act__in=SENDING_BACK).order_by("at", "id")
    for report, at, why in steps.values_list("object_id", "at", "why"):
        found[report].append({"on": _day(at), "why": why})
    return found


def _receipts(lines: list[int]) -> dict[int, str | None]:
    steps = StateChange.objects.filter(kind="line", line__in=lines, act__in=SIGNING).order_by("at", "id")
    return {line: _day(at) for line, at in steps.values_list("line_id", "at")}


def _earlier_papers(lines: list[int]) -> dict[int, list[Facts]]:
    found: dict[int, list[Facts]] = defaultdict(list)
    served = PaperService.objects.filter(paper__grounds__line__in=lines, state__in=SERVED)
    about = served.annotate(about=F("paper__grounds__line")).select_related("paper").order_by("served_on", "id")
    for service in about:
        found[service.about].append(
            {
                "number": service.paper.number,
                "title": service.paper.title,
                "served_on": _iso(service.served_on),
                "received_on": _iso(service.received_on),
                "reply_by": _iso(service.reply_by),
                "state": ServiceState(service.state).label,
            }
        )
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
