"""Bids of the demo world, prepared and sealed by the deeds."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from shared.clock import database_now
from shared.idempotency import no_key
from shared.papers import pdf
from supply import bidding
from supply.bid_refusals import TenderClosed
from supply.bid_steps import ANSWERS, COMPANY, DECLARATION, PRICE
from supply.demo import tenders
from supply.forms.bids import DECLARATION as WORDING
from supply.models import Bid, Supplier, Tender

WRITTEN = Path(__file__).parent / "bids.toml"
VAT = Decimal("0.05")
DECLARED = {"no_collusion": True, "no_conflict": True, "correct": True, "wording": WORDING}


def build(world: Any, *, key: str) -> int:
    """The bids for the tender of this key that can still be made; how many were."""
    tender = tenders.published(key)
    if tender is None or not tender.takes_bids_at(database_now()):
        return 0
    return sum(_build_one(world, tender, facts) for facts in _written() if facts["tender"] == key)


def tender_keys() -> list[str]:
    """Of the tenders for which bids are written down."""
    return list(dict.fromkeys(facts["tender"] for facts in _written()))


def count(keys: list[str]) -> int:
    return sum(facts["tender"] in keys for facts in _written())


@cache
def _written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["bid"]
    return found


def _build_one(world: Any, tender: Tender, facts: dict[str, Any]) -> bool:
    person, supplier = _firm(world, facts["person"])
    if Bid.objects.filter(tender=tender, supplier=supplier).exists():
        return False
    try:
        _prepare(tender, supplier, facts, by=person)
    except TenderClosed:
        # On a very slow machine a deadline of seconds passes; what was begun is then a bid that came too late.
        world.say(f"Too late for a bid: {tender.title_en}")
    return True


def _prepare(tender: Tender, supplier: Supplier, facts: dict[str, Any], *, by: Any) -> None:
    bid = bidding.start_bid(tender.pk, supplier_id=supplier.pk, by=by)
    for step, values in _steps(facts, supplier).items():
        bid = bidding.save_step(bid.pk, step, values, by=by, version=bid.row_version)
    if facts["ends"] == "draft":
        return
    paper = pdf(facts["paper"], ["Technical offer (demo)", supplier.legal_name_en, tender.reference])
    bidding.add_file(bid.pk, paper, by=by, version=bid.row_version)
    bid.refresh_from_db()
    bidding.seal_bid(bid.pk, by=by, version=bid.row_version, once=no_key)


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
