"""What the clock does. Each job is a doorbell: it reads the clock, calls an action and logs the count.

When each of them rings stands in carbonpeak/schedule.py. A job that is lost or repeated does no harm.
"""

import logging

from celery import shared_task
from django.utils import timezone

from tasks_app.actions import (
    clock_checks,
    consultations,
    heartbeats,
    instruction_reminders,
    paper_rendering,
    plan_upload_jobs,
    stored_bytes,
    submissions,
    sweeps,
    vacancies,
)
from tasks_app.dashboards.clock_health import DELIVERY
from tasks_app.models import WorkItem
from tasks_app.models.calendar import working_calendar
from tasks_app.notifications import delivery, outbox
from tasks_app.permissions import grants

log = logging.getLogger(__name__)


@shared_task
def heartbeat() -> None:
    """Notes that beat rang, the queue carried it and a worker heard it; /healthz is red when that stops."""
    heartbeats.beat(heartbeat.name, at=timezone.now())


@shared_task
def reconcile_grants() -> None:
    """Makes the relation rows what the lines say. Acts keep them so: anything found here is worth a look."""
    drift = grants.reconcile(WorkItem.objects.only("pk").iterator())
    log.log(
        logging.WARNING if drift.added or drift.removed else logging.INFO,
        "relation rows: %s were missing, %s were too many",
        drift.added,
        drift.removed,
    )


@shared_task
def forget_submitted_forms() -> None:
    """Drops the keys of forms that nobody can send again by accident any more."""
    log.info("%s submitted forms forgotten", submissions.forget_old(at=timezone.now()))


@shared_task
def sweep() -> None:
    """One supervision sweep: what is due by now and not yet decided."""
    outcome = sweeps.sweep(at=timezone.now(), listed=False)
    log.info("swept: %s fired, %s superseded", outcome.told, outcome.skipped)


@shared_task
def deliver() -> None:
    """Gathers notices into messages and sends what waits, a batch at a time."""
    made = outbox.gather(at=timezone.now(), calendar=working_calendar())
    taken = sent = 0
    while (batch := delivery.deliver_batch(at=timezone.now())).taken:
        taken, sent = taken + batch.taken, sent + batch.sent
        if batch.is_cut_off:
            break
    heartbeats.beat(DELIVERY, at=timezone.now())
    log.info("delivered: %s gathered, %s tried, %s sent", made, taken, sent)


@shared_task
def compare_clock() -> None:
    """Proves ledger and cache by a second reading of the policy; what disagrees turns health red."""
    log.info("clock compared: %s disagreements", len(clock_checks.compare(at=timezone.now())))


@shared_task
def render_papers() -> None:
    """Makes the files of the papers that got their number."""
    log.info("%s papers rendered", paper_rendering.render_waiting(at=timezone.now()))


@shared_task
def import_plans() -> None:
    """Reads the plans that were uploaded and writes those that were confirmed, one after the other."""
    tried = 0
    while plan_upload_jobs.work_on_next(at=timezone.now()):
        tried += 1
    log.info("%s uploads worked on", tried)


@shared_task
def walk_files() -> None:
    """Looks whether stored bytes are what came in, a part of them a day."""
    walked = stored_bytes.walk(at=timezone.now())
    log.info("%s files walked, %s bytes, %s amiss", walked.files, walked.bytes, walked.amiss)


@shared_task
def remind_of_instructions() -> None:
    """Tells whoever owes an answer to a leader's instruction, on the day before its day and after it."""
    log.info("%s told of instructions", instruction_reminders.remind(at=timezone.now()))


@shared_task
def remind_consultations() -> None:
    """Reminds units that have not said yet what they think of a year that is out (征求意见)."""
    log.info("%s reminded of a consultation", consultations.remind(calendar=working_calendar(), at=timezone.now()))


@shared_task
def watch_posts() -> None:
    """Tells the office of posts that time left empty: a last day came near, a leave began without a stand-in."""
    log.info("%s notices of vacant posts", vacancies.tell(at=timezone.now()))
