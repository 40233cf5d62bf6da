"""States and tables of moves of suppliers and tenders (bids and sessions: bid_states.py)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared import moves
from shared.moves import Move


class SupplierState(TextChoices):
    DRAFT = "draft", _("Draft – not submitted")
    SUBMITTED = "submitted", pgettext_lazy("supplier registration", "Being verified")
    RETURNED = "returned", pgettext_lazy("supplier registration", "Returned for completion")
    ACTIVE = "active", pgettext_lazy("supplier registration", "Accepted")


ACCEPTED_SUPPLIERS = (SupplierState.ACTIVE,)
OPEN_REGISTRATIONS = (SupplierState.DRAFT, SupplierState.RETURNED)

SUPPLIER_MOVES = moves.table(
    {
        SupplierState.DRAFT: {Move(SupplierState.SUBMITTED, "submit_registration", "supplier")},
        SupplierState.RETURNED: {Move(SupplierState.SUBMITTED, "submit_registration", "supplier")},
        SupplierState.SUBMITTED: {
            Move(SupplierState.ACTIVE, "accept_registration", "supplier_verifier"),
            Move(SupplierState.RETURNED, "return_registration", "supplier_verifier"),
        },
        SupplierState.ACTIVE: set(),
    }
)


class TenderState(TextChoices):
    DRAFT = "draft", pgettext_lazy("tender", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("tender", "Awaiting approval")
    PUBLISHED = "published", pgettext_lazy("tender", "Published")
    OPENED = "opened", pgettext_lazy("tender", "Bids opened")
    CONCLUDED = "concluded", pgettext_lazy("tender", "Concluded")
    CANCELLED = "cancelled", pgettext_lazy("tender", "Cancelled")
    UNSUCCESSFUL = "unsuccessful", pgettext_lazy("tender", "Ended without award")


class TenderResult(TextChoices):
    """How a tender ended, other than by cancellation."""

    AWARDED = "awarded", pgettext_lazy("tender", "Awarded")
    NONE = "none", _("No bid was awarded")
    NO_BIDS = "no_bids", _("No bid was received")


UNPUBLISHED = (TenderState.DRAFT, TenderState.IN_REVIEW)
UNDECIDED = (TenderState.PUBLISHED, TenderState.OPENED)
ENDED = (TenderState.CONCLUDED, TenderState.CANCELLED, TenderState.UNSUCCESSFUL)
PUBLIC_STATES = (*UNDECIDED, *ENDED)

TENDER_MOVES = moves.table(
    {
        TenderState.DRAFT: {Move(TenderState.IN_REVIEW, "send_for_approval", "buyer")},
        TenderState.IN_REVIEW: {
            Move(TenderState.DRAFT, "edit_tender", "buyer"),
            Move(TenderState.DRAFT, "return_tender", "tender_approver"),
            Move(TenderState.PUBLISHED, "publish_tender", "tender_approver"),
        },
        TenderState.PUBLISHED: {
            Move(TenderState.OPENED, "open_bids", "committee"),
            Move(TenderState.UNSUCCESSFUL, "start_opening", "committee"),
            Move(TenderState.CANCELLED, "approve_change", "tender_approver"),
        },
        TenderState.OPENED: {
            Move(TenderState.CONCLUDED, "approve_change", "tender_approver"),
            Move(TenderState.CANCELLED, "approve_change", "tender_approver"),
        },
        TenderState.CONCLUDED: set(),
        TenderState.CANCELLED: set(),
        TenderState.UNSUCCESSFUL: set(),
    }
)


class ChangeKind(TextChoices):
    """What may still happen to a published tender by the will of two people."""

    EXTEND = "extend", _("Extend the deadline for bids")
    CANCEL = "cancel", _("Cancel the tender")
    CONCLUDE = "conclude", _("Conclude the tender")


class ChangeOutcome(TextChoices):
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class CancelCode(TextChoices):
    """Why a tender is cancelled; in words it is said beside it."""

    NEED_GONE = "need_gone", _("The need no longer exists")
    BUDGET = "budget", _("The funds are not available")
    SPECIFICATIONS = "specifications", _("The scope or the specifications have to change")
    PROCEDURE = "procedure", _("A fault in the procedure")
    PUBLIC_INTEREST = "public_interest", _("Public interest")
    OTHER = "other", pgettext_lazy("reason for a cancellation", "Another reason")


class SupplierRole(TextChoices):
    ADMIN = "admin", pgettext_lazy("supplier user", "Administrator")
    BIDDER = "bidder", pgettext_lazy("supplier user", "Prepares bids")
    VIEWER = "viewer", pgettext_lazy("supplier user", "Reads only")


class SupplierUserState(TextChoices):
    ACTIVE = "active", pgettext_lazy("supplier user", "Active")
    REVOKED = "revoked", pgettext_lazy("supplier user", "Revoked")


class SupplierScale(TextChoices):
    MICRO = "micro", _("Micro enterprise")
    SMALL = "small", _("Small enterprise")
    MEDIUM = "medium", _("Medium enterprise")
    LARGE = "large", _("Large enterprise")


class ProcurementMethod(TextChoices):
    PUBLIC = "public", _("Open tender")


class PriceBasis(TextChoices):
    NET = "net", _("excluding VAT")
    GROSS = "gross", _("including VAT")


class TextLanguage(TextChoices):
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")


class DocumentLanguage(TextChoices):
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    BOTH = "both", _("Arabic and English")


class DocumentKind(TextChoices):
    TERMS = "terms", _("Terms and specifications")
    SCOPE = "scope", _("Scope of work")
    QUANTITIES = "quantities", _("Bill of quantities")
    PRICES = "prices", _("Price schedule")
    DRAWINGS = "drawings", _("Drawings")
    FORMS = "forms", _("Forms")
    OTHER = "other", pgettext_lazy("tender document", "Other")


class Office(TextChoices):
    CHAIR = "chair", _("Committee chair")
    MEMBER = "member", pgettext_lazy("committee", "Member")
    SECRETARY = "secretary", _("Secretary")
