"""The portal as it runs, with one event more: its handler kills the worker that runs it."""

from portal.settings.dev import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.poison"]
