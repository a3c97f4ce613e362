"""Logs: one JSON object a line on standard error, each with its request's id and its job's id."""

import logging
import time
from collections.abc import Callable
from typing import Any

from celery import current_task
from django.http import HttpRequest, HttpResponse

access_log = logging.getLogger("carbonpeak.access")

# Django's own name -> the name in the log.
FIELDS = {"levelname": "level", "name": "logger", "asctime": "time"}


class JobId(logging.Filter):
    """Give each record `job_id`: the id of the Celery job that is running here, or None."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mark the record; none is dropped."""
        record.job_id = current_task.request.id if current_task else None
        return True


class HealthTellsItself(logging.Filter):
    """Drop Django's line for each unwell answer of `/healthz`: `carbonpeak.health` tells each change once."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record stays."""
        return getattr(getattr(record, "request", None), "path", "") != "/healthz"


class WithoutQuery(logging.Filter):
    """Take off the request that Django hangs on its own lines: its text is the address with the query, which may hold
    a name that was searched for, or the code of a one-time link.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Strip the record; none is dropped."""
        vars(record).pop("request", None)
        return True


class RequestLogMiddleware:
    """One line for each answered request: method, path, status, milliseconds, and who in which post.

    The query string is left out, since a search may hold names; so is whatever was posted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and write its line."""
        started = time.perf_counter()
        response = self.get_response(request)
        # The actor, not request.user, which would ask the database when that is what just failed.
        actor = getattr(request, "actor", None)
        access_log.info(
            "%s %s %s",
            request.method,
            request.path,
            response.status_code,
            extra={
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000),
                "user": actor.user.pk if actor else None,
                "post": actor.post.pk if actor and actor.post else None,
            },
        )
        return response


def logging_settings(level: str) -> dict[str, Any]:
    """Return the `LOGGING` setting: everything from `level` up as JSON.

    On standard error, since commands print what they were asked for (`--json`) on standard output.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {
                "()": "django_guid.log_filters.CorrelationId",
                "correlation_id_field": "request_id",
            },
            "job_id": {"()": "carbonpeak.logs.JobId"},
            "without_query": {"()": "carbonpeak.logs.WithoutQuery"},
            "health": {"()": "carbonpeak.logs.HealthTellsItself"},
        },
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(job_id)s",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "rename_fields": FIELDS,
                "json_ensure_ascii": False,
            },
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "filters": ["request_id", "job_id", "without_query"],
                "formatter": "json",
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django would print its own lines beside ours.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"filters": ["health"], "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django_guid": {"level": "WARNING"},
        },
    }
