"""The Celery application.

A job is a doorbell: the database says what is due, so a lost ring loses nothing and a second ring repeats
nothing.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carbonpeak.settings.development")

app = Celery("carbonpeak")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
