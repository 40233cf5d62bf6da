"""Two entities, a person of every role, and a record behind every door: the world that the sweep walks through.

Whatever is named in `places` belongs to entity A, to the job seeker `seeker` or to the firm of `bidder`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db import connection, transaction

from accounts.models import User
from alerts import stopping
from entities import inviting
from entities.models import Invitation, Membership, Role
from recruitment import changing, information, publishing, reversing, screening
from search import indexing, registry
from search.editing import groups, picking
from search.models import SearchEdit, SearchPick
from shared import outbox
from shared.clock import database_now
from shared.models import Receipt
from supply import changing as supply_changing
from supply import publication, registration
from supply.models import Supplier
from supply.states import CancelCode, Office
from tests.factories import applications, bids, content
from tests.factories.alerts import watch
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.recruitment import VacancyFactory, published_vacancy
from tests.factories.supply import StoredFileFactory, TenderDocumentFactory, TenderFactory, name_committee

OF_ENTITY = {
    "recruiter": Role.RECRUITER,
    "recruitment_approver": Role.RECRUITMENT_APPROVER,
    "buyer": Role.BUYER,
    "tender_approver": Role.TENDER_APPROVER,
    "editor": Role.EDITOR,
    "entity_admin": Role.ENTITY_ADMIN,
    "auditor": Role.AUDITOR,
}
OF_PORTAL = {
    "verifier": Role.SUPPLIER_VERIFIER,
    "operator": Role.OPERATOR,
    "platform_admin": Role.PLATFORM_ADMIN,
}
WHY = {"reason_ar": "تعذر الاكتفاء بالمدة.", "reason_en": "The time was too short."}
FAR = timedelta(days=40)


@dataclass
class World:
    """`people` by role; `places` by name: what a door's address is made of."""

    people: dict[str, User | AnonymousUser] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)


def build() -> World:
    content.tree()
    a, b = EntityFactory(code="MUN"), EntityFactory(code="DOH")
    for entity in (a, b):
        content.entity_page(entity)
    content.news(1, entity=a)
    people = _people(a, b)
    world = World(people)
    for fill in (_recruitment, _applications, _supply, _bids, _opening, _words_of_search, _shared):
        world.places |= fill(a, people)
    return world


def _people(a: Any, b: Any) -> dict[str, Any]:
    people: dict[str, Any] = {"visitor": AnonymousUser()}
    people |= {name: PersonFactory() for name in ("seeker", "other_seeker")}
    people |= {name: bids.person_of(bids.firm()) for name in ("bidder", "rival")}
    people |= {name: staff(role, a) for name, role in OF_ENTITY.items()}
    people |= {name: staff(role) for name, role in OF_PORTAL.items()}
    people["chair"] = staff(Role.BUYER, b)  # of another entity: what he may here, he may by his seat in the committee
    people["staff_b"] = staff(Role.RECRUITER, b)
    for role in set(OF_ENTITY.values()) - {Role.RECRUITER}:
        also(role, people["staff_b"], b)
    return people


