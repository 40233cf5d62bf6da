"""{% load opening %}: what was opened, for the public record and the minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from shared.files.guards import READABLE
from shared.models import StoredFile
from supply.bid_states import ONCE_SEALED, Outcome, SessionState
from supply.bid_steps import STEPS
from supply.ending import award_price
from supply.forms.answers import Section, sections
from supply.models import Attendance, Bid, OpenedBid, OpeningSession, Supplier, Tender
from supply.opening import present_at

register = template.Library()


@dataclass
class Record:
    """`bids` in the order in which they were received; empty while nothing is known."""

    session: OpeningSession | None
    bids: list[OpenedBid] = field(default_factory=list)
    present: list[Attendance] = field(default_factory=list)


@register.simple_tag
def opening_record(tender: Tender) -> Record:
    session = tender.opening_sessions.filter(state=SessionState.COMPLETED).first()
    if session is None:
        return Record(None)
    assert session.completed_at is not None
    opened = OpenedBid.objects.filter(submission__bid__tender=tender).select_related("submission__bid__supplier")
    counted = {each.person for each in present_at(session, at=session.completed_at)}
    present = [
        each
        for each in session.attendances.select_related("user").order_by("confirmed_at")
        if str(each.user_id) in counted
    ]
    return Record(session, list(opened.order_by("submission__received_at")), present)


@register.simple_tag
def known_bids(tender: Tender) -> int:
    """How many bids the session has to open, or has opened. Ask only once it has started."""
    return Bid.objects.filter(tender=tender, state__in=ONCE_SEALED).count()


@dataclass
class Content:
    """One opened bid as the committee reads it; of each file whether it passed the check and may be read."""

    opened: OpenedBid
    sections: list[Section]
    files: list[tuple[StoredFile, bool]] = field(default_factory=list)


@register.simple_tag
def opened_contents(tender: Tender) -> list[Content]:
    """What every sound envelope held, with its files; two queries, however many bids."""
    opened = OpenedBid.objects.filter(submission__bid__tender=tender, outcome=Outcome.OPENED)
    read = {
        str(each.pk): Content(each, sections(STEPS, each.facts, url=str, currency=tender.currency))
        for each in opened.select_related("submission__bid__supplier").order_by("submission__received_at")
    }
    for file in StoredFile.objects.filter(guard=OpenedBid._meta.label_lower, subject_id__in=list(read)).order_by("id"):
        read[file.subject_id].files.append((file, file.scan in READABLE))
    return list(read.values())


@register.filter
def stated(opened: OpenedBid, name: str) -> Any:
    """A stated amount (net, VAT, gross) as the bidder sealed it."""
    return opened.facts.get("price", {}).get(name)


@register.filter
def opened_price(bid: Bid) -> Decimal | None:
    """What the bid asks on its tender's price basis, as its envelope said; None where there was none to read."""
    opened = OpenedBid.objects.filter(submission__bid=bid, outcome=Outcome.OPENED)
    found = opened.select_related("submission__bid__tender").first()
    return award_price(found) if found else None


@register.filter
def had_expired(firm: Supplier, at: datetime) -> bool:
    """Whether the firm's licence was no longer valid on the day of this instant, by the portal's calendar."""
    return not firm.licence_valid_on(timezone.localdate(at))
