"""How the tenders of the demo world end: extended, cancelled, opened, concluded, by the people whose office it is.

The opening itself belongs to the opening worker: no other process knows the key. Here one is started for a moment, with the
environment that the supervisor gives it.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from entities.models import Role
from shared.clock import database_now
from supply import changing, opening
from supply.bid_states import SessionState
from supply.demo import tenders
from supply.models import Tender, TenderChange
from supply.states import Office, TenderState

OPENED = ("opened", "awarded", "none", "unsuccessful")
CLOSED = ("closed", *OPENED)
MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def change_open_ones(world: Any) -> None:
    """One deadline was extended, one tender cancelled while it was open."""
    for facts in tenders.written("extended"):
        tender = tenders.published(facts["key"])
        if tender and tender.takes_bids_at(database_now()) and not tender.changes.exists():
            closes_at = tenders.closing(facts["extended_to"])
            change = changing.ask_extension(
                tender.pk, by=tender.author, closes_at=closes_at, opens_at=closes_at, **_reasons(facts)
            )
            _approve(world, change)
    for facts in tenders.written("cancelled"):
        tender = tenders.published(facts["key"])
        if tender and tender.state == TenderState.PUBLISHED:
            code = facts["cancel_code"]
            _approve(world, changing.ask_cancellation(tender.pk, by=tender.author, cancel_code=code, **_reasons(facts)))


def open_and_conclude(world: Any) -> None:
    """Wait for the deadline, open what is to be opened, and conclude what is to be concluded."""
    to_open = [tender for key in tenders.keys(*OPENED) if (tender := tenders.published(key)) and _to_open(tender)]
    _wait_for(to_open)
    for tender in to_open:
        _start(tender)
    if to_open:
        let_the_worker_read()
    for facts in tenders.written("awarded", "none"):
        concluded = tenders.published(facts["key"])
        if concluded and concluded.state == TenderState.OPENED and not concluded.changes.waiting().exists():
            _conclude(world, concluded, facts)


def let_the_worker_read() -> None:
    """Where the key lies elsewhere, the sessions wait for the worker of that place."""
    key = Path(settings.KEYS_DIR) / "opening.key"
    if key.exists():
        environment = {**os.environ, "OPENING_KEY_PATH": str(key)}
        subprocess.run([sys.executable, str(MANAGE), "open_envelopes"], env=environment, check=True)


def _to_open(tender: Tender) -> bool:
    unfinished = tender.opening_sessions.exclude(state=SessionState.CALLED)
    return tender.state == TenderState.PUBLISHED and not unfinished.exists()


def _wait_for(closing: list[Tender]) -> None:
    """A hundredth of a second more, for what is asked is the clock of the database."""
    latest = max((tender.opens_at for tender in closing if tender.opens_at), default=None)
    if latest is not None:
        time.sleep(max(0.0, (latest - database_now()).total_seconds()) + 0.01)


def _start(tender: Tender) -> None:
    session = opening.call_opening(tender.pk, by=tender.author)
    chair, member = (_seat(tender, office) for office in (Office.CHAIR, Office.MEMBER))
    for person in (chair, member):
        opening.attend_opening(session.pk, by=person)
    opening.start_opening(session.pk, by=chair)


def _conclude(world: Any, tender: Tender, facts: dict[str, Any]) -> None:
    winner = tender.bids.get(author__email=facts["winner"]).pk if "winner" in facts else None
    change = changing.ask_conclusion(tender.pk, by=tender.author, winner=winner, award_amount=None, **_reasons(facts))
    _approve(world, change)


def _approve(world: Any, change: TenderChange) -> None:
    approver = tenders.official(world, Role.TENDER_APPROVER, change.tender.entity)
    changing.approve_change(change.pk, by=approver)


def _reasons(facts: dict[str, Any]) -> dict[str, str]:
    return {name: facts[name] for name in ("reason_ar", "reason_en")}


def _seat(tender: Tender, office: Office) -> Any:
    return tender.opening_plan.members.select_related("user").filter(office=office)[0].user
