"""What the doors of a bid have in common: whose it is, what the page shows of its draft, where one step leads."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from shared.drafts import StepView, steps
from supply import bid_queries
from supply.bid_steps import BY_NAME, FILES, STEPS, open_steps
from supply.forms.answers import Section, sections
from supply.models import Bid


def own_bid(request: HttpRequest, reference: str) -> Bid:
    """The firm's bid for this tender; a stranger's is a 404."""
    bid = bid_queries.bid_of(request.user, reference)
    if bid is None:
        raise Http404
    return bid


def step_url(reference: str, step: str) -> str:
    if step == FILES:
        return reverse("supply:bid_files", args=[reference])
    return reverse("supply:bid_step", args=[reference, step])


def next_url(reference: str, *, after: str) -> str:
    names = list(BY_NAME)
    following = names[names.index(after) + 1 :]
    return step_url(reference, following[0]) if following else reverse("supply:bid_check", args=[reference])


def previous_url(reference: str, *, before: str) -> str:
    names = list(BY_NAME)
    place = names.index(before)
    return step_url(reference, names[place - 1]) if place else reverse("supply:bid", args=[reference])


def place(step: str) -> dict[str, Any]:
    """ "Step 2 of 7": the check and the seal are the last two."""
    return {"number": list(BY_NAME).index(step) + 1, "count": len(BY_NAME) + 2}


def task_list(bid: Bid) -> list[StepView]:
    return steps(bid, STEPS, url=partial(step_url, bid.tender.reference))


def answered(bid: Bid) -> list[Section]:
    url = partial(step_url, bid.tender.reference)
    return sections(STEPS, bid.read_draft(), url=url, currency=bid.tender.currency)


def is_ready(bid: Bid) -> bool:
    return not open_steps(bid)
