"""Papers that reached a unit, as rows: what to do, title, number, and the days left of the reply window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tasks_app.domain.paper_states import ServiceState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import PaperService
from tasks_app.presenters.filters import Chip, chips

SETTLED = "settled"
VERBS = {ServiceState.SERVED: "签收", ServiceState.RECEIVED: "答复"}


@dataclass(frozen=True)
class ReceivedRow:
    """One paper. ``verb`` is what the unit has to do, empty where nothing; ``days`` run while an answer is owed."""

    url: str
    verb: str
    title: str
    number: str
    state_code: str
    state_label: str
    served_on: date | None
    reply_by: date | None
    days: int | None
    is_estimated: bool


def received_rows(services: Iterable[PaperService], today: date, calendar: Calendar) -> list[ReceivedRow]:
    """The rows, in the order of the services."""
    return [_row(service, today, calendar) for service in services]


def _row(service: PaperService, today: date, calendar: Calendar) -> ReceivedRow:
    owed = service.state == ServiceState.RECEIVED and service.reply_by is not None
    by = service.reply_by
    return ReceivedRow(
        url=reverse("service", args=[service.pk]),
        verb=VERBS.get(ServiceState(service.state), "") if owed or service.state == ServiceState.SERVED else "",
        title=service.paper.title,
        number=service.paper.number,
        state_code=service.state,
        state_label=service.get_state_display(),
        served_on=service.served_on,
        reply_by=by,
        days=calendar.between(today, by) if owed and by else None,
        is_estimated=bool(owed and by and not calendar.is_published(by.year)),
    )


def received_chips(show: str) -> tuple[Chip, ...]:
    """The switch between what waits and what is done."""
    return chips(reverse("received"), {"show": show}, "show", (("", "待办"), (SETTLED, "已办和无需答复")))
