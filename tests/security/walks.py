"""Each table of moves with a record of its own and its real deeds, called as their doors call them.

A deed that needs more people, time or machines than one record has stands in ELSEWHERE, with the test that walks it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models

from entities import inviting
from entities.models import Role
from entities.states import INVITATION_MOVES
from recruitment import applying, information, publishing, screening
from recruitment.application_states import APPLICATION_MOVES, ApplicationState
from recruitment.states import VACANCY_MOVES
from shared.clock import database_now
from shared.idempotency import no_key
from shared.moves import Table
from supply import bidding, changing, publication, registration, tendering
from supply.bid_states import BID_MOVES, BidState
from supply.states import SUPPLIER_MOVES, TENDER_MOVES, Office, TenderState
from tests.factories import applications, bids
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.recruitment import VacancyFactory
from tests.factories.supply import StoredFileFactory, TenderFactory, name_committee

Deed = Callable[[str], object]


@dataclass
class Walk:
    """A record in a first state; `deeds` take the wanted state and raise what their doors would answer.

    What a deed needs beforehand (a new draft, to be sealed) stands in `before`: it leaves traces of its own. Where a deed
    goes out from another state than the stored one (a decision that nobody has heard of yet), `seen` says which.
    """

    record: models.Model
    deeds: Mapping[str, Deed]
    before: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    seen: Mapping[str, Callable[[], str]] = field(default_factory=dict)


def now() -> Any:
    return database_now()


def invitation() -> Walk:
    entity = EntityFactory()
    administrator = also(Role.ENTITY_ADMIN, PersonFactory(), entity)
    invited = PersonFactory(email="invited@example.org")
    record = inviting.invite(invited.email, role=Role.BUYER, entity=entity, by=administrator, at=now())
    return Walk(
        record,
        {
            "accept_invitation": lambda to: inviting.accept_invitation(record.pk, by=invited),
            "withdraw_invitation": lambda to: inviting.withdraw_invitation(record.pk, by=administrator, at=now()),
        },
    )


def supplier() -> Walk:
    owner, verifier = PersonFactory(), staff(Role.SUPPLIER_VERIFIER)
    record = registration.register_supplier(by=owner, at=now())
    registration.attach_licence(record.pk, StoredFileFactory(owner=owner), by=owner)
    reasons = {"reason_ar": "يرجى تصحيح العنوان.", "reason_en": "Please correct the address."}
    facts = {
        "legal_name_ar": "شركة الريم", "legal_name_en": "Al Reem", "scale": "small", "vat_no": "", "address": "مدينة الواحة",
        "licence_no": "CN200300", "licence_authority": "OED", "licence_expires_on": (now() + timedelta(days=90)).date(),
        "contact_name": "مريم", "email": "office@reem.example", "phone": "+97125550123", "categories": ["45000000"],
    }  # fmt: skip

    def submit(to: str) -> object:
        record.refresh_from_db()
        return registration.submit_registration(record.pk, by=owner, at=now(), version=record.row_version, **facts)

    return Walk(
        record,
        {
            "submit_registration": submit,
            "accept_registration": lambda to: registration.accept_registration(record.pk, by=verifier, at=now()),
            "return_registration": lambda to: registration.return_registration(
                record.pk, by=verifier, at=now(), **reasons
            ),
        },
    )


def tender() -> Walk:
    record = TenderFactory(closing_reason="موعد الاختبار", author=PersonFactory())
    buyer = also(Role.BUYER, record.author, record.entity)
    approver = staff(Role.TENDER_APPROVER, record.entity)
    plan = name_committee(record)
    plan.members.create(user=staff(Role.AUDITOR, record.entity), office=Office.MEMBER)
    deeds = _text_deeds(record, buyer, approver, edit=tendering.edit_tender, deeds=publication, noun="tender")
    waiting = record.changes.waiting()

    def ask() -> None:
        """For the cancellation, where a tender is published and nothing is asked for yet."""
        record.refresh_from_db()
        if record.state == TenderState.PUBLISHED and not waiting.exists():
            changing.ask_cancellation(
                record.pk, by=buyer, cancel_code="budget", reason_ar="انتفت الحاجة.", reason_en="No longer needed."
            )

    def approve(to: str) -> object:
        return changing.approve_change(waiting.get().pk, by=approver)

    return Walk(record, {**deeds, "approve_change": approve}, before={"approve_change": ask})


def vacancy() -> Walk:
    record = VacancyFactory()
    approver = staff(Role.RECRUITMENT_APPROVER, record.entity)
    deeds = _text_deeds(record, record.author, approver, edit=publishing.edit_vacancy, deeds=publishing, noun="vacancy")
    return Walk(record, deeds)


def _text_deeds(record: Any, writer: Any, approver: Any, *, edit: Any, deeds: Any, noun: str) -> Mapping[str, Deed]:
    def fresh() -> int:
        record.refresh_from_db()
        return int(record.row_version)

    def approved() -> str:
        frozen = record.versions.order_by("number").last()
        return frozen.sha256 if frozen else ""

    def publish(to: str) -> object:
        return getattr(deeds, f"publish_{noun}")(record.pk, by=approver, approved=approved())

    return {
        f"edit_{noun}": lambda to: edit(record.pk, by=writer, at=now(), version=fresh(), title_ar="عنوان آخر"),
        "send_for_approval": lambda to: deeds.send_for_approval(record.pk, by=writer, at=now(), version=fresh()),
        f"return_{noun}": lambda to: getattr(deeds, f"return_{noun}")(
            record.pk, by=approver, at=now(), reason="يرجى التصحيح."
        ),
        f"publish_{noun}": publish,
    }


def bid() -> Walk:
    record = bids.drafted()
    person = bids.person_of(record.supplier)

    def revise() -> None:
        """A new version beside the one that counts."""
        record.refresh_from_db()
        if record.state == BidState.SEALED and not record.has_draft:
            bids.filled(bidding.start_bid(record.tender_id, supplier_id=record.supplier_id, by=person))
            record.refresh_from_db()

    def seal(to: str) -> object:
        return bidding.seal_bid(record.pk, by=person, version=record.row_version, once=no_key)

    def withdraw(to: str) -> object:
        return bidding.withdraw_bid(record.pk, by=person)

    return Walk(record, {"seal_bid": seal, "withdraw_bid": withdraw}, before={"seal_bid": revise})


def application() -> Walk:
    record = applications.filled()
    recruiter = staff(Role.RECRUITER, record.vacancy.entity)
    applicant = record.candidate.user
    asked = {"items_ar": "شهادة الخبرة", "items_en": "Certificate of experience"}

    def version() -> int:
        return applications.version(record)

    def seen() -> str:
        record.refresh_from_db()
        return str(record.state_told_at(now()))

    def reject(to: str) -> object:
        return screening.reject_application(record.pk, by=recruiter, version=version(), reason_code="education")

    def ask(to: str) -> object:
        due_at = now() + timedelta(days=10)
        return information.request_information(record.pk, by=recruiter, version=version(), due_at=due_at, **asked)

    def answer(to: str) -> object:
        return information.answer_information(
            record.pk, by=applicant, version=version(), answer="مرفقة.", uploads=[], once=no_key
        )

    return Walk(
        record,
        {
            "submit_application": lambda to: applications.submit(record),
            "withdraw_application": lambda to: applying.withdraw_application(record.pk, by=applicant),
            "move_application": lambda to: screening.move_application(record.pk, to, by=recruiter, version=version()),
            "reject_application": reject,
            "undo_decision": lambda to: screening.undo_decision(record.pk, by=recruiter, version=version()),
            "request_information": ask,
            "answer_information": answer,
        },
        seen={"withdraw_application": seen},
    )


WALKS: dict[str, tuple[Table, Callable[[], Walk]]] = {
    "entities.states.INVITATION_MOVES": (INVITATION_MOVES, invitation),
    "supply.states.SUPPLIER_MOVES": (SUPPLIER_MOVES, supplier),
    "supply.states.TENDER_MOVES": (TENDER_MOVES, tender),
    "supply.bid_states.BID_MOVES": (BID_MOVES, bid),
    "recruitment.states.VACANCY_MOVES": (VACANCY_MOVES, vacancy),
    "recruitment.application_states.APPLICATION_MOVES": (APPLICATION_MOVES, application),
}
# Deeds of several people in one room, at an hour, or by another worker: {deed: test that walks it}.
ELSEWHERE = {
    "start_opening": "tests/supply/test_opening.py",
    "open_bids": "tests/supply/test_opening.py",
    "adjourn_opening": "tests/supply/test_opening_turns.py",
    "approve_change": "tests/recruitment/test_changing.py",
    "conclude_vacancy": "tests/recruitment/test_changing.py",
    "agree_to_reversal": "tests/recruitment/test_decisions.py",
}
# Asked again, they answer what they answered before: no refusal, and no change either.
ANSWERS_AGAIN = {("submit_application", str(state)) for state in ApplicationState if state != ApplicationState.DRAFT}
# No move: the text of a draft changes as often as its writer likes.
NO_MOVE = {("edit_tender", "draft"), ("edit_vacancy", "draft")}
# The table says where it leads; whether there is something to undo is another question.
MAY_REFUSE = {"undo_decision"}
# Led by the door to one of several states; all others find their target themselves.
TAKES_TARGET = {"move_application"}
