"""Who may read a file is asked at each reading, of the domain whose record the file belongs to."""

from collections.abc import Callable
from typing import Any

from shared.models import Scan, StoredFile

Guard = Callable[[Any, StoredFile], bool]
Reading = Callable[[Any, StoredFile], None]

# Unscanned: no scanner is set at all. Awaited, failed and sealed ones are read by nobody.
READABLE = (Scan.CLEAN, Scan.UNSCANNED)
_guards: dict[str, Guard] = {}
_readings: dict[str, Reading] = {}


def guard(label: str) -> Callable[[Guard], Guard]:
    """Register the rule for files of this record: `@files.guard("recruitment.application")`, label_lower."""

    def register(rule: Guard) -> Guard:
        _guards[label] = rule
        return rule

    return register


def on_read(label: str) -> Callable[[Reading], Reading]:
    """Register what a reading leaves behind, such as an audit entry: called once it is allowed, before the first byte."""

    def register(rule: Reading) -> Reading:
        _readings[label] = rule
        return rule

    return register


def may_read(user: Any, file: StoredFile) -> bool:
    """A file of no record, or of a record without a rule, is nobody's to read."""
    rule = _guards.get(file.guard)
    return file.scan in READABLE and rule is not None and rule(user, file)


def note_reading(user: Any, file: StoredFile) -> None:
    if rule := _readings.get(file.guard):
        rule(user, file)
