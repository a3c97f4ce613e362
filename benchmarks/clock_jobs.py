"""What is measured of the clock: each job does it, takes the seconds, and counts statements and peak memory."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from benchmarks import clock_floors, databases
from benchmarks.house import NOW
from tasks_app.actions.sweeps import sweep
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import delivery, outbox

ROUNDS = 5
THE_DAY_BEFORE = NOW - timedelta(days=1)


@dataclass
class Done:
    """``number`` counts what the job says; seconds of the job, of its raw floor, of its own computing; peak in MB."""

    number: int
    seconds: float
    floor: float = 0.0
    statements: int = 0
    cpu: float = 0.0
    peak: float = 0.0


def empty() -> Done:
    """Sweeps on a day on which nothing is due; ``number`` fired. A median, beside the raw look into the index."""
    sweeps = [_timed(lambda: sweep(at=THE_DAY_BEFORE, listed=False)) for _ in range(ROUNDS)]
    floors = [_timed(clock_floors.look) for _ in range(ROUNDS)]
    number = sum(outcome.told for outcome, _ in sweeps)
    return Done(number, median(taken for _, taken in sweeps), median(taken for _, taken in floors))


def due() -> Done:
    """Sweeps what is due, as the job does; ``number`` fired."""
    outcome, seconds = _timed(lambda: sweep(at=NOW, listed=False))
    return Done(outcome.told, seconds)


def digests() -> Done:
    """Gathers all notices into the digests of the day and sends them; ``number`` sent."""
    sent, seconds = _timed(_mailed)
    return Done(sent, seconds)


def _mailed() -> int:
    outbox.gather(at=NOW, calendar=working_calendar())
    sent = 0
    while (batch := delivery.deliver_batch(at=NOW)).taken:
        sent += batch.sent
    return sent


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = perf_counter()
    answer = call()
    return answer, perf_counter() - start


def counted(job: Callable[[], Done]) -> Done:
    """Does a job and counts its statements (BEGIN and COMMIT are not among them)."""
    statements, start = 0, process_time()

    def count(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*rest)

    with connection.execute_wrapper(count):
        done = job()
    done.statements, done.cpu = statements, process_time() - start
    return done


def _warm_up() -> None:
    """What a worker that sweeps each minute has behind it: a look on which nothing was due, and the addresses read."""
    sweep(at=THE_DAY_BEFORE, listed=False)
    reverse("inbox")


def _peak() -> float:
    """The most memory this process ever held, in MB. Linux's getrusage would count the parent's before exec."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


JOBS = {job.__name__: job for job in (empty, due, digests)}


def main(database: str, job: str, port: str) -> None:
    """Prints what a job came to, as JSON."""
    databases.use(database)
    mail = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**mail, EMAIL_PORT=int(port), EMAIL_TIMEOUT=settings.EMAIL_TIMEOUT):
        _warm_up()
        done = counted(JOBS[job])
    done.peak = _peak()
    print(json.dumps(asdict(done)))


if __name__ == "__main__":
    main(*sys.argv[1:])
