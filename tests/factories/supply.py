"""The smallest legal records of supply, Arabic first: firms, seats, tenders and their frozen opening plans."""

from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from entities.models import Role
from shared.clock import database_now
from shared.models import Scan, StoredFile
from supply.models import (
    OpeningMember,
    OpeningPlan,
    Supplier,
    SupplierUser,
    Tender,
    TenderDocument,
    TenderVersion,
)
from supply.rules.plan import Seat, digest, plan_document
from supply.states import DocumentKind, DocumentLanguage, Office, SupplierRole, SupplierState, TenderState
from tests.factories.days import later
from tests.factories.people import EntityFactory, PersonFactory, staff

TEST_KEY = "test-platform-key"


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    kind = "licence"
    given_name = "الرخصة التجارية.pdf"
    media_type = "application/pdf"
    size = 12_000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    key = factory.Sequence(lambda n: f"tests/supply/{n}")
    scan = Scan.CLEAN
    uploaded_at = factory.LazyFunction(database_now)


class SupplierFactory(DjangoModelFactory):
    """An accepted firm; `SupplierFactory(draft=True)` is one that only began to register."""

    class Meta:
        model = Supplier

    class Params:
        draft = factory.Trait(
            state=SupplierState.DRAFT,
            legal_name_ar="",
            legal_name_en="",
            licence_no="",
            licence_authority="",
            licence_expires_on=None,
            licence_file=None,
            decided_by=None,
            decided_at=None,
        )

    reference = factory.Sequence(lambda n: f"SUP-2026-{n + 900000:06d}")
    state = SupplierState.ACTIVE
    legal_name_ar = factory.Sequence(lambda n: f"شركة النخيل للمقاولات {n}")
    legal_name_en = factory.Sequence(lambda n: f"Al Nakheel Contracting {n}")
    licence_no = factory.Sequence(lambda n: f"CN{n + 1000000}")
    licence_authority = "OED"
    licence_expires_on = factory.LazyFunction(lambda: (database_now() + timedelta(days=200)).date())
    licence_file = factory.SubFactory(StoredFileFactory)
    address = "مدينة الواحة، شارع السوق، مبنى رقم 12"
    contact_name = "مريم الكعبي"
    email = factory.Sequence(lambda n: f"firm{n}@demo.example")
    phone = "+97125550123"
    categories = factory.LazyFunction(lambda: ["45000000"])
    decided_by = factory.SubFactory(PersonFactory)
    decided_at = factory.LazyFunction(database_now)
    created_at = factory.LazyFunction(database_now)


class SupplierUserFactory(DjangoModelFactory):
    class Meta:
        model = SupplierUser

    supplier = factory.SubFactory(SupplierFactory)
    user = factory.SubFactory(PersonFactory)
    role = SupplierRole.ADMIN
    since = factory.LazyFunction(database_now)


class TenderFactory(DjangoModelFactory):
    """A draft, complete in both languages, closing at the given instant or on a working day about forty days from now."""

    class Meta:
        model = Tender

    entity = factory.SubFactory(EntityFactory)
    reference = factory.Sequence(lambda n: f"TND-2026-{n + 900000:06d}")
    ocid = factory.LazyAttribute(lambda tender: f"ocds-oasis1-{tender.reference}")
    title_ar = factory.Sequence(lambda n: f"صيانة الطرق الداخلية {n}")
    title_en = factory.Sequence(lambda n: f"Maintenance of internal roads {n}")
    description_ar = "صيانة الطرق الداخلية في الأحياء السكنية مدة سنة واحدة."
    description_en = "Maintenance of internal roads in residential districts for one year."
    criteria_ar = "السعر الأقل بين العروض المستوفية للشروط."
    criteria_en = "The lowest price among responsive bids."
    category = "45000000"
    author = factory.LazyAttribute(lambda tender: staff(Role.BUYER, tender.entity))
    closes_at = factory.LazyFunction(lambda: later(40))
    opens_at = factory.LazyAttribute(lambda tender: tender.closes_at)
    created_at = factory.LazyFunction(database_now)


class TenderDocumentFactory(DjangoModelFactory):
    class Meta:
        model = TenderDocument

    tender = factory.SubFactory(TenderFactory)
    file = factory.SubFactory(StoredFileFactory, kind="tender_document", given_name="كراسة الشروط.pdf")
    title_ar = "كراسة الشروط والمواصفات"
    title_en = "Terms and specifications"
    kind = DocumentKind.TERMS
    language = DocumentLanguage.BOTH
    sha256 = factory.LazyAttribute(lambda document: document.file.sha256)
    added_at = factory.LazyFunction(database_now)


def name_committee(tender: Tender, *, quorum: int = 2, chair: Any = None) -> OpeningPlan:
    """A plan, not yet frozen, with a chair, a member and a secretary of the tender's entity."""
    plan = OpeningPlan.objects.create(tender=tender, quorum=quorum)
    for office in (Office.CHAIR, Office.MEMBER, Office.SECRETARY):
        user = (office == Office.CHAIR and chair) or staff(Role.BUYER, tender.entity)
        OpeningMember.objects.create(plan=plan, user=user, office=office)
    return plan


def freeze(plan: OpeningPlan, *, platform_key: str = TEST_KEY) -> OpeningPlan:
    seats = [Seat(str(member.user_id), member.office) for member in plan.members.all()]
    plan.document = plan_document(ocid=plan.tender.ocid, quorum=plan.quorum, seats=seats, platform_key=platform_key)
    plan.plan_sha256, plan.platform_key, plan.frozen_at = digest(plan.document), platform_key, database_now()
    plan.save()
    return plan


def published_tender(*, platform_key: str = TEST_KEY, chair: Any = None, **fields: Any) -> Tender:
    """A tender that was published ten days ago, with its committee named and its plan frozen."""
    tender: Tender = TenderFactory(**fields)
    freeze(name_committee(tender, chair=chair), platform_key=platform_key)
    version = TenderVersion.objects.create(
        tender=tender, number=1, facts={}, sha256="0" * 64, sent_by=tender.author, sent_at=tender.created_at
    )
    tender.approver = tender.approver or staff(Role.TENDER_APPROVER, tender.entity)
    tender.state, tender.version = TenderState.PUBLISHED, version.number
    tender.sent_at = tender.published_at = database_now() - timedelta(days=10)
    tender.save()
    return tender
