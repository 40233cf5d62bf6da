"""A published tender as open data: in both languages, in the words of OCDS 1.1.5, and nothing that its page does not say."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from supply.ending import award_price
from supply.models import OpenedBid, Tender
from supply.models.changes import TenderChangeQuerySet
from supply.states import ChangeKind, PriceBasis, TenderResult, TenderState

STATUS = {
    TenderState.PUBLISHED: "active",
    TenderState.OPENED: "active",
    TenderState.CONCLUDED: "complete",
    TenderState.CANCELLED: "cancelled",
    TenderState.UNSUCCESSFUL: "unsuccessful",
}
LANGUAGES = ("ar", "en")


def public_changes(tender: Tender) -> TenderChangeQuerySet:
    """What the page of a tender tells of its changes: those that took effect, but the result, which stands on top."""
    return tender.changes.approved().exclude(kind=ChangeKind.CONCLUDE)


def facts_of(tender: Tender) -> dict[str, Any]:
    """`tender` is public, with its entity, its documents and its winner."""
    entity = tender.entity
    return {
        "ocid": tender.ocid,
        "language": tender.governing_language,
        "buyer": {"id": entity.code, **_both("name", entity)},
        "tender": {
            "id": tender.reference,
            **_both("title", tender),
            **_both("description", tender),
            **_both("awardCriteriaDetails", tender, "criteria"),
            "status": _status(tender),
            "procurementMethod": "open",
            "classification": {"scheme": "CPV", "id": tender.category},
            "value": _money(tender.value, tender) if tender.value_shown else None,
            "datePublished": _instant(tender.published_at),
            "tenderPeriod": {"startDate": _instant(tender.published_at), "endDate": _instant(tender.closes_at)},
            "bidOpening": {"date": _instant(tender.opens_at)},
            "documents": [
                {"id": str(each.pk), **_both("title", each), "documentType": each.kind, "language": each.language,
                 "sha256": each.sha256}
                for each in tender.documents.all()
            ],
            "amendments": [
                {
                    "id": str(each.pk),
                    "kind": each.kind,
                    "date": _instant(each.decided_at),
                    **_both("rationale", each, "reason"),
                    **({"from": _instant(each.closes_from), "to": _instant(each.closes_at)} if each.closes_at else {}),
                }
                for each in public_changes(tender)
            ],
        },
        "bids": _bids(tender),
        "awards": _awards(tender),
    }  # fmt: skip


def _status(tender: Tender) -> str:
    return "unsuccessful" if tender.result == TenderResult.NONE else STATUS[TenderState(tender.state)]


def _bids(tender: Tender) -> list[dict[str, Any]]:
    """As the opening record names them: nothing before the session has ended."""
    opened = OpenedBid.objects.filter(submission__bid__tender=tender)
    rows = opened.select_related("submission__bid__supplier", "submission__bid__tender")
    return [
        {
            "id": each.submission.bid.reference,
            "date": _instant(each.submission.received_at),
            "tenderer": _firm(each.submission.bid.supplier),
            "value": None if each.fault else _money(award_price(each), tender),
            "fault": each.fault or None,
        }
        for each in rows.order_by("submission__received_at")
    ]


def _awards(tender: Tender) -> list[dict[str, Any]]:
    if tender.state != TenderState.CONCLUDED:
        return []
    award: dict[str, Any] = {
        "id": f"{tender.ocid}-award",
        "status": "active" if tender.winner else "unsuccessful",
        "date": _instant(tender.concluded_at),
        **_both("rationale", tender, "end_reason"),
    }
    if tender.winner:
        award |= {
            "value": _money(tender.award_amount, tender),
            "suppliers": [_firm(tender.winner.supplier)],
            "relatedBid": tender.winner.reference,
        }
    return [award]


def _firm(supplier: Any) -> dict[str, str]:
    identifier = f"{supplier.licence_authority} {supplier.licence_no}"
    return {"id": identifier, "name_ar": supplier.legal_name_ar, "name_en": supplier.legal_name_en}


def _both(name: str, record: Any, stem: str = "") -> dict[str, str]:
    return {f"{name}_{language}": getattr(record, f"{stem or name}_{language}") for language in LANGUAGES}


def _money(amount: Decimal | None, tender: Tender) -> dict[str, Any] | None:
    if amount is None:
        return None
    vat = tender.price_basis == PriceBasis.GROSS
    return {"amount": str(amount), "currency": tender.currency, "valueAddedTaxIncluded": vat}


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
