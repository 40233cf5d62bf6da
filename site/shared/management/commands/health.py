import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shared import health


class Command(BaseCommand):
    help = "Say what is red. Exit 0: all green, 1: something amber, 2: something red."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as JSON, for a monitor")

    def handle(self, **options: Any) -> None:
        findings = health.findings()
        if options["json"]:
            self.stdout.write(json.dumps([vars(finding) for finding in findings]))
        else:
            for finding in findings:
                self.stdout.write(f"{finding.state:6} {finding.name}: {finding.detail}")
        states = {finding.state for finding in findings}
        raise SystemExit(2 if "red" in states else 1 if "amber" in states else 0)
