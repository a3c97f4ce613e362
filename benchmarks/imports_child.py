"""A process of its own for one import: ``python -m benchmarks.imports_child <file> <database>`` prints its figures."""

import runpy

import django

django.setup()
runpy.run_module("benchmarks.imports_job", run_name="__main__")
