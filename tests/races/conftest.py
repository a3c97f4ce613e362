"""Two at once: two threads with a connection each, and a field of many lines to try them on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from django.db import connection

from tasks_app.actions import cycles, lines
from tasks_app.domain.refusals import Refusal
from tasks_app.domain.report_states import ReportKind
from tasks_app.models import ProgressReport, UnitLine
from tests import factories
from tests.factories import ISSUED_AT, REPORTED_AT, House, Staff

TIMES = 24
PATIENCE_SECONDS = 20
Try = Callable[[], object]
Outcome = list[Refusal | None]


@dataclass(frozen=True)
class Field:
    """Many lines of one unit, with two people in each of its roles."""

    house: House
    staff: Staff
    others: Staff
    lines: list[UnitLine]

    def signed(self) -> list[UnitLine]:
        """All lines, signed for."""
        lines.sign_all(self.lines, by=self.staff.liaison, at=REPORTED_AT)
        return list(UnitLine.objects.filter(unit=self.staff.unit).order_by("pk"))

    def reports(self, state: str, kind: str = ReportKind.PERIODIC) -> list[ProgressReport]:
        """A report on every line, in this state."""
        for line in self.signed():
            if kind == ReportKind.CLOSING:
                draft = factories.closing_draft(line, self.staff)
            else:
                draft = factories.periodic_draft(line, self.staff, self.house.period())
            factories.advance(draft, state, self.house, self.staff)
        return list(ProgressReport.objects.order_by("pk"))


@pytest.fixture
def field(transactional_db: None) -> Field:
    """The issued year of one busy unit."""
    house = factories.house(is_issued=False)
    busy = factories.staff("市生态环境局")
    for number in range(4, 4 + TIMES):
        factories.task(house.plan, number, [busy.unit])
    cycles.draft_items(house.cycle, by=house.office.clerk, at=ISSUED_AT)
    cycles.issue(house.cycle, by=house.office.director, at=ISSUED_AT)
    return Field(house, busy, factories.staff(busy.unit), list(UnitLine.objects.filter(unit=busy.unit).order_by("pk")))


class Two:
    """Two people who click at the same moment."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool

    def race(self, first: Try, second: Try) -> Outcome:
        """None for who got through, the refusal for who did not. Anything else, a fault of ours, is raised."""
        gate = Barrier(2)

        def run(attempt: Try) -> Refusal | None:
            with connection.cursor() as cursor:  # on a busy machine a whole sheet takes longer than a page would wait
                cursor.execute(f"SET lock_timeout = '{PATIENCE_SECONDS}s'")
            gate.wait(PATIENCE_SECONDS)
            try:
                attempt()
            except Refusal as refusal:
                return refusal
            return None

        running = [self.pool.submit(run, first), self.pool.submit(run, second)]
        return [attempt.result(2 * PATIENCE_SECONDS) for attempt in running]

    def winner(self, first: Try, second: Try) -> int:
        """Which of the two won: exactly one did, and the other was told so in a sentence."""
        outcome = self.race(first, second)
        assert outcome.count(None) == 1, outcome
        [refusal] = [refusal for refusal in outcome if refusal]
        assert refusal.status == 409
        assert refusal.sentence.endswith("。")
        return outcome.index(None)


@pytest.fixture
def two() -> Iterator[Two]:
    """Two threads; their connections are closed in the end."""
    with ThreadPoolExecutor(2) as pool:
        both = Two(pool)
        yield both
        both.race(_hang_up, _hang_up)


def _hang_up() -> None:
    connection.close()
