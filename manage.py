#!/usr/bin/env python
import os
import sys
from pathlib import Path

# site/ can never be a package (Python has a frozen module of that name): it is a second source root.
sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))

# These change the schema or need its owner; everything else runs with the web role's rights.
OWNER_COMMANDS = {"migrate", "createcachetable", "flush", "sqlflush"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
