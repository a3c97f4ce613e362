"""Fills a database for each size, lets a process of its own do each job there, prints what they came to."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection

from benchmarks import clock_floors, clock_house, clock_report, databases, report
from benchmarks.clock_jobs import Done
from benchmarks.clock_report import Mailed, Swept
from benchmarks.copying import vacuum
from tasks_app.models import Obligation
from tests.clock.mail_server import mail_server

DOCS = Path(settings.BASE_DIR, "docs", "benchmarks-clock.md")
DUE_OF_HUNDRED = 30
DUE_AT_MOST = 30_000
SINGLES = 1_000
DEAL_OUT = """
    UPDATE tasks_app_notification AS notice SET recipient_id = person.id
    FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user) AS person
    WHERE person.place = notice.id %% %s
"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clock", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000", help="lines, e.g. 1000,10000")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCS.name}")
    return parser.parse_args()


def _name(size: int) -> str:
    return f"clock_{size}"


def _filled(size: int) -> str:
    name, start = _name(size), perf_counter()
    databases.copy_house(name)
    clock_house.fill(size, min(size * DUE_OF_HUNDRED // 100, DUE_AT_MOST))
    vacuum()
    print(f"{size:,} lines seeded in {perf_counter() - start:.0f} s", file=sys.stderr)
    return name


def _done(name: str, job: str, port: int = 0) -> Done:
    """What a job came to in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.clock_child", name, job, str(port)]
    start = perf_counter()
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  (our own words)
    done = Done(**json.loads(ran.stdout))
    print(f"{name} {job}: {done}, {perf_counter() - start:.1f} s with its process", file=sys.stderr)
    return done


def _swept(name: str) -> Swept:
    empty, first = _done(name, "empty"), _done(name, "due")
    first.floor = clock_floors.rewrite()
    before = Obligation.objects.count()
    again = _done(name, "due")
    again.number = Obligation.objects.count() - before
    return Swept(empty, first, again)


def _mailed(name: str, swept: Swept) -> Mailed:
    """The notices of the sweep, dealt out to 180 people, as digests; then some of them again, each alone."""
    databases.use(name)
    with connection.cursor() as cursor:
        cursor.execute(DEAL_OUT, [clock_house.PEOPLE])
    with mail_server() as server:
        digests = _done(name, "digests", server.port)
        digests.floor = clock_floors.send(digests.number, server.port)
        clock_house.make_singles(SINGLES)
        singles = _done(name, "digests", server.port)
        singles.floor = clock_floors.send(singles.number, server.port)
    return Mailed(swept.due, digests, singles)


def main() -> None:
    """The whole run."""
    arguments = _arguments()
    databases.build_house()
    clock_house.wind_up()
    sizes: dict[int, Swept] = {}
    for size in sorted(int(text) for text in arguments.sizes.split(",")):
        sizes[size] = _swept(_filled(size))
    most = max(sizes, key=lambda size: sizes[size].due.number)
    mails = clock_report.mails(_mailed(_name(most), sizes[most]))
    load = f"Load of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    text = f"\n{clock_report.table(sizes)}\n\n{mails}\n\n{load}\n"
    print(text)
    if arguments.write:
        report.write(DOCS, text)


main()
