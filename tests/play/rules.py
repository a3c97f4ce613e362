"""The acts of the model, by subject: who may, in which states, what follows (see :mod:`tests.play.town`)."""

from typing import Any

from tests.play.town import (
    AT_WORK,
    CLERKS_DAYS,
    DAY,
    DONE,
    INVALID,
    MAY_BE_ASKED,
    MAY_BE_CANCELLED,
    NOT_ALLOWED,
    NOT_NOW,
    OFFICE_PEOPLE,
    REDO_DAYS,
    UNIT_PEOPLE,
    Act,
    Asked,
    Case,
    Line,
    Person,
    Report,
    Said,
    Step,
    Town,
    bring,
)

ANY_LINE = ("pending_signature", "in_progress", "unit_review", "office_review", "sent_back", *DONE)
OPEN_LINE = ("in_progress", "unit_review", "office_review", "sent_back")
RANKS = {"office_clerk": 1, "office_director": 2, "group_leader": 3}


# --- who may ----------------------------------------------------------------------------------------------------------
def own(town: Town, by: Person, thing: Any) -> bool:
    return town.owns(by, line_of(thing))


def line_of(thing: Any) -> Line:
    return thing if isinstance(thing, Line) else thing.line


def role(*roles: str) -> Any:
    return lambda town, by, thing: by.role in roles


def own_in(*roles: str) -> Any:
    return lambda town, by, thing: by.role in roles and own(town, by, thing)


def approver(town: Town, by: Person, report: Report) -> bool:
    return by.role == "unit_reviewer" and own(town, by, report) and by.user != report.author


def reviewer(town: Town, by: Person, report: Report) -> bool:
    return town.judges(by, report.line, report.author) and by.user != report.approver


def judge(town: Town, by: Person, thing: Any) -> bool:
    return town.judges(by, thing.line, thing.asker)


def decider(town: Town, by: Person, case: Case) -> bool:
    return town.judges(by, case.line, case.asker, roles=("office_director",))


def consenter(town: Town, by: Person, case: Case) -> bool:
    is_tied = town.is_tied(by.user, case.line.unit, roles=UNIT_PEOPLE)
    return by.role == "group_leader" and by.user != case.asker and not is_tied


def same_side(town: Town, by: Person, case: Case) -> bool:
    is_office = by.role in OFFICE_PEOPLE
    return case.by_office == is_office and (is_office or own(town, by, case))


def objector(town: Town, by: Person, line: Line) -> bool:
    return own(town, by, line)


def raiser(town: Town, by: Person, line: Line) -> bool:
    return own(town, by, line) or by.role in OFFICE_PEOPLE


def leaders_clerk(town: Town, by: Person, report: Report) -> bool:
    return by.role == "office_clerk" and town.is_office_kin(report.line.unit)


