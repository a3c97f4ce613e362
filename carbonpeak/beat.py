"""Beat's scheduler, which a clock that is set back does not silence.

Celery's own waits until the clock has caught up with the last ring: after a clock that was ten days ahead for a
minute, ten days, also over a restart, since the last ring is kept in a file. A ring from the future is no ring.
"""

import logging
from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler

# Clocks of machines that are kept right differ by less.
TOLERANCE = timedelta(seconds=30)
LONG_AGO = timedelta(days=1)

log = logging.getLogger(__name__)


class SteadyScheduler(PersistentScheduler):
    """Rings at once what it believes to have rung in the future. A job that rings twice does no harm."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """One look at the timetable; returns the seconds until the next."""
        self._forget_the_future()
        return float(super().tick(*args, **kwargs))

    def _forget_the_future(self) -> None:
        now = self.app.now()
        for entry in self.schedule.values():
            if entry.last_run_at > now + TOLERANCE:
                log.warning("%s last rang at %s, after now: the clock was set back", entry.name, entry.last_run_at)
                entry.last_run_at = now - LONG_AGO
                self._heap = None
