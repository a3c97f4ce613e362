#!/usr/bin/env python3
"""Run a management command; the settings are those of development unless the environment names others."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carbonpeak.settings.development")
    execute_from_command_line(sys.argv)