# --- lines ------------------------------------------------------------------------------------------------------------
def sign(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    return town.to(line, "sign", "in_progress")


def sign_on_behalf(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    bring(said.is_filled, INVALID)
    return town.to(line, "sign_on_behalf", "in_progress")


def sign_off(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    return town.to(line, "sign_off", "signed_off")


def reopen(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    bring(said.is_filled, INVALID)
    line.submitted_on = None
    steps = town.to(line, "reopen", "in_progress")
    town.new_round(line)
    line.rested = True
    return steps


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
    return Report(0, line, period, by.user, said.standing, said.has_file and not period, said.explains)


def ask_more_time(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    bring(not town.waiting_request(line) and max(line.deadline, town.today) < town.last_day, NOT_NOW)
    until = line.deadline + DAY * said.days
    bring(said.is_filled and is_fit(town, line, said), INVALID)
    town.requests.append(Asked(0, line, by.user, until, town.today <= line.deadline))
    line.rested |= town.today <= line.deadline
    return [("extension", "ask")]


def is_fit(town: Town, line: Line, said: Said) -> bool:
    """A new deadline lies after the old one and after today, within the year, on a working day."""
    until = line.deadline + DAY * said.days
    return max(line.deadline, town.today) < until <= town.last_day and town.works(until)


def _ask_case(town: Town, by: Person, line: Line, said: Said, kind: str) -> list[Step]:
    bring(line.state in MAY_BE_ASKED[kind] and not line.ended and not town.waiting_case(line), NOT_NOW)
    until = town.today + DAY * said.days
    bring(said.is_filled and (kind != "suspension" or town.today < until <= town.last_day), INVALID)
    in_time = by.role in UNIT_PEOPLE and town.today <= line.deadline
    rests = kind == "objection" or in_time
    town.cases.append(Case(0, line, kind, by.user, by.role in OFFICE_PEOPLE, rests))
    line.rested |= rests
    return [("line_case", "ask")]


def object_to(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    return _ask_case(town, by, line, said, "objection")


def ask_suspension(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    return _ask_case(town, by, line, said, "suspension")


def ask_cancellation(town: Town, by: Person, line: Line, said: Said) -> list[Step]:
    return _ask_case(town, by, line, said, "cancellation")


# --- reports ----------------------------------------------------------------------------------------------------------
def rewrite(town: Town, by: Person, report: Report, said: Said) -> list[Step]:
    was, report.state = report.state, "draft"
    report.author, report.standing, report.explains = by.user, said.standing, said.explains
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
    _begin(town, Line(0, line.item, line.unit, line.part, due, due, reported=line.reported, inherited=line.reported))
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


# --- requests ---------------------------------------------------------------------------------------------------------
def withdraw_request(town: Town, by: Person, request: Asked, said: Said) -> list[Step]:
    request.state = "withdrawn"
    return [("extension", "withdraw")]


def grant_request(town: Town, by: Person, request: Asked, said: Said) -> list[Step]:
    line = request.line
    until = line.deadline + DAY * said.days
    bring(is_fit(town, line, said), INVALID)
    _require_rank(town, by, line, town.between(line.deadline, until))
    bring(line.item not in town.plan_dates or by.role == "group_leader", INVALID)
    request.state, line.deadline, line.slips = "granted", until, line.slips + 1
    town.new_round(line)
    town.hears = town.people_of(line.unit)
    return [("extension", "grant")]


def refuse_request(town: Town, by: Person, request: Asked, said: Said) -> list[Step]:
    _require_rank(town, by, request.line, town.between(request.line.deadline, request.until))
    bring(said.is_filled, INVALID)
    request.state = "refused"
    town.hears = town.people_of(request.line.unit)
    return [("extension", "refuse")]


def _require_rank(town: Town, by: Person, line: Line, days: int) -> None:
    is_clerks = not line.slips and days <= CLERKS_DAYS and line.item not in town.plan_dates
    bring(RANKS[by.role] >= (1 if is_clerks else 2), NOT_ALLOWED)


# --- cases ------------------------------------------------------------------------------------------------------------
def withdraw_case(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    case.state = "withdrawn"
    return [("line_case", "withdraw")]


def uphold(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    line = case.line
    bring(case.kind == "objection", NOT_NOW)
    bring(said.is_filled, INVALID)
    others = [one for one in town.lines if one.item == line.item and one is not line and not one.ended]
    if not said.heir:
        bring(any(one.state != "cancelled" for one in others), NOT_NOW)
        case.state, line.ended = "upheld", True
        return [("line_case", "uphold"), *town.to(line, "drop", "cancelled")]
    bring(said.heir != line.unit and all(one.unit != said.heir for one in others), INVALID)
    bring(line.deadline >= town.today, INVALID)
    case.state, line.ended, line.heir = "upheld", True, said.heir
    _begin(town, Line(0, line.item, said.heir, line.part, line.deadline, line.original))
    return [("line_case", "uphold"), ("line", "take_over"), *town.to(line, "hand_over", "cancelled")]


def _begin(town: Town, line: Line) -> None:
    town.begun.append(line)
    town.lines.append(line)


def turn_down(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    bring(case.kind == "objection", NOT_NOW)
    bring(said.is_filled, INVALID)
    case.state = "unfounded"
    return [("line_case", "turn_down")]


def consent(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    bring(case.kind != "objection" and case.line.item in town.plan_dates and not case.consented, NOT_NOW)
    case.consented = True
    return [("line_case", "consent")]


def grant_case(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    line, until = case.line, town.today + DAY * said.days
    bring(case.kind != "objection", NOT_NOW)
    bring(line.item not in town.plan_dates or case.consented or by.role == "group_leader", NOT_NOW)
    if case.kind == "suspension":
        bring(town.today < until <= town.last_day, INVALID)
        case.state, case.days_left = "granted", town.between(town.today, line.deadline)
        return [("line_case", "grant"), *town.to(line, "suspend", "suspended")]
    bring(said.is_filled, INVALID)
    case.state = "granted"
    ending = [one for one in town.cases if one.line is line and one.kind == "suspension" and one.state == "granted"]
    for one in ending:
        one.state = "ended"
    ended = [("line_case", "end") for _ in ending]
    return [("line_case", "grant"), *ended, *town.to(line, "cancel", "cancelled")]


def refuse_case(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    bring(case.kind != "objection", NOT_NOW)
    bring(said.is_filled, INVALID)
    case.state = "refused"
    return [("line_case", "refuse")]


def resume(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    line = case.line
    bring(case.kind == "suspension", NOT_NOW)
    start = town.today if case.days_left else town.today - DAY
    line.deadline, line.slips = town.plus(start, case.days_left or 1), line.slips + 1
    case.state = "ended"
    steps = town.to(line, "resume", "in_progress")
    town.new_round(line)
    line.rested = True
    return [("line_case", "resume"), *steps]


def _acts() -> list[Act]:
    unit, clerk, director = own_in(*UNIT_PEOPLE), role("office_clerk"), role("office_director")
    ended: Any = {"is_shut": lambda line: line.ended}
    free: Any = {"knows_version": False}
    asked = ("asked",)
    return [
        Act("sign", "line", ("pending_signature",), unit, sign),
        Act("sign_on_behalf", "line", ("pending_signature",), clerk, sign_on_behalf),
        Act("sign_off", "line", ("completed",), _signs_off, sign_off, **ended),
        Act("reopen", "line", (*DONE, "cancelled"), director, reopen, **ended),
        Act("write_closing", "line", OPEN_LINE, unit, write_closing, **free),
        Act("write_periodic", "line", OPEN_LINE, unit, write_periodic, **free),
        Act("record", "line", OPEN_LINE, clerk, record, **free),
        Act("ask_more_time", "line", AT_WORK, unit, ask_more_time),
        Act("object_to", "line", ("pending_signature",), objector, object_to),
        Act("ask_suspension", "line", AT_WORK, raiser, ask_suspension),
        Act("ask_cancellation", "line", MAY_BE_CANCELLED, raiser, ask_cancellation),
        Act("rewrite", "report", ("draft", "sent_back"), unit, rewrite),
        Act("send", "report", ("draft",), unit, send),
        Act("withdraw", "report", ("unit_review", "submitted"), unit, withdraw),
        Act("return_inside", "report", ("unit_review",), approver, return_inside),
        Act("approve", "report", ("unit_review",), approver, approve),
        Act("approve_on_paper", "report", ("draft", "unit_review"), own_in("liaison"), approve_on_paper),
        Act("look", "report", ("submitted",), role(*OFFICE_PEOPLE, "group_leader"), look, **free),
        Act("accept", "report", ("submitted",), reviewer, _accept("accept")),
        Act("accept_in_part", "report", ("submitted",), reviewer, accept_in_part),
        Act("accept_on_paper", "report", ("submitted",), leaders_clerk, _accept("accept_on_paper")),
        Act("send_back", "report", ("submitted",), reviewer, _send_back("send_back")),
        Act("gather", "report", ("draft",), _gatherer, gather),
        Act("withdraw_request", "extension", asked, unit, withdraw_request),
        Act("grant_request", "extension", asked, judge, grant_request),
        Act("refuse_request", "extension", asked, judge, refuse_request),
        Act("withdraw_case", "line_case", asked, same_side, withdraw_case),
        Act("uphold", "line_case", asked, judge, uphold),
        Act("turn_down", "line_case", asked, judge, turn_down),
        Act("consent", "line_case", asked, consenter, consent),
        Act("grant_case", "line_case", asked, decider, grant_case),
        Act("refuse_case", "line_case", asked, decider, refuse_case),
        Act("resume", "line_case", ("granted",), role(*OFFICE_PEOPLE), resume),
    ]


def _signs_off(town: Town, by: Person, line: Line) -> bool:
    return by.role == "office_director" and by.user != line.accepted_by


def _gatherer(town: Town, by: Person, report: Report) -> bool:
    return own(town, by, report) and town.stands_on(by, report.line.item, "lead")


ACTS = {act.name: act for act in _acts()}
