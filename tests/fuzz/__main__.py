"""The long fuzz run: ``python -m tests.fuzz [--tables N] [--files N] [--seed S] [--write-every N] [--postgresql]``.

Every so many readings are written into a database of the run's own, in SQLite or PostgreSQL, and come out again as
files. ``--again NAME`` reads one case. Exit 0: nothing fell over.
"""

import argparse
import os
import sys
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from time import perf_counter

import django
from django.conf import settings
from django.core.management import call_command

from tests.plugins import services


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--tables", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write-every", type=int, default=5, help="of those without faults; 0 writes nothing")
    parser.add_argument("--postgresql", action="store_true", help="write into a PostgreSQL of the run's own")
    parser.add_argument("--again", metavar="NAME", help="one case by its name (table:17), with its traceback")
    return parser.parse_args()


def _set_up(address: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "carbonpeak.settings.test"
    os.environ["DATABASE_URL"] = address
    os.environ["LOG_LEVEL"] = "ERROR"
    django.setup()
    # The tables as the models say: the way the migrations came to them is tested elsewhere.
    settings.MIGRATION_MODULES = {app.split(".")[-1]: None for app in settings.INSTALLED_APPS}
    call_command("migrate", run_syncdb=True, verbosity=0)


def main() -> int:
    """The run, and its figures."""
    arguments = _arguments()
    with TemporaryDirectory() as folder, ExitStack() as ending:
        ending.callback(services.stop)
        _set_up(services.start_postgres() if arguments.postgresql else f"sqlite:///{folder}/fuzz.sqlite3")
        from tests.fuzz import run  # noqa: PLC0415  (models are there only now)
        from tests.fuzz.writing import Writer  # noqa: PLC0415

        if arguments.again:
            print(run.read(run.case(arguments.again, arguments.seed)))  # noqa: T201
            return 0
        writer = Writer(arguments.write_every) if arguments.write_every else None
        begun = perf_counter()
        outcome = run.run(arguments.tables, arguments.files, arguments.seed, then=writer)
        print(outcome.report())  # noqa: T201
        if writer:
            print(f"into a database: {writer.report()}")  # noqa: T201
        print(f"seed {arguments.seed}, {perf_counter() - begun:.0f} s")  # noqa: T201
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
