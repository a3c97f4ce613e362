"""Gunicorn, in production and in the demo: a few processes with a few threads, logging as the application does."""

import os

from carbonpeak import garbage
from carbonpeak.logs import logging_settings

wsgi_app = "carbonpeak.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# Longer than any statement may take (DATABASE_STATEMENT_SECONDS), so that the database gives up first.
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500

_settings = logging_settings(level=os.environ.get("LOG_LEVEL", "INFO"))
logconfig_dict = _settings | {"loggers": {"gunicorn.error": {"level": "INFO", "propagate": True}}}

# No second door for commands beside signals.
control_socket_disable = True


def post_worker_init(worker: object) -> None:
    """A web process stays: what it loaded needs no looking at."""
    garbage.set_aside()
