"""The portal as it serves, with two views beside it to compare with."""

import os

from bench import world

os.environ.setdefault("PORTAL_VAR", str(world.VAR))

from portal.settings.dev import *

ROOT_URLCONF = "bench.urls"
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}, "loggers": {}}
