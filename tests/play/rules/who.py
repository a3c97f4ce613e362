"""Who may: each is asked with the town, the person and the thing."""

from typing import Any

from tests.play.things import OFFICE_PEOPLE, UNIT_PEOPLE, Case, Line, Person, Report
from tests.play.town import Town


def own(town: Town, by: Person, thing: Any) -> bool:
    return town.owns(by, line_of(thing))


def line_of(thing: Any) -> Line:
    return thing if isinstance(thing, Line) else thing.line


def role(*roles: str) -> Any:
    return lambda town, by, thing: by.role in roles


def own_in(*roles: str) -> Any:
    return lambda town, by, thing: by.role in roles and own(town, by, thing)


def approver(town: Town, by: Person, report: Report) -> bool:
    wrote = by.user == report.author or by.user in report.writers
    return by.role == "unit_reviewer" and own(town, by, report) and not wrote


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


def raiser(town: Town, by: Person, line: Line) -> bool:
    return own(town, by, line) or by.role in OFFICE_PEOPLE


def leaders_clerk(town: Town, by: Person, report: Report) -> bool:
    return by.role == "office_clerk" and town.is_office_kin(report.line.unit)


def signs_off(town: Town, by: Person, line: Line) -> bool:
    return by.role == "office_director" and by.user != line.accepted_by


def gatherer(town: Town, by: Person, report: Report) -> bool:
    return own(town, by, report) and town.stands_on(by, report.line.item, "lead")


UNIT, CLERK, DIRECTOR = own_in(*UNIT_PEOPLE), role("office_clerk"), role("office_director")
