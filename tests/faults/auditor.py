"""Compares what clients were told with what is stored, and counts effects. Asks the database itself, as its owner."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.journal import Journal
from tests.faults.patience import eventually
from tests.faults.world import World

STORED = {
    "application": "SELECT id::text FROM recruitment_application WHERE state = 'submitted'",
    "bid": "SELECT bid_id::text AS id FROM supply_submission",
}
# A receipt of an application is about the application, one of a bid about its submission.
RECEIPTS = {
    "application": "SELECT r.id::text AS receipt, r.subject_id AS id FROM shared_receipt r WHERE r.kind = 'application'",
    "bid": """SELECT r.id::text AS receipt, s.bid_id::text AS id FROM shared_receipt r
              JOIN supply_submission s ON s.id::text = r.subject_id WHERE r.kind = 'bid'""",
}
LETTERS = {"application": "recruitment:application_submitted", "bid": "supply:bid_sealed"}
OPEN = "SELECT handler, tries, error FROM shared_outboxdelivery WHERE done_at IS NULL AND dead_at IS NULL AND handler NOT LIKE %s"


@dataclass
class Findings:
    """Everything empty or zero: nothing was lost, nothing happened twice."""

    acknowledged: int
    lost: list[str] = field(default_factory=list)
    wrong_receipt: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    without_effect: list[str] = field(default_factory=list)
    effects_twice: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    files_missing: list[str] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        return {name: value for name, value in vars(self).items() if name != "acknowledged" and value}


def audit(world: World, journal: Journal, *, within: float = 180) -> Findings:
    """Waits at most `within` seconds for the outbox to be empty; poisoned messages are not waited for."""
    eventually(lambda: not world.query(OPEN, "%poison%"), within=within, every=0.5)
    told = journal.acknowledged()
    found = Findings(len(told), unsent=[str(row) for row in world.query(OPEN, "%poison%")])
    for kind in STORED:
        _audit_kind(world, kind, [each for each in told if each["kind"] == kind], found)
    found.files_missing = _missing_files(world)
    return found


def _audit_kind(world: World, kind: str, told: list[dict[str, str]], found: Findings) -> None:
    stored = [row["id"] for row in world.query(STORED[kind])]
    receipts = {row["receipt"]: row["id"] for row in world.query(RECEIPTS[kind])}
    found.lost += [each["id"] for each in told if each["id"] not in stored]
    found.wrong_receipt += [each["id"] for each in told if receipts.get(each["receipt"]) != each["id"]]
    found.duplicates += _twice(stored) + _twice(list(receipts.values()))
    subject = "recruitment.application" if kind == "application" else "supply.bid"
    letters = [
        row["id"]
        for row in world.query(
            "SELECT subject_id AS id FROM messaging_letter WHERE template = %s AND subject_type = %s AND state = 'sent'",
            LETTERS[kind],
            subject,
        )
    ]
    found.without_effect += sorted(set(stored) - set(letters))
    found.effects_twice += _twice(letters)


def _twice(ids: list[Any]) -> list[str]:
    return sorted({str(each) for each in ids if ids.count(each) > 1})


def _missing_files(world: World) -> list[str]:
    """Files that a row names and the store does not hold, or not as large."""
    folder = Path(world.var) / "private"
    rows = world.query("SELECT key, size FROM shared_storedfile WHERE key NOT LIKE 'tests/%%'")
    return [
        row["key"] for row in rows if not (file := folder / row["key"]).exists() or file.stat().st_size != row["size"]
    ]
