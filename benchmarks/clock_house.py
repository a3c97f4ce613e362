"""The house with a clock in it, and lines by COPY of which a known number is due at ``house.NOW``.

A due line was handed out a week ago and meets its reminder R15 today: one ledger row, one notice. Any other line
meets it on one of the next twenty working days. Lines carry no reports; the pages' benchmark has those.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, cycle, islice

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.actor import Actor
from accounts.models import Post, User
from benchmarks.copying import Row, copy_rows, follow_keys, unchecked
from benchmarks.house import NOW, UNITS_A_TASK
from benchmarks.rows import LINE
from benchmarks.seed import ITEM
from tasks_app.actions import policies
from tasks_app.domain.access import Role
from tasks_app.domain.line_states import LineState
from tasks_app.domain.working_days import Calendar
from tasks_app.models import Channel, Message, Notification, Outgoing, UnitLine, WorkItem
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications.wording import outside

TODAY = NOW.date()
ISSUED_ON = TODAY - timedelta(days=7)
# How many working days before its deadline a line is first reminded (rule R15).
NOTICE_DAYS = 15
DAYS_TO_COME = 20
PEOPLE = 180
NO_BRAKE = 1_000_000
BATCH = 50_000

DEAL = """
    UPDATE tasks_app_notification AS notice SET recipient_id = dealt.person
    FROM (
        SELECT one.id, people.ids[1 + row_number() OVER (PARTITION BY line.unit_id) % cardinality(people.ids)] AS person
        FROM tasks_app_notification AS one
        JOIN tasks_app_obligation AS row ON row.id = one.obligation_id
        JOIN tasks_app_unitline AS line ON line.id = row.of_line_id
        JOIN (
            SELECT unit_id, array_agg(user_id ORDER BY user_id) AS ids
            FROM accounts_post WHERE role = 'liaison' GROUP BY unit_id
        ) AS people ON people.unit_id = line.unit_id
    ) AS dealt WHERE dealt.id = notice.id
"""

Days = list[tuple[date, date]]


def wind_up() -> None:
    """Policy and mail addresses; the lines that the office issued are left out of the clock's sight."""
    policies.seed_default(by=Actor.clock("基准测试", "1", on=TODAY), at=NOW)
    Outgoing.objects.update_or_create(pk=1, defaults={"brake_at": NO_BRAKE})
    User.objects.update(email=Concat(F("username"), Value("@city.example")))
    UnitLine.objects.update(next_step_on=None)


def fill(lines: int, due: int) -> None:
    """Adds so many lines, of which so many are due today, spread evenly."""
    patterns = list(UnitLine.objects.select_related("work_item").order_by("work_item_id", "order"))
    starts = patterns[::UNITS_A_TASK]
    first, first_line = WorkItem.objects.latest("id").pk + 1, UnitLine.objects.latest("id").pk + 1
    days = _days(working_calendar())
    with unchecked():
        copy_rows(WorkItem, ITEM, _items(starts, days[0][0], range(first, first + -(-lines // UNITS_A_TASK))))
        made = _lines(patterns, days, count(first_line), share=(due, lines), first=first)
        for start in range(0, lines, BATCH):  # one COPY of all would run into statement_timeout
            copy_rows(UnitLine, (*LINE, "next_step_on"), islice(made, min(BATCH, lines - start)))
    follow_keys(WorkItem, UnitLine)


def deal_out() -> None:
    """The units that were told get more liaisons, 180 in all, and each unit's notices are dealt out among its own."""
    told = UnitLine.objects.filter(obligations__notifications__isnull=False)
    units = list(told.order_by("unit").values_list("unit", flat=True).distinct())
    missing = PEOPLE - Post.objects.filter(unit__in=units, role=Role.LIAISON).count()
    readers = User.objects.bulk_create(
        User(username=f"reader{number}", full_name=f"读者{number}", email=f"reader{number}@city.example")
        for number in range(missing)
    )
    Post.objects.bulk_create(
        Post(user=reader, unit_id=unit, role=Role.LIAISON, starts_on=ISSUED_ON)
        for reader, unit in zip(readers, cycle(units), strict=False)
    )
    with connection.cursor() as cursor:
        cursor.execute(DEAL)


def make_singles(number: int) -> None:
    """So many messages of one notice each: what is urgent is bundled now, and a single mail is what is measured."""
    notices = Notification.objects.order_by("id").values_list("pk", "recipient_id")[:number]
    words = outside(1, TODAY, "https://benchmark.example/inbox/")
    Message.objects.bulk_create(
        Message(
            recipient_id=person,
            channel=Channel.EMAIL,
            slot=f"single:{notice}",
            subject=words.subject,
            body=words.body,
            message_id=f"<single-{notice}@carbonpeak.invalid>",
            at=NOW,
            try_after=NOW,
        )
        for notice, person in notices
    )


def _items(starts: list[UnitLine], deadline: date, numbers: range) -> Iterator[Row]:
    for place, (number, line) in enumerate(zip(numbers, cycle(starts), strict=False)):
        item, order = line.work_item, 2 + place // len(starts)
        title = f"{item.title}（第{number}项）"
        yield number, item.year_plan_id, order, title, item.deliverable, deadline, item.rhythm, "in_progress", 1


def _lines(
    patterns: list[UnitLine], days: Days, keys: Iterator[int], *, share: tuple[int, int], first: int
) -> Iterator[Row]:
    due, lines = share
    for place, (key, line) in enumerate(zip(keys, cycle(patterns), strict=False)):
        is_due = place * due // lines != (place + 1) * due // lines
        deadline, step_on = days[0] if is_due else days[1 + place % DAYS_TO_COME]
        yield (
            *(key, first + place // UNITS_A_TASK, line.cycle_id, line.heading_id, line.unit_id, line.unit_name),
            *(line.responsibility_id, line.part, line.order, line.rhythm, "综合科", "承办人", "0756-0000000"),
            *(ISSUED_ON, deadline, deadline, LineState.IN_PROGRESS.value, "", None, None, "", None, None, 1, step_on),
        )


def _days(calendar: Calendar) -> Days:
    """Deadlines with the day of their reminder: today's first, then those of the working days to come."""
    reminders = [calendar.plus(TODAY, number) for number in range(DAYS_TO_COME + 1)]
    return [(calendar.plus(day, NOTICE_DAYS), day) for day in reminders]
