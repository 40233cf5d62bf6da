"""The portal as it runs, with two murderers: an event whose handler kills its worker, and a door that kills its web worker."""

from portal.settings.dev import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.poison"]
# Outermost: whatever the portal did for a request is done when it looks.
MIDDLEWARE = ["tests.faults.dying.DiesAfterCommit", *MIDDLEWARE]
