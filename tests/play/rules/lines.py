"""Signing for a line, signing it off, opening it again."""

from typing import Any

from tests.play.act import Act
from tests.play.rules.who import CLERK, DIRECTOR, UNIT, signs_off
from tests.play.things import DONE, INVALID, Line, Person, Said, Step, bring
from tests.play.town import Town


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


_ENDED: Any = {"is_shut": lambda line: line.ended}

ACTS = (
    Act("sign", "line", ("pending_signature",), UNIT, sign),
    Act("sign_on_behalf", "line", ("pending_signature",), CLERK, sign_on_behalf),
    Act("sign_off", "line", ("completed",), signs_off, sign_off, **_ENDED),
    Act("reopen", "line", (*DONE, "cancelled"), DIRECTOR, reopen, **_ENDED),
)
