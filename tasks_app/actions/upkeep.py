"""Nightly upkeep: relation rows checked against the lines, old forms forgotten."""

import logging

from tasks_app.models import WorkItem
from tasks_app.permissions import grants
from tasks_app.permissions.grants import Drift

logger = logging.getLogger(__name__)


def reconcile_grants() -> Drift:
    """Makes all relation rows equal to the lines. A drift is mended and said aloud, for it should not exist."""
    drift = grants.reconcile(WorkItem.objects.only("pk").order_by("pk"))
    if drift.added or drift.removed:
        logger.error("relation rows had drifted", extra={"added": drift.added, "removed": drift.removed})
    return drift
