"""Bids made by the deeds themselves: the smallest complete draft, sealed ones, and a committee that opens them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from shared import outbox
from shared.idempotency import no_key
from shared.models import OutboxDelivery
from supply import bidding, opening
from supply.bid_keys import platform_key_id
from supply.forms.bids import DECLARATION
from supply.models import Bid, OpeningSession, Supplier, Tender
from supply.states import Office
from tests.factories import files
from tests.factories.supply import SupplierUserFactory, published_tender

COMPANY = {"contact_name": "مريم الكعبي", "email": "bids@demo.example", "phone": "+97125550123", "confirmed": True}
PRICE = {"net": "12500.50", "vat": "625.03", "gross": "13125.53"}
ANSWERS = {"approach": "فريقان من ثمانية فنيين ومعدات حديثة.", "duration_days": 180, "deviations": ""}
SINGLE = "لم يتقدم سوى مورّد واحد رغم تمديد المهلة."
DECLARED = {"no_collusion": True, "no_conflict": True, "correct": True, "wording": DECLARATION}


def open_tender(**fields: Any) -> Tender:
    """Published, open for bids, its plan bound to the key of this test run."""
    return published_tender(platform_key=platform_key_id(), **fields)


def firm(**fields: Any) -> Supplier:
    """An accepted firm with an administrator."""
    supplier: Supplier = SupplierUserFactory(**{f"supplier__{name}": value for name, value in fields.items()}).supplier
    return supplier


def person_of(supplier: Supplier) -> Any:
    return supplier.users.order_by("since").first().user


def drafted(tender: Tender | None = None, supplier: Supplier | None = None, **steps: dict[str, Any]) -> Bid:
    """A draft with every step complete and one file; `price=` and the like replace the answers of a step."""
    supplier = supplier or firm()
    by = person_of(supplier)
    bid = bidding.start_bid((tender or open_tender()).pk, supplier_id=supplier.pk, by=by)
    return filled(bid, **steps)


def filled(bid: Bid, **steps: dict[str, Any]) -> Bid:
    by, answers = (
        person_of(bid.supplier),
        {"company": COMPANY, "price": PRICE, "answers": ANSWERS, "declaration": DECLARED},
    )
    for name, values in {**answers, **steps}.items():
        bid = bidding.save_step(bid.pk, name, values, by=by, version=bid.row_version)
    bidding.add_file(bid.pk, files.upload(files.pdf(), "العرض الفني.pdf"), by=by, version=bid.row_version)
    bid.refresh_from_db()
    return bid


def sealed(tender: Tender | None = None, supplier: Supplier | None = None, **steps: dict[str, Any]) -> Bid:
    return seal(drafted(tender, supplier, **steps))


def seal(bid: Bid) -> Bid:
    bidding.seal_bid(bid.pk, by=person_of(bid.supplier), version=bid.row_version, once=no_key)
    bid.refresh_from_db()
    return bid


def member(tender: Tender, office: Office = Office.CHAIR) -> Any:
    return tender.opening_plan.members.get(office=office).user


def close(tender: Tender, behind_the_clock: Any) -> None:
    """The deadline and the opening instant have passed."""
    behind_the_clock(tender, closes_at=timedelta(seconds=-2), opens_at=timedelta(seconds=-1))


def called(tender: Tender) -> OpeningSession:
    return opening.call_opening(tender.pk, by=tender.author)


def attended(tender: Tender) -> OpeningSession:
    """Called, with chair and member in the room."""
    session = called(tender)
    for office in (Office.CHAIR, Office.MEMBER):
        opening.attend_opening(session.pk, by=member(tender, office))
    return session


def started(tender: Tender) -> OpeningSession:
    """The chair opens, with a reason where one bid stands alone."""
    session = opening.start_opening(attended(tender).pk, by=member(tender))
    if opening.awaits_reason(session):
        session = opening.go_on_with_single_bid(session.pk, by=member(tender), reason=SINGLE)
    return session


def opening_worker() -> int:
    """Do what the opening worker does: the only process whose settings name the private key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "OPENING_KEY_PATH", str(Path(settings.KEYS_DIR) / "opening.key"))
        due = OutboxDelivery.objects.filter(queue="opening", done_at__isnull=True).order_by("pk")
        return sum(outbox.deliver(pk) for pk in list(due.values_list("pk", flat=True)))


def opened(tender: Tender, behind_the_clock: Any) -> OpeningSession:
    """The whole session, from the call to the record."""
    close(tender, behind_the_clock)
    session = started(tender)
    opening_worker()
    session.refresh_from_db()
    return session
