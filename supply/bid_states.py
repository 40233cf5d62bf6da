"""States and tables of moves of bids and of the sessions that open them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared import moves
from shared.moves import Move


class BidState(TextChoices):
    """As the supplier reads them; a sealed bid stays sealed while a new version is prepared beside it."""

    DRAFT = "draft", pgettext_lazy("bid", "Draft – your bid is not submitted yet")
    SEALED = "sealed", pgettext_lazy("bid", "Bid submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("bid", "Bid withdrawn")
    OPENED = "opened", pgettext_lazy("bid", "Envelope opened")
    UNOPENED = "unopened", pgettext_lazy("bid", "Envelope not opened: the tender was cancelled")


# These may have a draft, and of these a supplier has one at most for each tender.
BEFORE_OPENING = (BidState.DRAFT, BidState.SEALED)
ONCE_SEALED = (BidState.SEALED, BidState.OPENED, BidState.UNOPENED)

BID_MOVES = moves.table(
    {
        BidState.DRAFT: {
            Move(BidState.SEALED, "seal_bid", "bidder"),
            Move(BidState.WITHDRAWN, "withdraw_bid", "bidder"),
        },
        BidState.SEALED: {
            Move(BidState.SEALED, "seal_bid", "bidder"),
            Move(BidState.WITHDRAWN, "withdraw_bid", "bidder"),
            Move(BidState.OPENED, "open_bids", "committee"),
            Move(BidState.UNOPENED, "approve_change", "tender_approver"),
        },
        BidState.WITHDRAWN: set(),
        BidState.OPENED: set(),
        BidState.UNOPENED: set(),
    }
)


class SealedBy(TextChoices):
    """Where a bid was encrypted."""

    SERVER = "server", _("the portal")


class EnvelopeKind(TextChoices):
    WHOLE = "whole", _("the whole bid")


class SessionState(TextChoices):
    CALLED = "called", pgettext_lazy("opening session", "Called")
    IN_PROGRESS = "in_progress", pgettext_lazy("opening session", "In progress")
    ADJOURNED = "adjourned", pgettext_lazy("opening session", "Adjourned")
    COMPLETED = "completed", pgettext_lazy("opening session", "Completed")
    CANCELLED = "cancelled", pgettext_lazy("opening session", "Called off: the tender was cancelled")


UNFINISHED_SESSIONS = (SessionState.CALLED, SessionState.IN_PROGRESS, SessionState.ADJOURNED)

SESSION_MOVES = moves.table(
    {
        SessionState.CALLED: {
            Move(SessionState.IN_PROGRESS, "start_opening", "committee"),
            Move(SessionState.ADJOURNED, "adjourn_opening", "committee"),
            Move(SessionState.CANCELLED, "approve_change", "tender_approver"),
        },
        SessionState.IN_PROGRESS: {
            Move(SessionState.COMPLETED, "open_bids", "committee"),
            Move(SessionState.ADJOURNED, "adjourn_opening", "committee"),
            Move(SessionState.CANCELLED, "approve_change", "tender_approver"),
        },
        SessionState.ADJOURNED: {
            Move(SessionState.IN_PROGRESS, "start_opening", "committee"),
            Move(SessionState.CANCELLED, "approve_change", "tender_approver"),
        },
        SessionState.COMPLETED: set(),
        SessionState.CANCELLED: set(),
    }
)


class SessionResult(TextChoices):
    OPENED = "opened", _("The bids were opened")
    NO_BIDS = "no_bids", _("No bid was received")


class Outcome(TextChoices):
    """What the session found in one envelope."""

    OPENED = "opened", pgettext_lazy("envelope", "Opened")
    SEAL_FAULT = "seal_fault", _("The envelope could not be opened")
