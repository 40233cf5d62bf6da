"""One portal for all workers of `make journeys`: starting a second demo world would cost more than it saves."""

import os
from pathlib import Path

import pytest

from tests.whole_portal import Portal, free_port

ROOT = Path(__file__).resolve().parents[2]


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or not os.environ.get("CHROMIUM") or os.environ.get("JOURNEY_PORTAL"):
        return
    folder = ROOT / "var" / "journeys" / str(os.getpid())
    folder.mkdir(parents=True)
    portal = Portal(folder, free_port())
    config.add_cleanup(portal.end)
    os.environ["JOURNEY_PORTAL"] = portal.address  # the workers of xdist find it there
