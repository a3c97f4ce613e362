"""One fuzz run as a value: so many tables and damaged files from a seed, what became of them, and what fell over.

Every case has a name (``table:17``, ``file:4``) from which it can be made again.
"""

import json
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from tasks_app.importing.catalogue import Catalogue
from tasks_app.importing.plan_file import read_plan
from tasks_app.importing.reading import Masthead, PlanReading
from tasks_app.importing.registry import UnitRegistry
from tests.fuzz.damage import damaged
from tests.fuzz.tables import content_of

UNITS = Path(__file__).parents[2] / "fixtures/units/zhuhai.json"
# Half of the plans are told who they are, so that their rows reach the end of the way.
STATED = Masthead("试〔2026〕1号", "某方案", "珠海市人民政府")


@dataclass(frozen=True)
class Case:
    """One file: its name in the run, its format, its bytes, and what the caller states of the plan."""

    name: str
    kind: str
    content: bytes
    given: Masthead


@dataclass
class Outcome:
    """What became of the cases: read whole, refused with sentences, or fallen over."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def report(self) -> str:
        """The figures by group and format."""
        groups = sorted({(group, kind) for group, kind, _what in self.counts})
        rows = []
        for group, kind in groups:
            done, refused = (self.counts[group, kind, what] for what in ("read", "refused"))
            rows.append(f"{group:6} {kind:5} read {done:6,}  refused {refused:6,}")
        return "\n".join([*rows, f"fell over: {len(self.failures)}", *self.failures])


@cache
def registry() -> UnitRegistry:
    """The units of the house, as the catalogue knows them."""
    return Catalogue.from_json(json.loads(UNITS.read_text("utf-8"))).registry


def case(name: str, seed: int) -> Case:
    """The case of this name, the same for the same seed."""
    group = name.partition(":")[0]
    random = Random(f"{seed}:{name}")  # noqa: S311  (a test, not a secret)
    if group == "file":  # all is well with it but for the damage
        kind, content = content_of(random, tame=1)
        return Case(name, kind, damaged(random, content), STATED)
    kind, content = content_of(random)
    return Case(name, kind, content, STATED if random.random() < 0.5 else Masthead())


def cases(tables: int, files: int, seed: int) -> Iterator[Case]:
    """All cases of a run."""
    for group, count in (("table", tables), ("file", files)):
        yield from (case(f"{group}:{number}", seed) for number in range(count))


def read(one: Case) -> PlanReading:
    """The reading of a case, against the known units."""
    return read_plan(one.content, name="plan", known=lambda _place: registry(), given=one.given)


def run(tables: int, files: int, seed: int, *, then: Callable[[Case, PlanReading], None] | None = None) -> Outcome:
    """Reads every case; ``then`` is called with each reading. What raises is a failure, and the run goes on."""
    outcome = Outcome()
    for one in cases(tables, files, seed):
        try:
            reading = read(one)
            assert all(fault.message for fault in reading.faults), "a fault without words"
            assert reading.tasks or reading.faults, "nothing read and nothing said"
            if then:
                then(one, reading)
        except Exception:  # whatever it is, it is what the run looks for
            outcome.failures.append(f"{one.name} ({one.kind})\n{traceback.format_exc(limit=-4)}")
            continue
        what = "refused" if reading.faults else "read"
        outcome.counts[one.name.partition(":")[0], one.kind, what] += 1
    return outcome
