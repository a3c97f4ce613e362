"""What the clock could not do without: raw SQL for the same look, and for as many rows as it wrote; no rules."""

import smtplib
from time import perf_counter

from django.db import connection, transaction
from django.db.models import Model

from benchmarks.clock_house import TODAY
from tasks_app.domain.working_days import DAY
from tasks_app.models import Notification, Obligation

LOOK = """
    SELECT id FROM tasks_app_unitline WHERE next_step_on <= %s AND ended_on IS NULL
    ORDER BY next_step_on, id LIMIT 300
"""
STEPS = """
    UPDATE tasks_app_unitline SET next_step_on = next_step_on
    WHERE id IN (SELECT of_line_id FROM tasks_app_obligation)
"""


def look() -> None:
    """The look into the index, on the day before anything is due."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [TODAY - DAY])
        cursor.fetchall()


def rewrite() -> float:
    """Seconds in which SQL alone writes all ledger rows and notices once more, and the days of their lines."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # one statement writes what the clock writes in hundreds
        start = perf_counter()
        cursor.execute(_again(Obligation, "subject", "'again ' || subject"))
        cursor.execute(_again(Notification, "recipient_id", "recipient_id + 1000000"))
        cursor.execute(STEPS)
        seconds = perf_counter() - start
        transaction.set_rollback(True)
    return seconds


def _again(model: type[Model], key: str, another: str) -> str:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(another if column == key else f'"{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {chosen} FROM "{model._meta.db_table}"'  # noqa: S608


def send(mails: int, port: int) -> float:
    """Seconds in which smtplib alone sends as many mails over one connection, with nothing noted."""
    start = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(mails):
            server.sendmail("house@city.example", [f"reader{number}@city.example"], "Subject: 1\r\n\r\n1\r\n")
    return perf_counter() - start
