"""A process of its own for one job: ``python -m benchmarks.clock_child <database> <job> <port>``."""

import runpy

import django

from carbonpeak import garbage

django.setup()
garbage.set_aside()  # as a worker does
runpy.run_module("benchmarks.clock_jobs", run_name="__main__")
