"""What the import of a large plan costs: reading, writing, once more, re-issued; in seconds and in memory."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command

from benchmarks import databases, report
from benchmarks.imports_plan import plan_of, reissued
from tasks_app.documents.plan_export_files import xlsx_file
from tasks_app.documents.plan_export_word import docx_file

DOCS = Path(settings.BASE_DIR, "docs", "benchmarks-imports.md")
DATABASE, TEMPLATE = "bench_imports", "bench_imports_empty"
ROWS, SECONDS, MEGABYTES = 5_000, 10.0, 200.0
RUNS = (
    ("plan.xlsx", "a new plan, .xlsx", True),
    ("plan.xlsx", "the same again", False),
    ("again.xlsx", "re-issued, one row in ten changed", False),
    ("plan.docx", "a new plan, .docx", True),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"put the figures into {DOCS.name}")
    return parser.parse_args()


def _imported(path: Path, database: str) -> dict[str, float]:
    """One import by a process of its own, so that its memory is only its own."""
    command = [sys.executable, "-m", "benchmarks.imports_child", str(path), database]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  (our own words)
    figures: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return figures


def _row(what: str, found: dict[str, float]) -> str:
    whole = found["read"] + found["write"]
    met = "met" if whole <= SECONDS and found["memory"] <= MEGABYTES else "**missed**"
    seconds = [found["read"], found["write"], whole, found["processor"] + found["server"]]
    floors = [found["cells_floor"], found["copy_floor"]]
    figures = [f"{each:.2f}" for each in seconds], [f"{found['memory']:.0f}", f"{found['changes']:,.0f}"]
    return f"| {' | '.join([what, *figures[0], *figures[1], *(f'{each:.2f}' for each in floors), met])} |"


def main() -> None:
    """The whole run."""
    arguments = _arguments()
    plan = plan_of(arguments.rows, seed=arguments.seed)
    heads = (
        "import",
        "read s",
        "write s",
        "whole s",
        "CPU s",
        "MB above idle",
        "changes",
        "cells s",
        "COPY s",
        "bars",
    )
    lines = [
        f"| {' | '.join(heads)} |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    databases.create(TEMPLATE)
    databases.use(TEMPLATE)
    call_command("migrate", verbosity=0)
    with TemporaryDirectory() as folder:
        files = {"plan.xlsx": xlsx_file(plan), "again.xlsx": xlsx_file(reissued(plan)), "plan.docx": docx_file(plan)}
        for place, (name, what, is_new) in enumerate(RUNS):
            if is_new:
                database = f"{DATABASE}_{place}"
                databases.use("postgres")
                databases.create(database, template=TEMPLATE)
            path = Path(folder, name)
            path.write_bytes(files[name])
            lines.append(_row(what, _imported(path, database)))
            print(lines[-1], flush=True)
    load = f"Load of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    sizes = "、".join(f"{name} {len(content) / 1024:,.0f} KB" for name, content in files.items())
    shares = sum(len(row.leads) + len(row.support) for row in plan.rows)
    text = f"\n{chr(10).join(lines)}\n\n{arguments.rows:,} rows, {shares:,} responsibilities; {sizes}.\n\n{load}\n"
    print(text)
    if arguments.write:
        report.write(DOCS, text)


main()
