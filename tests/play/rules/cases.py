"""What happens to a line aside from reporting: "not ours", suspension, cancellation, and taking it up again."""

from tests.play.act import Act
from tests.play.rules.who import UNIT, consenter, decider, judge, raiser, role, same_side
from tests.play.things import (
    AT_WORK,
    DAY,
    INVALID,
    MAY_BE_ASKED,
    MAY_BE_CANCELLED,
    NOT_NOW,
    OFFICE_PEOPLE,
    UNIT_PEOPLE,
    Case,
    Line,
    Person,
    Said,
    Step,
    bring,
)
from tests.play.town import Town


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


def withdraw_case(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    case.state = "withdrawn"
    return [("line_case", "withdraw")]


def uphold(town: Town, by: Person, case: Case, said: Said) -> list[Step]:
    line = case.line
    bring(case.kind == "objection", NOT_NOW)
    bring(said.is_filled, INVALID)
    others = [one for one in town.lines_of(line.item) if one is not line]
    if not said.heir:
        bring(any(one.state != "cancelled" for one in others), NOT_NOW)
        case.state, line.ended = "upheld", True
        return [("line_case", "uphold"), *town.to(line, "drop", "cancelled")]
    bring(said.heir != line.unit and all(one.unit != said.heir for one in others), INVALID)
    bring(line.deadline >= town.today, INVALID)
    case.state, line.ended, line.heir = "upheld", True, said.heir
    town.hears = town.people_of(said.heir) or town.clerks
    town.begin(Line(0, line.item, said.heir, line.part, line.deadline, line.original))
    return [("line_case", "uphold"), ("line", "take_over"), *town.to(line, "hand_over", "cancelled")]


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


ACTS = (
    Act("object_to", "line", ("pending_signature",), UNIT, object_to),
    Act("ask_suspension", "line", AT_WORK, raiser, ask_suspension),
    Act("ask_cancellation", "line", MAY_BE_CANCELLED, raiser, ask_cancellation),
    Act("withdraw_case", "line_case", ("asked",), same_side, withdraw_case),
    Act("uphold", "line_case", ("asked",), judge, uphold),
    Act("turn_down", "line_case", ("asked",), judge, turn_down),
    Act("consent", "line_case", ("asked",), consenter, consent),
    Act("grant_case", "line_case", ("asked",), decider, grant_case),
    Act("refuse_case", "line_case", ("asked",), decider, refuse_case),
    Act("resume", "line_case", ("granted",), role(*OFFICE_PEOPLE), resume),
)
