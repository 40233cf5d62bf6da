"""Changes of published tenders as two people make them."""

from typing import Any

from entities.models import Role
from supply import changing
from supply.models import Tender, TenderChange
from tests.factories.days import later
from tests.factories.people import staff

WHY = {
    "reason_ar": "طلب المورّدون مهلة أطول لزيارة الموقع.",
    "reason_en": "Suppliers asked for more time to visit the site.",
}


def approver(tender: Tender) -> Any:
    return staff(Role.TENDER_APPROVER, tender.entity)


def extension(tender: Tender, **more: Any) -> TenderChange:
    closes_at = more.pop("closes_at", None) or later()
    facts = {"closes_at": closes_at, "opens_at": closes_at, **WHY, **more}
    return changing.ask_extension(tender.pk, by=facts.pop("by", tender.author), **facts)


def cancellation(tender: Tender, **more: Any) -> TenderChange:
    facts = {"cancel_code": "budget", **WHY, **more}
    return changing.ask_cancellation(tender.pk, by=facts.pop("by", tender.author), **facts)


def conclusion(tender: Tender, winner: Any = None, **more: Any) -> TenderChange:
    facts = {"winner": winner.pk if winner else None, **WHY, **more}
    return changing.ask_conclusion(tender.pk, by=facts.pop("by", tender.author), **facts)


def approved(change: TenderChange, by: Any = None) -> TenderChange:
    return changing.approve_change(change.pk, by=by or approver(change.tender))


def cancelled(tender: Tender) -> Tender:
    approved(cancellation(tender))
    return Tender.objects.get(pk=tender.pk)
