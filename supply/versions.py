"""A tender's whole text frozen as facts, so that what is published is what was approved."""

import hashlib
from typing import Any

import rfc8785

from supply.models import Tender

FROZEN = (
    "title_ar", "title_en", "description_ar", "description_en", "criteria_ar", "criteria_en", "governing_language",
    "category", "procurement_method", "currency", "value_shown", "price_basis", "bid_validity_days", "closing_reason",
)  # fmt: skip


def frozen_facts(tender: Tender) -> dict[str, Any]:
    """Everything a bidder answers to and everything the approver answers for."""
    facts: dict[str, Any] = {name: getattr(tender, name) for name in FROZEN}
    facts["value"] = None if tender.value is None else str(tender.value)
    facts["closes_at"] = tender.closes_at.isoformat() if tender.closes_at else None
    facts["opens_at"] = tender.opens_at.isoformat() if tender.opens_at else None
    facts["documents"] = [
        {
            "title_ar": document.title_ar,
            "title_en": document.title_en,
            "kind": document.kind,
            "language": document.language,
            "sha256": document.sha256,
        }
        for document in tender.documents.all()
    ]
    facts["quorum"] = tender.opening_plan.quorum
    facts["committee"] = [
        {"user": str(member.user_id), "office": member.office}
        for member in tender.opening_plan.members.order_by("office", "user_id")
    ]
    return facts


def facts_sha256(facts: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(facts)).hexdigest()
