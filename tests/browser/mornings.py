"""Days pass: each morning the clock of the house sweeps; on the last one all its jobs have run."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from tasks_app.actions import heartbeats, paper_rendering
from tasks_app.actions.sweeps import sweep
from tasks_app.dashboards.clock_health import JOBS
from tests.browser.visitor import Visitor
from tests.factories import moment

DAY = timedelta(days=1)


def let_days_pass(clock: time_machine.Traveller, until: str, *present: Visitor) -> None:
    """On to nine in the morning of a later day; sessions are over, who is present comes in again."""
    morning, last = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0), moment(until)
    while morning < last:
        morning += DAY
        clock.move_to(morning)
        sweep(at=morning)
    paper_rendering.render_waiting(at=last)
    for job in JOBS:
        heartbeats.beat(job.name, at=last)
    for visitor in present:
        visitor.logs_in()
