"""Letters that follow on changes and ends of published tenders, each in its reader's language; one never tells of another."""

from typing import Any

from messaging import letters
from shared import outbox
from shared.clock import database_now
from shared.outbox import Message
from supply import queries
from supply.bid_states import BidState
from supply.models import Bid, Supplier, Tender, TenderChange


@outbox.handler("supply.tender.change_asked", queue="letters")
def ask_approvers(message: Message) -> None:
    """Asked for, or approved by the first of two."""
    change = _change(message)
    if change.decided_at is None:
        concerned = [pk for pk in (change.asked_by_id, change.first_approved_by_id) if pk]
        for person in queries.approvers(change.tender, at=database_now()).exclude(pk__in=concerned):
            _tell("tender_change_to_approve", person, about=change, message=message)


@outbox.handler("supply.tender.change_returned", queue="letters")
def tell_change_returned(message: Message) -> None:
    change = _change(message)
    _tell("tender_change_returned", change.asked_by, about=change, message=message)


@outbox.handler("supply.tender.extended", queue="letters")
def tell_extended(message: Message) -> None:
    change = _change(message)
    for person in queries.bidding_people(queries.interested_firms(change.tender)):
        _tell("tender_extended", person, about=change, message=message)


@outbox.handler("supply.tender.unsuccessful", queue="letters")
def tell_unsuccessful(message: Message) -> None:
    tender = _tender(message)
    for person in queries.bidding_people(queries.interested_firms(tender)):
        _tell("tender_unsuccessful", person, about=tender, message=message)


@outbox.handler("supply.tender.cancelled", queue="letters")
def tell_cancelled(message: Message) -> None:
    _tell_end("cancelled", _tender(message), message=message)


@outbox.handler("supply.tender.concluded", queue="letters")
def tell_concluded(message: Message) -> None:
    _tell_end("concluded", _tender(message), message=message)


def _tell_end(end: str, tender: Tender, *, message: Message) -> None:
    """Every bidder by a letter about his bid, with the last day to object; the others who asked to be told by one about the tender."""
    bids = Bid.objects.filter(tender=tender, state__in=(BidState.OPENED, BidState.UNOPENED)).order_by("pk")
    bidders = Supplier.objects.filter(pk__in=bids.values("supplier"))
    for bid in bids:
        for person in queries.bidding_people(Supplier.objects.filter(pk=bid.supplier_id)):
            # Whoever acts for two firms hears of both bids.
            letters.send(f"supply:bid_{end}", to=person, about=bid, key=f"{message.delivery_id}:{bid.pk}")
    others = queries.bidding_people(queries.interested_firms(tender).exclude(pk__in=bidders.values("pk")))
    for person in others.exclude(pk__in=queries.bidding_people(bidders).values("pk")):
        _tell(f"tender_{end}", person, about=tender, message=message)


def _tell(letter: str, person: Any, *, about: Any, message: Message) -> None:
    letters.send(f"supply:{letter}", to=person, about=about, key=message.delivery_id)


def _change(message: Message) -> TenderChange:
    found = TenderChange.objects.select_related("tender__entity", "asked_by")
    return found.get(pk=str(message.payload["change"]))


def _tender(message: Message) -> Tender:
    return Tender.objects.select_related("entity").get(pk=str(message.payload["tender"]))
