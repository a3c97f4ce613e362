"""What a paper costs: its number, its issue and its file; and a thousand issued by a crowd that is killed meanwhile."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks import databases, report
from tasks_app.actions import paper_issue, paper_numbers
from tasks_app.documents.official.render import render
from tasks_app.documents.paper_file import official
from tasks_app.domain.paper_states import PaperState
from tasks_app.models import Paper
from tests import factories, paper_factories
from tests.issuing.crowd import WORKERS, issue_all, sign_many

DOCS = Path(settings.BASE_DIR, "docs", "benchmarks-papers.md")
ALONE = 100
ISSUE_SECONDS, RENDER_SECONDS = 0.100, 0.5
FLOOR = "UPDATE tasks_app_paper SET version = version WHERE id = %s"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers", description=__doc__)
    parser.add_argument("--papers", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCS.name}")
    return parser.parse_args()


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def _alone() -> dict[str, float]:
    """Medians of each act, by one process, paper after paper; the floor is one UPDATE of the same row."""
    clerk = factories.actor(_house.office.clerk.own_post, paper_factories.ISSUED_AT)
    at, scan = paper_factories.ISSUED_AT, factories.stored(factories.pdf("盖章件.pdf"))[0]
    seconds: dict[str, list[float]] = {"floor": [], "number": [], "issue": [], "render": []}
    for paper in Paper.objects.filter(state=PaperState.SIGNED).order_by("id")[:ALONE]:
        with connection.cursor() as cursor:
            seconds["floor"].append(_timed(lambda: cursor.execute(FLOOR, [paper.pk])))  # noqa: B023
        seconds["number"].append(_timed(lambda: paper_numbers.number(paper, by=clerk, at=at)))  # noqa: B023
        paper_issue.seal(paper, scan, by=clerk, at=at)
        seconds["issue"].append(_timed(lambda: paper_issue.issue(paper, by=clerk, at=at)))  # noqa: B023
        context = Paper.objects.get(pk=paper.pk).context or {}
        seconds["render"].append(_timed(lambda: render(official(context))))  # noqa: B023
    return {name: median(each) for name, each in seconds.items()}


def _table(alone: dict[str, float], papers: int, crowd: str, whole: str) -> str:
    bars = {"number": ISSUE_SECONDS, "issue": ISSUE_SECONDS, "render": RENDER_SECONDS}
    words = {"number": "number and freeze", "issue": "issue to one addressee", "render": "its .docx"}
    rows = ["| act | median ms | × floor | bar ms |", "| --- | ---: | ---: | --- |"]
    for name, bar in bars.items():
        times = alone[name] / alone["floor"]
        verdict = "met" if alone[name] <= bar else "**missed**"
        rows.append(f"| {words[name]} | {alone[name] * 1000:.1f} | {times:.0f} | {bar * 1000:.0f}, {verdict} |")
    return "\n".join((*rows, "", f"{papers:,} papers, {crowd}: {whole}"))


def main() -> None:
    """The whole run."""
    arguments = _arguments()
    alone = _alone()
    done = issue_all(kills=arguments.kills, seed=1)
    serials = list(Paper.objects.order_by("serial").values_list("serial", flat=True))
    is_whole = serials == list(range(1, arguments.papers + 1))
    whole = f"numbers 1 to {arguments.papers:,}, no gap, none twice" if is_whole else "**numbers with a gap or twice**"
    crowd = f"{WORKERS} processes, {done.kills} kills, {done.seconds:.0f} s"
    load = f"Load of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    text = f"\n{_table(alone, arguments.papers, crowd, whole)}\n\n{load}\n"
    print(text)
    if arguments.write:
        report.write(DOCS, text)


databases.create("bench_papers")
databases.use("bench_papers")
call_command("migrate", verbosity=0)
_house = sign_many(_arguments().papers)
main()
