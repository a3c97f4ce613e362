"""A process of its own for one job: ``python -m benchmarks.clock_child <database> <job> <port>``."""

import runpy

import django

django.setup()
runpy.run_module("benchmarks.clock_jobs", run_name="__main__")
