"""The registry as a person's answers about one plan complete it: what was asked is known from then on."""

from collections.abc import Iterable

from tasks_app.domain.plan_questions import Answer
from tasks_app.importing.reading import PartyRead
from tasks_app.importing.registry import GROUP, KnownParty, UnitRegistry
from tasks_app.importing.unit_names import OPEN_GROUP, kind_of


def answered(known: UnitRegistry, answers: Iterable[Answer]) -> UnitRegistry:
    """The registry in which every answered text is another spelling of what it was answered to be.

    An answer whose unit is not known any more says nothing: its doubt comes back.
    """
    said = []
    for answer in answers:
        party = known.find(answer.name) or (party_named(answer.name) if answer.is_new else None)
        if party:
            said.append(KnownParty(party, (answer.question.text,)))
    return UnitRegistry((*said, *known.known))


def party_named(name: str) -> PartyRead:
    """A unit or an open group that nobody knows yet, of the kind its name suggests."""
    is_group = bool(OPEN_GROUP.fullmatch(name))
    return PartyRead(name, GROUP if is_group else kind_of(name), is_group)
