"""Asking for more time, granting and refusing it."""

from tests.play.act import Act
from tests.play.rules.who import UNIT, judge
from tests.play.things import (
    AT_WORK,
    CLERKS_DAYS,
    DAY,
    INVALID,
    NOT_ALLOWED,
    NOT_NOW,
    Asked,
    Line,
    Person,
    Said,
    Step,
    bring,
)
from tests.play.town import Town

RANKS = {"office_clerk": 1, "office_director": 2, "group_leader": 3}


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


ACTS = (
    Act("ask_more_time", "line", AT_WORK, UNIT, ask_more_time),
    Act("withdraw_request", "extension", ("asked",), UNIT, withdraw_request),
    Act("grant_request", "extension", ("asked",), judge, grant_request),
    Act("refuse_request", "extension", ("asked",), judge, refuse_request),
)
