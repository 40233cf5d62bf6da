"""Bids of the demo world, prepared, sealed and opened by the deeds.

The opening itself belongs to the opening worker: no other process knows the key. What is started here is read as soon as
that worker runs, a moment after the portal says that it is ready.
"""

import time
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from shared.clock import database_now
from shared.idempotency import no_key
from shared.papers import pdf
from supply import bidding, opening
from supply.bid_steps import ANSWERS, COMPANY, DECLARATION, PRICE
from supply.demo import tenders
from supply.forms.bids import DECLARATION as WORDING
from supply.models import Bid, Supplier, Tender
from supply.states import Office

WRITTEN = Path(__file__).parent / "bids.toml"
VAT = Decimal("0.05")
DECLARED = {"no_collusion": True, "no_conflict": True, "correct": True, "wording": WORDING}


def build(world: Any, *, key: str) -> None:
    """The bids for the tender of this key that can still be made."""
    tender = tenders.published(key)
    if tender is None or not tender.takes_bids_at(database_now()):
        return
    for facts in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["bid"]:
        if facts["tender"] == key:
            _build_one(world, tender, facts)


def tender_keys() -> list[str]:
    """Of the tenders for which bids are written down."""
    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["bid"]
    return list(dict.fromkeys(facts["tender"] for facts in written))


def open_all(world: Any, *, key: str) -> None:
    """Wait for the deadline of this tender, call its committee and let the chair start the session."""
    tender = tenders.published(key)
    if tender is None or tender.opening_sessions.filter(started_at__isnull=False).exists():
        return
    assert tender.opens_at is not None
    time.sleep(max(0.0, (tender.opens_at - database_now()).total_seconds()))
    session = opening.call_opening(tender.pk, by=tender.author)
    chair, member = (_seat(tender, office) for office in (Office.CHAIR, Office.MEMBER))
    for person in (chair, member):
        opening.attend_opening(session.pk, by=person)
    opening.start_opening(session.pk, by=chair)


def _build_one(world: Any, tender: Tender, facts: dict[str, Any]) -> None:
    person, supplier = _firm(world, facts["person"])
    if Bid.objects.filter(tender=tender, supplier=supplier).exists():
        return
    bid = bidding.start_bid(tender.pk, supplier_id=supplier.pk, by=person)
    for step, values in _steps(facts, supplier).items():
        bid = bidding.save_step(bid.pk, step, values, by=person, version=bid.row_version)
    if facts["ends"] == "draft":
        return
    paper = pdf(facts["paper"], ["Technical offer (demo)", supplier.legal_name_en, tender.reference])
    bidding.add_file(bid.pk, paper, by=person, version=bid.row_version)
    bid.refresh_from_db()
    bidding.seal_bid(bid.pk, by=person, version=bid.row_version, once=no_key)


def _steps(facts: dict[str, Any], supplier: Supplier) -> dict[str, dict[str, Any]]:
    """A draft has its first two steps, a sealed bid all of them."""
    net = Decimal(facts["net"])
    vat = (net * VAT).quantize(Decimal("0.01"))
    contact = {"contact_name": facts["contact_name"], "email": supplier.email, "phone": facts["phone"]}
    steps: dict[str, dict[str, Any]] = {
        COMPANY: {**contact, "confirmed": True},
        PRICE: {"net": f"{net:.2f}", "vat": f"{vat:.2f}", "gross": f"{net + vat:.2f}"},
    }
    if facts["ends"] == "sealed":
        steps[ANSWERS] = {name: facts[name] for name in ("duration_days", "deviations")}
        steps[ANSWERS]["approach"] = facts["approach"].strip()
        steps[DECLARATION] = DECLARED
    return steps


def _firm(world: Any, email: str) -> tuple[Any, Supplier]:
    supplier = Supplier.objects.accepted().get(users__user__email=email)
    return supplier.users.get(user__email=email).user, supplier


def _seat(tender: Tender, office: Office) -> Any:
    return tender.opening_plan.members.select_related("user").filter(office=office)[0].user
