"""The portal as it serves, with two views beside it to compare with."""

import os
from pathlib import Path

os.environ.setdefault("PORTAL_VAR", str(Path(__file__).resolve().parents[1] / "var" / "bench"))

from portal.settings.dev import *

ROOT_URLCONF = "bench.urls"
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}, "loggers": {}}
