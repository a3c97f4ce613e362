"""Seeds a database for each size, measures them in turn, prints the figures; --write puts them into the docs."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import time_machine
from django.conf import settings
from django.test import override_settings

from benchmarks import databases, house, report
from benchmarks.bars import judge
from benchmarks.measure import measure
from benchmarks.pages import PAGES

DOCS = Path(settings.BASE_DIR, "docs", "benchmarks.md")


def _sizes(text: str) -> list[int]:
    return sorted(int(size) for size in text.split(","))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[1_000, 10_000, 100_000], help="items, e.g. 1000,10000,100000")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCS.name}")
    return parser.parse_args()


def _seeded(sizes: Sequence[int]) -> dict[int, str]:
    names = {}
    for size in sizes:
        start = perf_counter()
        names[size] = databases.build_size(size)
        print(f"{size:,} items seeded in {perf_counter() - start:.0f} s", file=sys.stderr)
    return names


@time_machine.travel(house.NOW)
@override_settings(ROOT_URLCONF="benchmarks.urls")
def main() -> None:
    """The whole run."""
    arguments = _arguments()
    databases.build_house()
    measured = measure(_seeded(arguments.sizes))
    text = report.table([judge(page, measured) for page in PAGES])
    print(text)
    if arguments.write:
        report.write(DOCS, text)


main()
