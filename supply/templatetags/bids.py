"""{% load bids %}: the reader's own bid on a tender's page, and where a bid stands in the firm's words."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from shared.clock import database_now
from supply import bid_queries
from supply.bid_status import status_of
from supply.models import Bid, Tender
from supply.status import Status

register = template.Library()


@register.simple_tag
def own_bid(tender: Tender, user: Any) -> Bid | None:
    return bid_queries.bid_of(user, tender.reference) if user.is_authenticated else None


@register.simple_tag(takes_context=True)
def bid_status(context: template.Context, bid: Bid) -> Status:
    return status_of(bid, context.get("now") or database_now())


@register.filter
def exact_time(value: datetime) -> str:
    """To the millisecond, in the portal's zone: where the minute alone would not show why it was too late."""
    return f"{timezone.localtime(value):%H:%M:%S.%f}"[:-3]
