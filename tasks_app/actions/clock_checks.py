"""The hourly proof (时钟核对) is kept: what the two readings of the policy disagree about stays until they agree."""

import logging
from datetime import datetime

from tasks_app.actions import heartbeats
from tasks_app.dashboards.clock_check import Mismatch, missing
from tasks_app.dashboards.clock_health import COMPARISON

log = logging.getLogger(__name__)

LOGGED = 50
TROUBLE = "{count} 处不一致，例如{example}"


def compare(*, at: datetime) -> list[Mismatch]:
    """Compares ledger and cache with an independent reading; each disagreement is an error in the log."""
    found = missing(at)
    for mismatch in found[:LOGGED]:
        log.error("clock and comparison disagree: %s", mismatch)
    trouble = TROUBLE.format(count=len(found), example=found[0]) if found else ""
    heartbeats.beat(COMPARISON, at=at, trouble=trouble)
    return found
