"""Why a deed about a bid is refused; each says what to do."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared import dates
from shared.refusals import Refused
from supply.models import Bid, Tender


class TenderClosed(Refused):
    """Too late. Nothing was submitted; a draft that was begun (`bid`) stays and can be read."""

    template = "supply/bid/closed.html"

    def __init__(self, tender: Tender, *, at: datetime, bid: Bid | None = None) -> None:
        super().__init__(
            _("This tender takes no more bids."), tender=tender, bid=bid, closed_at=tender.closes_at, received_at=at
        )


class TenderCancelled(TenderClosed):
    """Not too late, but in vain: the tender was called off meanwhile."""

    template = "supply/bid/cancelled.html"


class TenderEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("This tender has ended."))


class BidChanged(Refused):
    """Somebody saved it in between: what was looked at is no longer what is stored."""

    def __init__(self, bid: Bid) -> None:
        super().__init__(_("The data changed after you opened this page. Check it and try again."), bid=bid)


class NoDraft(Refused):
    """A bid that was sealed, withdrawn or opened has nothing that could be changed."""

    def __init__(self, bid: Bid) -> None:
        super().__init__(_("This bid was submitted or withdrawn and can no longer be changed."), bid=bid)


class ReadsOnly(Refused):
    def __init__(self) -> None:
        super().__init__(_("You may read the bids of this firm, but not prepare or submit them."), status=403)


class SupplierNotActive(Refused):
    def __init__(self, tender: Tender, bid: Bid | None = None) -> None:
        super().__init__(
            _(
                "The firm is not accepted as a supplier. A bid can be submitted as soon as its registration is accepted."
            ),
            tender=tender,
            bid=bid,
        )


class LicenceExpired(Refused):
    """The day of expiry itself still counts, till midnight in the portal's zone."""

    def __init__(self, tender: Tender, *, expired_on: date, bid: Bid | None = None) -> None:
        sentence = gettext("The trade licence expired on %(day)s. Update the licence to be able to submit the bid.")
        super().__init__(sentence % {"day": dates.day(expired_on)}, tender=tender, bid=bid, expired_on=expired_on)


class BothSides(Refused):
    """Whoever buys for an entity may not stand on the other side of the table; who that is, is not told here."""

    def __init__(self, tender: Tender, bid: Bid) -> None:
        message = _(
            "Someone who acts for the firm also works in procurement for the entity that issued this tender. "
            "The bid can be submitted once that person no longer acts for the firm."
        )
        super().__init__(message, status=403, tender=tender, bid=bid)


class StepsOpen(Refused):
    """`tasks` are the steps that keep the bid from being sealed."""

    def __init__(self, tasks: list[Any], bid: Bid) -> None:
        super().__init__(_("Some steps are not complete. Complete them, then seal the bid."), tasks=tasks, bid=bid)


class FileInfected(Refused):
    def __init__(self, bid: Bid) -> None:
        message = _("One of the files carries a virus. Remove it and attach a clean copy, then seal the bid again.")
        super().__init__(message, bid=bid)


class FileLost(Refused):
    """A file of the draft is no longer what was handed in."""

    def __init__(self, name: str, bid: Bid) -> None:
        sentence = gettext("The file “%(name)s” can no longer be read. Remove it and attach it again.")
        super().__init__(sentence % {"name": name}, bid=bid)


class SealingUnavailable(Refused):
    """The key that the opening plan names is not here: what was sealed now could not be opened."""

    def __init__(self, bid: Bid) -> None:
        super().__init__(
            _("Bids cannot be sealed at the moment. The draft is kept. Try again in a few minutes."),
            status=503,
            retry_after=300,
            bid=bid,
        )
