"""The project: settings, job queue, timetable and the root of the addresses. Business is in tasks_app."""

from carbonpeak.celery import app as celery_app

__all__ = ["celery_app"]
