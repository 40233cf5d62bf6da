"""How visitors read where a tender stands; open, closing soon and closed come from the clock."""

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared.phases import Phase
from supply.models import Tender
from supply.states import TenderResult, TenderState


class Status(NamedTuple):
    """`tone` is the end of the tag's CSS class; the word alone says everything."""

    code: str
    label: "str | Promise"
    tone: str

    def __hash__(self) -> int:
        """A lazy label hashes as the active language reads it: a key laid down in Arabic was not found in English."""
        return hash(self.code)


OPEN = Status("open", _("Open for bids"), "open")
CLOSING_SOON = Status("closing_soon", pgettext_lazy("tender", "Closing soon"), "soon")
CLOSED = Status("closed", _("Closed – awaiting the opening of bids"), "brand")
OPENED = Status("opened", _("Bids opened"), "brand")
AWARDED = Status("awarded", pgettext_lazy("tender", "Awarded"), "brand")
UNSUCCESSFUL = Status("unsuccessful", _("Ended without award"), "bad")
CANCELLED = Status("cancelled", pgettext_lazy("tender", "Cancelled"), "bad")
IN_PHASE = {Phase.OPEN: OPEN, Phase.CLOSING_SOON: CLOSING_SOON, Phase.CLOSED: CLOSED}
# Staff see two states more than visitors do.
DRAFT = Status("draft", pgettext_lazy("tender", "Draft"), "")
RETURNED = Status("returned", pgettext_lazy("tender", "Returned to be changed"), "soon")
IN_REVIEW = Status("in_review", pgettext_lazy("tender", "Awaiting approval"), "soon")
IN_STATE = {
    TenderState.OPENED: OPENED,
    TenderState.CONCLUDED: AWARDED,
    TenderState.UNSUCCESSFUL: UNSUCCESSFUL,
    TenderState.CANCELLED: CANCELLED,
    TenderState.DRAFT: DRAFT,
    TenderState.IN_REVIEW: IN_REVIEW,
}
PUBLIC = (OPEN, CLOSING_SOON, CLOSED, OPENED, AWARDED, UNSUCCESSFUL, CANCELLED)


def status_of(tender: Tender, now: datetime) -> Status:
    if phase := tender.phase_at(now):
        return IN_PHASE[phase]
    if tender.state == TenderState.DRAFT and tender.return_reason:
        return RETURNED
    return IN_STATE[read_as(tender)]


def read_as(tender: Tender) -> TenderState:
    """Its state as people read it and search for it: a tender concluded without an award ended without one."""
    if tender.state == TenderState.CONCLUDED and tender.result == TenderResult.NONE:
        return TenderState.UNSUCCESSFUL
    return TenderState(tender.state)
