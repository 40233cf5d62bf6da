"""What follows on a bid: letters to the firm, who holds its receipt and what that proves."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging import letters
from shared import outbox, receipts
from shared.models import Receipt
from shared.outbox import Message
from supply.bid_states import BidState, SealedBy
from supply.models import Bid, Submission


@outbox.handler("supply.bid.sealed", queue="letters")
def confirm_sealed(message: Message) -> None:
    submission = Submission.objects.select_related("bid", "submitted_by").get(pk=message.payload["submission"])
    letters.send("supply:bid_sealed", to=submission.submitted_by, about=submission.bid, key=message.delivery_id)


@outbox.handler("supply.bid.withdrawn", queue="letters")
def confirm_withdrawn(message: Message) -> None:
    bid = Bid.objects.get(pk=message.payload["bid"])
    last = bid.submissions.select_related("submitted_by").latest("revision")
    people = {last.submitted_by, bid.author}
    for person in sorted(people, key=lambda each: str(each.pk)):
        letters.send("supply:bid_withdrawn", to=person, about=bid, key=message.delivery_id)


@receipts.page("bid")
def own_page(receipt: Receipt) -> str:
    submission = Submission.objects.select_related("bid__tender").get(pk=receipt.subject_id)
    return reverse("supply:bid", args=[submission.bid.tender.reference])


receipts.label_facts(
    "bid",
    {
        "tender": _("Tender (OCDS number)"),
        "tender_version": _("Version of the tender"),
        "bid": _("Bid"),
        "bid_id": _("Identifier of the bid"),
        "revision": _("Revision of the bid"),
        "received_at": _("Instant of receipt (UTC)"),
        "envelopes": _("Digest of the sealed envelope (SHA-256)"),
        "plan_sha256": _("Digest of the opening plan (SHA-256)"),
        "sealed_by": _("Sealed by"),
    },
    words={"sealed_by": dict(SealedBy.choices)},
)


@receipts.owner("bid")
def is_of_the_firm(user: Any, receipt: Receipt) -> bool:
    return Bid.objects.for_user(user).filter(submissions=UUID(receipt.subject_id)).exists()


@receipts.state("bid")
def how_it_stands(receipt: Receipt) -> str:
    submission = Submission.objects.select_related("bid").get(pk=receipt.subject_id)
    bid = submission.bid
    if bid.state == BidState.WITHDRAWN:
        return gettext("The bid was withdrawn and does not count.")
    if submission.revision < bid.revision:
        return gettext("A later version of this bid was submitted. This one no longer counts.")
    if bid.state == BidState.OPENED:
        return gettext("The envelope was opened in the opening session.")
    if bid.state == BidState.UNOPENED:
        return gettext("The tender was cancelled. The envelope was not opened and is kept closed.")
    return gettext("This is the version of the bid that counts. Nobody can open it before the opening session.")
