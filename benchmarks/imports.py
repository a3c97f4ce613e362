"""The command ``python -m benchmarks.imports``: a server first, then Django, which reads the server's address."""

import os
import runpy

import django

from tests.plugins import services

os.environ["DJANGO_SETTINGS_MODULE"] = "carbonpeak.settings.test"
os.environ["LOG_LEVEL"] = "ERROR"

try:
    os.environ["DATABASE_URL"] = services.start_postgres()
    django.setup()
    runpy.run_module("benchmarks.imports_run", run_name="__main__")
finally:
    services.stop()
