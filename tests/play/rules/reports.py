"""Writing a report, its way through the unit to the office and back; a closing takes its line along."""

from typing import Any

from tests.play.act import Act
from tests.play.rules.who import CLERK, UNIT, approver, gatherer, leaders_clerk, own_in, reviewer, role
from tests.play.things import (
    AT_WORK,
    DAY,
    INVALID,
    NOT_NOW,
    OFFICE_PEOPLE,
    REDO_DAYS,
    Line,
    Person,
    Report,
    Said,
    Step,
    bring,
)
from tests.play.town import Town

ANY_REPORT = ("draft", "unit_review", "submitted", "accepted", "sent_back")
OPEN_LINE = ("in_progress", "unit_review", "office_review", "sent_back")


def write_closing(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    bring(line.state in AT_WORK and not town.open_closing(line), NOT_NOW)
    town.reports.append(_draft(line, 0, by, said))
    return []


def write_periodic(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    _require_period(town, line, said)
    town.reports.append(_draft(line, said.period, by, said))
    return []


def record(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    _require_period(town, line, said)
    report = _draft(line, said.period, by, said)
    town.require_whole(report)
    town.hand_in(report)
    report.state = "submitted"
    town.reports.append(report)
    return [("report", "record")]


def _require_period(town: Town, line: Line, said: Said) -> None:
    period = town.periods[said.period - 1]
    bring(period.rhythm == "quarterly", INVALID)
    bring(town.today >= period.opens_on, NOT_NOW)
    bring(not any(one.line is line and one.period == said.period for one in town.reports), NOT_NOW)


def _draft(line: Line, period: int, by: Person, said: Said) -> Report:
    has_file = said.has_file and not period
    return Report(0, line, period, by.user, said.standing, has_file, said.explains, writers=frozenset({by.user}))


def rewrite(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    was, report.state = report.state, "draft"
    report.author, report.standing, report.explains = by.user, said.standing, said.explains
    report.writers |= {by.user}
    report.has_file |= said.has_file and not report.period
    if was == "draft":
        return []
    report.submitted = 0
    return [("report", "revise")]


def send(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    town.require_whole(report)
    return _go(town, report, "send", "unit_review", ("send_closing", "unit_review", AT_WORK))


def approve(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    report.approver = by.user
    town.hand_in(report)
    return _go(town, report, "approve", "submitted", ("submit_closing", "office_review", ("unit_review",)))


def approve_on_paper(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    town.require_whole(report)
    if not report.period:
        bring(report.line.state in (*AT_WORK, "unit_review"), NOT_NOW)
    report.approver = by.user
    town.hand_in(report)
    closing = ("submit_closing_on_paper", "office_review", (*AT_WORK, "unit_review"))
    return _go(town, report, "approve_on_paper", "submitted", closing)


def withdraw(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    was_out = report.state == "submitted"
    bring(not (was_out and report.looked), NOT_NOW)
    if was_out:
        town.take_back(report)
    moves = ("recall_closing", "in_progress", ("unit_review", "office_review"))
    return _go(town, report, "withdraw", "draft", moves)


def return_inside(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    bring(said.is_filled, INVALID)
    report.approver = ""
    return _go(town, report, "return", "sent_back", ("return_closing", "in_progress", ("unit_review",)))


def look(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    report.looked |= report.state == "submitted"
    return []


def _accept(act: str) -> Any:
    def accept(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
        report.looked = True
        if not report.period:
            report.line.accepted_by = by.user
        report.redo_by = None
        return _go(town, report, act, "accepted", (act.replace("accept", "accept_closing"), "completed", _OFFICE))

    return accept


_OFFICE = ("office_review",)


def accept_in_part(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    line, due = report.line, town.today + DAY * said.days
    bring(said.is_filled, INVALID)
    if report.period:
        report.in_part = True
        return _accept("accept_in_part")(town, by, report, said)
    bring(town.today <= due <= town.last_day, INVALID)
    report.in_part, report.looked, report.redo_by = True, True, None
    line.accepted_by, line.ended, line.heir = by.user, True, line.unit
    steps = _go(town, report, "accept_in_part", "accepted", ("accept_closing_in_part", "completed", _OFFICE))
    town.begin(Line(0, line.item, line.unit, line.part, due, due, reported=line.reported, inherited=line.reported))
    return [*steps, ("line", "issue")]


def _send_back(act: str) -> Any:
    def send_back(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
        bring(said.is_filled, INVALID)
        report.redo_by, report.looked, report.approver = town.plus(town.today, REDO_DAYS), True, ""
        if not report.period:
            report.line.redo_by = report.redo_by
        return _go(town, report, act, "sent_back", (act.replace("back", "back_closing"), "sent_back", _OFFICE))

    return send_back


def gather(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    def is_quoted(other: Report) -> bool:
        of_support = other.line.item == report.line.item and other.line.part == "support" and not other.line.ended
        is_of_then = not report.period or other.period == report.period
        return of_support and is_of_then and other.state in ("submitted", "accepted")

    bring(report.line.part == "lead" and any(map(is_quoted, town.reports)), NOT_NOW)
    return []


def _go(town: Town, report: Report, act: str, state: str, closing: tuple[str, str, tuple[str, ...]]) -> list[Step]:
    """A report goes on, and a closing takes its line along."""
    name, target, sources = closing
    steps = [("report", act)]
    if not report.period:
        bring(report.line.state in sources, NOT_NOW)
        steps += town.to(report.line, name, target)
    report.state = state
    return steps


_FREE: Any = {"knows_version": False}

ACTS = (
    Act("write_closing", "line", OPEN_LINE, UNIT, write_closing, **_FREE),
    Act("write_periodic", "line", OPEN_LINE, UNIT, write_periodic, **_FREE),
    Act("record", "line", OPEN_LINE, CLERK, record, **_FREE),
    Act("rewrite", "report", ("draft", "sent_back"), UNIT, rewrite),
    Act("send", "report", ("draft",), UNIT, send),
    Act("withdraw", "report", ("unit_review", "submitted"), UNIT, withdraw),
    Act("return_inside", "report", ("unit_review",), approver, return_inside),
    Act("approve", "report", ("unit_review",), approver, approve),
    Act("approve_on_paper", "report", ("draft", "unit_review"), own_in("liaison"), approve_on_paper),
    Act("look", "report", ANY_REPORT, role(*OFFICE_PEOPLE), look, **_FREE),
    Act("accept", "report", ("submitted",), reviewer, _accept("accept")),
    Act("accept_in_part", "report", ("submitted",), reviewer, accept_in_part),
    Act("accept_on_paper", "report", ("submitted",), leaders_clerk, _accept("accept_on_paper")),
    Act("send_back", "report", ("submitted",), reviewer, _send_back("send_back")),
    Act("send_back_on_paper", "report", ("submitted",), leaders_clerk, _send_back("send_back_on_paper")),
    Act("gather", "report", ("draft",), gatherer, gather),
)
