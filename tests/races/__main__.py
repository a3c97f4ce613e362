"""The long run of races: ``python -m tests.races [--n N] [--seed S] [--minutes M]``, on a PostgreSQL of its own.

Exit 0: nothing doubled, nothing lost, nobody waited for ever, and whoever lost was told so in a sentence.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from math import inf
from time import perf_counter

import django
from django.conf import settings
from django.core.management import call_command

from carbonpeak import garbage
from tests.plugins import services


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__)
    parser.add_argument("--n", type=int, default=10_000, help="how many races")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=inf, help="stop after that long, whatever is left")
    return parser.parse_args()


def main() -> int:
    """The run, and its figures."""
    arguments = _arguments()
    with ExitStack() as ending:
        ending.callback(services.stop)
        os.environ["MEDIA_ROOT"] = ending.enter_context(tempfile.TemporaryDirectory())
        os.environ["DJANGO_SETTINGS_MODULE"] = "carbonpeak.settings.test"
        os.environ["DATABASE_URL"] = services.start_postgres()
        os.environ["LOG_LEVEL"] = "ERROR"
        django.setup()
        # The tables as the models say: the way the migrations came to them is tested elsewhere.
        settings.MIGRATION_MODULES = {app.split(".")[-1]: None for app in settings.INSTALLED_APPS}
        call_command("migrate", run_syncdb=True, verbosity=0)
        from tests.races import run  # noqa: PLC0415  (models are there only now)

        garbage.set_aside()

        begun = perf_counter()
        limit = 60 * arguments.minutes
        outcome = run.run(arguments.n, arguments.seed, seconds=limit, say=lambda line: print(line, flush=True))  # noqa: T201
        print(outcome.report())  # noqa: T201
        print(f"seed {arguments.seed}, {perf_counter() - begun:.0f} s")  # noqa: T201
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
