"""One import as the worker does it, timed, beside its floors: the cells alone, and COPY of as many plain rows."""

import gc
import io
import json
import os
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import docx
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.actor import Actor
from accounts.models import Unit
from benchmarks import databases
from tasks_app.actions import plans
from tasks_app.importing.reading import PlanReading

KILOBYTES = 1024


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = perf_counter()
    done = act()
    return perf_counter() - start, done


def _resident() -> float:
    """Megabytes of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / KILOBYTES**2


def _server_seconds() -> float:
    """What this connection's process of the server has taken of the processor so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    said = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def _peak() -> float:
    """Its largest so far; not by getrusage, which begins with what the parent had."""
    said = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", said)[1]) / KILOBYTES  # type: ignore[index]


def _cells(path: Path, content: bytes) -> object:
    """The cells by another reader: one written in Rust for workbooks, python-docx for documents."""
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return docx.Document(io.BytesIO(content)).tables[0]._tbl.xpath("string(.)")


def _copied(reading: PlanReading) -> None:
    """As many rows as the import writes, history included, into tables without keys."""
    tasks = [(task.number, task.heading, task.text, task.units_text) for task in reading.tasks] * 2
    shares = [(task.number, share.order, share.raw, share.role) for task, share in reading.responsibilities] * 2
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE floor_task (number int, heading text, words text, units text)")
        cursor.execute("CREATE TEMPORARY TABLE floor_share (number int, place int, name text, part text)")
        for table, rows in (("floor_task", tasks), ("floor_share", shares)):
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def main() -> None:
    """Reads and writes once; the floors come after, so that their memory counts for nothing."""
    path = Path(sys.argv[1])
    databases.use(sys.argv[2])
    Unit.objects.first()
    gc.collect()
    idle = _resident()
    by = Actor.clock("import_plan", "bench", on=timezone.localdate())
    content = path.read_bytes()
    processor, server = process_time(), _server_seconds()
    read, reading = _timed(lambda: plans.read(content, name=path.name))
    write, outcome = _timed(lambda: plans.import_reading(reading, by=by, at=timezone.now()))
    peak, processor, server = _peak(), process_time() - processor, _server_seconds() - server
    cells, _ = _timed(lambda: _cells(path, content))
    copy, _ = _timed(lambda: _copied(reading))
    figures = {
        "read": read,
        "write": write,
        "processor": processor,
        "server": server,
        "memory": peak - idle,
        "changes": len(outcome.changes),
        "cells_floor": cells,
        "copy_floor": copy,
    }
    print(json.dumps(figures))


main()
