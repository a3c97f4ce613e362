"""Papers (公文) in words: rows of the lists, chips by state, rows of the register."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.actor import Actor
from tasks_app.dashboards.paper_register import SoughtNumbers
from tasks_app.documents.paper_register import sha256_of_record
from tasks_app.domain.access import OFFICE_ROLES, Role
from tasks_app.domain.paper_kinds import Series
from tasks_app.domain.paper_states import BEYOND_DRAFT, PaperState
from tasks_app.models import Paper
from tasks_app.presenters.filters import Chip, chips
from tasks_app.presenters.paper_acts import addressed


@dataclass(frozen=True)
class PaperRow:
    """One paper in a list."""

    kind: str
    title: str
    url: str
    to: str
    number: str
    state_code: str
    state_label: str
    day: date


def paper_rows(papers: Iterable[Paper]) -> list[PaperRow]:
    """The rows in the order of the papers, which come with their services."""
    return [_row(paper) for paper in papers]


def _row(paper: Paper) -> PaperRow:
    return PaperRow(
        kind=paper.get_kind_display(),
        title=paper.title,
        url=reverse("paper", args=[paper.pk]),
        to=addressed(list(paper.services.all())),
        number=paper.number,
        state_code=paper.state,
        state_label=paper.get_state_display(),
        day=timezone.localdate(paper.issued_at or paper.drafted_at),
    )


def states_for(actor: Actor) -> tuple[PaperState, ...]:
    """The states in which this person may see a paper at all."""
    if actor.role in OFFICE_ROLES:
        return tuple(PaperState)
    return BEYOND_DRAFT if actor.role == Role.GROUP_LEADER else (PaperState.ISSUED,)


def state_chips(actor: Actor, state: str) -> tuple[Chip, ...]:
    """One chip for each state the person may see, where there is more than one."""
    states = states_for(actor)
    if len(states) == 1:
        return ()
    choices = [("", "全部"), *((one.value, one.label) for one in states)]
    return chips(reverse("papers"), {"state": state}, "state", choices)


@dataclass(frozen=True)
class RegisterRow:
    """One number of 发文登记簿."""

    number: str
    title: str
    url: str
    to: str
    signed_on: date | None
    issued_on: date | None
    sha256: str
    state_code: str
    state_label: str


def register_rows(papers: Iterable[Paper]) -> list[RegisterRow]:
    """The rows of the register (papers by ``dashboards.paper_register.for_register``)."""
    return [
        RegisterRow(
            number=paper.number,
            title=paper.title,
            url=reverse("paper", args=[paper.pk]),
            to=addressed(list(paper.services.all())),
            signed_on=_day(paper.signed_at),
            issued_on=_day(paper.issued_at),
            sha256=sha256_of_record(paper),
            state_code=paper.state,
            state_label=paper.get_state_display(),
        )
        for paper in papers
    ]


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def register_words(sought: SoughtNumbers) -> dict[str, object]:
    """The words of an address that says which part of the register is meant."""
    return {"year": sought.year or "", "series": sought.series}


def year_chips(sought: SoughtNumbers, years: Iterable[int]) -> tuple[Chip, ...]:
    """One chip a year."""
    words = register_words(sought) | {"year": str(sought.year or "")}
    return chips(reverse("paper_register"), words, "year", [("", "全部"), *((str(one), f"{one}年") for one in years)])


def series_chips(sought: SoughtNumbers) -> tuple[Chip, ...]:
    """One chip a series."""
    return chips(reverse("paper_register"), register_words(sought), "series", [("", "全部"), *Series.choices])


def narrowed_to(sought: SoughtNumbers) -> str:
    """What the register is narrowed to, for the file that leaves the house."""
    series = Series(sought.series).label if sought.series else ""
    return "；".join(filter(None, (f"{sought.year}年" if sought.year else "", series))) or "全部"