def _recruitment(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    recruiter, at = people["recruiter"], database_now()
    draft = VacancyFactory(entity=a, author=recruiter)
    in_review = VacancyFactory(entity=a, author=recruiter)
    publishing.send_for_approval(in_review.pk, by=recruiter, at=at, version=in_review.row_version)
    open_one, other = published_vacancy(entity=a), published_vacancy(entity=a)
    closed = published_vacancy(entity=a)
    _move(closed, closes_at=at - timedelta(days=1))
    change = changing.ask_change(other.pk, "extend", by=recruiter, closes_at=at + FAR, **WHY)
    return {
        "draft vacancy": {"pk": draft.pk},
        "vacancy in review": {"pk": in_review.pk},
        "vacancy": {"pk": open_one.pk},
        "closed vacancy": {"pk": closed.pk},
        "change": {"pk": change.pk},
        "public vacancy": {"reference": open_one.reference},
    }


def _applications(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    seeker, recruiter = people["seeker"], people["recruiter"]

    def submitted() -> Any:
        return applications.submitted(published_vacancy(entity=a), by=seeker)

    new, screened, asked, rejected, told, undoable = (submitted() for _each in range(6))
    for application in (screened, asked):
        screening.move_application(application.pk, "screening", by=recruiter, version=applications.version(application))
        _move(application, effective_at=database_now() - timedelta(hours=1))
    information.request_information(
        asked.pk, by=recruiter, version=applications.version(asked), due_at=database_now() + timedelta(days=10),
        items_ar="شهادة الخبرة", items_en="Certificate of experience",
    )  # fmt: skip
    for application in (rejected, told, undoable):
        screening.reject_application(
            application.pk, by=recruiter, version=applications.version(application), reason_code="education"
        )
    for application in (rejected, told):
        _move(application, effective_at=database_now() - timedelta(hours=1))
    reversal = reversing.ask_reversal(rejected.pk, by=recruiter, version=rejected.row_version, reason="مستند جديد")
    draft = applications.filled(published_vacancy(entity=a), by=seeker)
    apply = {"reference": draft.vacancy.reference}
    [entry] = draft.draft_data["education"]["entries"]
    return {
        "application": {"pk": new.pk},
        "application of a vacancy": {"pk": new.vacancy_id},
        "screened application": {"pk": screened.pk},
        "application asked": {"pk": asked.pk},
        "told application": {"pk": told.pk},
        "undoable application": {"pk": undoable.pk},
        "reversal": {"pk": reversal.pk},
        "apply": apply,
        "apply step": {**apply, "step": "personal"},
        "apply entries": {**apply, "step": "education"},
        "apply entry": {**apply, "step": "education", "entry_id": entry["id"]},
        "apply document": {**apply, "pk": draft.documents.get().pk},
        "cv": {"pk": new.documents.get().file_id},
    }


def _supply(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    buyer, at = people["buyer"], database_now()
    draft = TenderFactory(entity=a, author=buyer)
    name_committee(draft)
    document = TenderDocumentFactory(tender=draft)
    in_review = TenderFactory(entity=a, author=buyer, closing_reason="موعد الاختبار")
    name_committee(in_review)
    publication.send_for_approval(in_review.pk, by=buyer, at=at, version=in_review.row_version)
    applicant = PersonFactory()
    firm = _registering(applicant)
    return {
        "draft tender": {"pk": draft.pk},
        "tender document": {"pk": draft.pk, "document": document.pk},
        "tender in review": {"pk": in_review.pk},
        "registration": {"pk": firm.pk},
        "registration step": {"step": "company"},
    }


def _registering(owner: User) -> Supplier:
    at = database_now()
    firm = registration.register_supplier(by=owner, at=at)
    registration.attach_licence(firm.pk, StoredFileFactory(owner=owner), by=owner)
    firm.refresh_from_db()
    registration.submit_registration(
        firm.pk, by=owner, at=at, version=firm.row_version, legal_name_ar="شركة الريم", legal_name_en="Al Reem",
        scale="small", vat_no="", address="مدينة الواحة", licence_no="CN200300", licence_authority="OED",
        licence_expires_on=(at + timedelta(days=90)).date(), contact_name="مريم", email="office@reem.example",
        phone="+97125550123", categories=["45000000"],
    )  # fmt: skip
    return firm


def _bids(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    firm = Supplier.objects.get(users__user=people["bidder"])
    draft = bids.drafted(bids.open_tender(entity=a), firm)
    sealed = bids.sealed(bids.open_tender(entity=a), firm)
    tender = {"reference": draft.tender.reference}
    return {
        "tender": {"pk": draft.tender_id},
        "public tender": tender,
        "bid": tender,
        "bid step": {**tender, "step": "price"},
        "bid file": {**tender, "file_id": draft.files.get().pk},
        "sealed bid": {"reference": sealed.tender.reference},
    }


def _opening(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    closed, called = bids.open_tender(entity=a), bids.open_tender(entity=a)
    at = database_now()
    for tender in (closed, called):
        _move(tender.opening_plan.members.get(office=Office.CHAIR), user=people["chair"])
        _move(tender, closes_at=at - timedelta(hours=2), opens_at=at - timedelta(hours=1))
    bids.called(called)
    opened = bids.sealed(bids.open_tender(entity=a)).tender
    _move(opened, closes_at=at - timedelta(hours=2), opens_at=at - timedelta(hours=1))
    bids.started(opened)
    bids.opening_worker()
    asked = bids.open_tender(entity=a)
    change = supply_changing.ask_cancellation(
        asked.pk, by=people["buyer"], cancel_code=CancelCode.NEED_GONE, reason_ar="انتفت الحاجة.", reason_en="No need."
    )
    return {
        "opened tender": {"pk": opened.pk},
        "tender change": {"pk": change.pk},
        "closed tender": {"pk": closed.pk},
        "called opening": {"pk": called.pk},
    }


def _words_of_search(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    published = registry.get("vacancy").public().order_by("pk")[0]
    indexing.refresh("vacancy", str(published.pk), version=1)
    thing = ("vacancy", str(published.pk))
    picking.keep("سفر", "ar", [thing], by=people["platform_admin"], at=database_now())
    groups.keep(["سراج", "lantern"], by=people["platform_admin"], at=database_now())
    edit = SearchEdit.objects.get(what=SearchEdit.What.WORDS)
    return {"pick": {"pk": SearchPick.objects.get().pk}, "edit of words": {"pk": edit.pk}}


def _shared(a: Any, people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    at = database_now()
    admin = people["entity_admin"]
    invitation = inviting.invite("guest@example.org", role=Role.BUYER, entity=a, by=admin, at=at)
    invited = people["other_seeker"]
    token = signing.dumps(
        str(inviting.invite(invited.email, role=Role.BUYER, entity=a, by=admin, at=at).pk), salt=Invitation.SALT
    )
    outbox.deliver_all()
    letter = people["seeker"].letters.first()
    receipt = Receipt.objects.order_by("pk").first()
    assert receipt
    return {
        "": {},
        "absent": {"pk": 999999, "name": "no-such.png"},
        "open data": {"name": "services", "ending": "json"},
        "membership": {"pk": Membership.objects.get(user=people["recruiter"]).pk},
        "invitation": {"pk": invitation.pk},
        "own invitation": {"token": token},
        "colleague": {"pk": people["recruiter"].pk},
        "letter": {"pk": letter.pk},
        "saved search": {"pk": watch("kind=vacancy&q=nurse", by=people["seeker"]).pk},
        "own alerts": {"token": signing.dumps(str(people["seeker"].pk), salt=stopping.SALT)},
        "receipt": {"pk": receipt.pk},
        "service": {"pk": content.published_service(entity=a).pk},
    }


def _move(record: Any, **times: Any) -> None:
    """The record is moved, as owner with the guards asleep; the database clock is never faked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        type(record)._base_manager.filter(pk=record.pk).update(**times)
        cursor.execute("SET LOCAL session_replication_role = origin")
    record.refresh_from_db()
