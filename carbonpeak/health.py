"""`/healthz`: does the system do its work? Open without login, since what asks is a machine."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tasks_app.dashboards.clock_health import COMPARISON, DELIVERY, SWEEP, broken_files, clock_health, unrendered_papers
from tasks_app.jobs import heartbeat
from tasks_app.models import Heartbeat

REDIS_PATIENCE_SECONDS = 2
health_log = logging.getLogger("carbonpeak.health")


class Watch:
    """Tells the log when what is amiss changes, and is silent while it stays: a monitor asks every few seconds."""

    def __init__(self) -> None:
        self._amiss: frozenset[str] = frozenset()
        self._was_well = False
        self._lock = Lock()

    def note(self, amiss: frozenset[str]) -> None:
        """One line for each change. Before all was well once, something is still starting: no error yet."""
        with self._lock:
            if amiss == self._amiss:
                self._was_well = self._was_well or not amiss
                return
            level = logging.ERROR if amiss and self._was_well else logging.WARNING if amiss else logging.INFO
            self._amiss, self._was_well = amiss, self._was_well or not amiss
        health_log.log(level, "unwell: %s" if amiss else "well again%s", ", ".join(sorted(amiss)))


watch = Watch()


def _database(at: datetime) -> dict[str, Any]:
    """Is the database there and answering?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def _redis(at: datetime) -> dict[str, Any]:
    """Is the queue there and answering?"""
    with redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=REDIS_PATIENCE_SECONDS,
        socket_connect_timeout=REDIS_PATIENCE_SECONDS,
    ) as client:
        client.ping()
    return {"ok": True}


def _heartbeat(at: datetime) -> dict[str, Any]:
    """Did the clock ring and a worker hear it lately? A ring from the future is a clock that jumped."""
    return _pulse(heartbeat.name, at)


def _sweep(at: datetime) -> dict[str, Any]:
    """Did a supervision sweep succeed lately? One that is braked, or has no policy, does not."""
    return _job(SWEEP, at)


def _delivery(at: datetime) -> dict[str, Any]:
    """Did the job that gathers and sends run lately? It does so too while outgoing messages are held."""
    return _job(DELIVERY, at)


def _comparison(at: datetime) -> dict[str, Any]:
    """Did the hourly comparison run? A new house has two hours for its first."""
    return _job(COMPARISON, at)


def _mail(at: datetime) -> dict[str, Any]:
    """Did what was to be mailed leave the house?"""
    return {"ok": not clock_health(at).undelivered}


def _clock(at: datetime) -> dict[str, Any]:
    """Did the last comparison of the clock with a second reading of the policy find nothing amiss?"""
    return {"ok": not clock_health(at).trouble}


def _papers(at: datetime) -> dict[str, Any]:
    """Could a file be made of every paper that has its number?"""
    return {"ok": not unrendered_papers().exists()}


def _files(at: datetime) -> dict[str, Any]:
    """Are all stored bytes that were looked at what came in?"""
    broken = broken_files().count()
    return {"ok": not broken, "broken": broken}


def _job(name: str, at: datetime) -> dict[str, Any]:
    """The pulse of a job of the clock, red by the same measure as the banner."""
    is_silent = any(job.name == name for job in clock_health(at).silent)
    return _pulse(name, at) | {"ok": not is_silent}


def _pulse(name: str, at: datetime) -> dict[str, Any]:
    last = Heartbeat.objects.filter(name=name).first()
    if last is None:
        return {"ok": False, "age_seconds": None}
    return {"ok": not last.is_silent(at), "age_seconds": round((at - last.beaten_at).total_seconds())}


CHECKS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "database": _database,
    "redis": _redis,
    "heartbeat": _heartbeat,
    "sweep": _sweep,
    "delivery": _delivery,
    "comparison": _comparison,
    "mail": _mail,
    "clock": _clock,
    "papers": _papers,
    "files": _files,
}


def _answer(check: Callable[[datetime], dict[str, Any]], at: datetime) -> dict[str, Any]:
    """What `check` says; a service that is away is an answer too, named without its address."""
    try:
        return check(at)
    except (DatabaseError, redis.RedisError) as error:
        return {"ok": False, "error": type(error).__name__}


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer each check as JSON; 200 when all are well, else 503."""
    at = timezone.now()
    answers = {name: _answer(check, at) for name, check in CHECKS.items()}
    amiss = frozenset(name for name, answer in answers.items() if not answer["ok"])
    watch.note(amiss)
    ok = not amiss
    return JsonResponse({"ok": ok} | answers, status=200 if ok else 503)
