"""`make measure`: the judged set is asked on a database of its own, so it needs no running portal and touches none."""

import os
import subprocess
import sys
from pathlib import Path

from portal import embedded_database

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    cluster = ROOT / "var" / "measure" / "postgres"
    embedded_database.start(cluster, settings=embedded_database.TEST_SETTINGS)
    try:
        address = embedded_database.running_address(cluster, role="portal_owner")
        environment = {**os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": address}
        command = [sys.executable, "manage.py", "measure_search", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    finally:
        embedded_database.stop(cluster)


if __name__ == "__main__":
    sys.exit(main())
