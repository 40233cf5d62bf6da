"""Models and migrations agree, and no migration locks or breaks what a running release reads.

Works on a throw-away cluster: makemigrations and the linter both want a database.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

from portal import embedded_database  # noqa: E402  (site/ has to be on the path first)

APPS = (
    "accounts",
    "alerts",
    "catalogue",
    "content",
    "entities",
    "messaging",
    "portal",
    "recruitment",
    "search",
    "shared",
    "supply",
)
# Written before the first release, when these tables were empty wherever they stood: no lock and no default can hurt there.
BEFORE_THE_FIRST_RELEASE = (
    "0002_initial",
    "0002_applications",
    "0003_adjournment",
    "0004_decisions_and_endings",
    "0006_endings",
)
# Only our own: what a package's migrations do to a table is its maintainers' affair.
COMMANDS = [
    ["makemigrations", "--check", "--dry-run"],
    [
        *("lintmigrations", "--project-root-path", ".", "--quiet", "ignore", "ok"),
        *("--include-apps", *APPS, "--ignore-name", *BEFORE_THE_FIRST_RELEASE),
    ],
]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        cluster = Path(folder) / "postgres"
        embedded_database.start(cluster, settings=embedded_database.TEST_SETTINGS)
        try:
            address = embedded_database.running_address(cluster, role="portal_owner")
            return max(run(command, address) for command in COMMANDS)
        finally:
            embedded_database.stop(cluster)


def run(command: list[str], address: str) -> int:
    environment = {**os.environ, "DATABASE_OWNER_URL": address, "DATABASE_URL": address}
    return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
