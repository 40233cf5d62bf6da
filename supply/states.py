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
    UNSUCCESSFUL = "unsuccessful", pgettext_lazy("tender", "Ended without award")


class TenderResult(TextChoices):
    NO_BIDS = "no_bids", _("No bid was received")


UNPUBLISHED = (TenderState.DRAFT, TenderState.IN_REVIEW)
PUBLIC_STATES = (TenderState.PUBLISHED, TenderState.OPENED, TenderState.UNSUCCESSFUL)

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
        },
        TenderState.OPENED: set(),
        TenderState.UNSUCCESSFUL: set(),
    }
)


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
