"""Records of supply, by noun."""

from supply.models.bids import Bid, BidFile, Envelope, Submission
from supply.models.changes import TenderChange, TenderEditor, TenderInterest, TenderVersion
from supply.models.opening import Attendance, OpenedBid, OpeningSession
from supply.models.plans import OpeningMember, OpeningPlan
from supply.models.suppliers import Supplier, SupplierUser
from supply.models.tenders import Tender, TenderDocument

__all__ = [
    "Attendance",
    "Bid",
    "BidFile",
    "Envelope",
    "OpenedBid",
    "OpeningMember",
    "OpeningPlan",
    "OpeningSession",
    "Submission",
    "Supplier",
    "SupplierUser",
    "Tender",
    "TenderChange",
    "TenderDocument",
    "TenderEditor",
    "TenderInterest",
    "TenderVersion",
]
