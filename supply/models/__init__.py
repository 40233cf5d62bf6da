"""Records of supply, by noun. Bids and sessions stand in bids.py and opening.py."""

from supply.models.plans import OpeningMember, OpeningPlan
from supply.models.suppliers import Supplier, SupplierUser
from supply.models.tenders import (
    Tender,
    TenderDocument,
    TenderEditor,
    TenderVersion,
)

__all__ = [
    "OpeningMember",
    "OpeningPlan",
    "Supplier",
    "SupplierUser",
    "Tender",
    "TenderDocument",
    "TenderEditor",
    "TenderVersion",
]
