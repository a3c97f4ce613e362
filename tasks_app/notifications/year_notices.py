"""What units are told while a year is out for opinions (征求意见): it hangs on no line, and on no row of the ledger."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from tasks_app.domain.opinion_states import OPEN_OPINION, OpinionState
from tasks_app.domain.policy import Audience
from tasks_app.domain.topics import WHOLE_UNIT, About
from tasks_app.models import Cycle, Opinion
from tasks_app.notifications.topics import Topic, tell_units

# So many working days before the day whoever has not answered is reminded, the nearest one first.
REMINDERS = (1, 3)


def tell_asked(cycle: Cycle, opinions: Iterable[Opinion], *, at: datetime) -> int:
    """Tells the units of these opinions, once for all of them, what is asked and by when. Returns how many people.

    Items that come into a year that is out already are told by their own notice.
    """
    rows = list(opinions)
    units = {row.unit_id for row in rows}
    newest = max((row.pk for row in rows), default=0)
    asked = f"请于 {cycle.consult_until:%Y-%m-%d} 前反馈；逾期未反馈的，视为无意见。" if cycle.consult_until else ""
    topic = _topic(cycle, f"asked:{newest}", f"{cycle}任务征求意见", asked)
    return tell_units(dict.fromkeys(units, WHOLE_UNIT), topic, at=at)


def remind(cycle: Cycle, days: int, *, at: datetime) -> int:
    """Reminds each unit that has not handed in all its answers: who writes them, or who has them to approve."""
    waiting: dict[int, set[Audience]] = {}
    for unit, state in Opinion.objects.of_cycle(cycle).filter(state__in=OPEN_OPINION).values_list("unit_id", "state"):
        who = Audience.UNIT_REVIEWER if state == OpinionState.UNIT_REVIEW else Audience.LIAISON
        waiting.setdefault(unit, set()).add(who)
    topic = _topic(
        cycle,
        f"{cycle.consult_until}:{days}",
        f"{cycle}任务征求意见将于 {cycle.consult_until:%Y-%m-%d} 截止",
        "还有年度任务没有反馈；没有意见的，也请反馈“无意见”。",
    )
    return tell_units({unit: sorted(who) for unit, who in waiting.items()}, topic, at=at)


def due_reminder(until: date, today: date, before: dict[int, date]) -> int | None:
    """Which reminder is due by today and not over; ``before`` gives the day of each."""
    return next((days for days in REMINDERS if before[days] <= today <= until), None)


def _topic(cycle: Cycle, of: str, title: str, asked: str) -> Topic:
    because, address = f"{cycle}任务正在征求各责任单位意见。", reverse("consulted", args=[cycle.year])
    return Topic(About.CONSULT, f"{cycle.year}:{of}", title, asked, because, address, cycle.consult_until)
