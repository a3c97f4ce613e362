"""Fills a database for each case, lets a process of its own do each job there, prints what they came to."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from django.conf import settings

from benchmarks import clock_floors, clock_house, clock_report, databases, report
from benchmarks.clock_jobs import Done
from benchmarks.clock_report import Case, Mailed, Swept
from benchmarks.copying import vacuum
from tasks_app.models import Obligation
from tests.clock.mail_server import mail_server

DOCS = Path(settings.BASE_DIR, "docs", "benchmarks-clock.md")
DUE_OF_HUNDRED = 30
# The bar of the digests is for so many. So many are due among the most lines too: what else exists must not matter.
SOME_DUE = 30_000
SINGLES = 1_000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clock", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000", help="lines, e.g. 1000,10000")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCS.name}")
    return parser.parse_args()


def _cases(sizes: str) -> list[Case]:
    """Lines and how many of them are due: 30 %, and where that is more than some, some as well."""
    shares = {int(text): int(text) * DUE_OF_HUNDRED // 100 for text in sizes.split(",")}
    return sorted({(size, due) for size, share in shares.items() for due in (share, min(share, SOME_DUE))})


def _name(case: Case) -> str:
    return "clock_{}_{}".format(*case)


def _filled(case: Case) -> str:
    name, start = _name(case), perf_counter()
    databases.copy_house(name)
    clock_house.fill(*case)
    vacuum()
    print(f"{name} seeded in {perf_counter() - start:.0f} s", file=sys.stderr)
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
    clock_house.deal_out()
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
    swept = {case: _swept(_filled(case)) for case in _cases(arguments.sizes)}
    mailed = min(swept, key=lambda case: abs(case[1] - SOME_DUE))
    mails = clock_report.mails(_mailed(_name(mailed), swept[mailed]))
    load = f"Load of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    text = f"\n{clock_report.table(swept)}\n\n{mails}\n\n{load}\n"
    print(text)
    if arguments.write:
        report.write(DOCS, text)


main()
