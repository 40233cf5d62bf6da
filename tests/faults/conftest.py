import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """One prepared portal for all rows: its processes are started anew where what stands around it changes."""
    made = ROOT / "var" / "faults" / str(os.getpid())
    made.mkdir(parents=True)
    # Whoever ends the run ends the portal with it: its processes stand in groups of their own.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    yield made
    signal.signal(signal.SIGTERM, before)
    # Where something failed the logs stay, to be read.
    if not request.session.testsfailed:
        shutil.rmtree(made)
