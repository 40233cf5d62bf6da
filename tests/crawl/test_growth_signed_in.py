"""What signed-in people see asks as many queries for twenty rows as for one: every page without a parameter, and the lists
of one record."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from entities import inviting
from entities.models import Entity, Role
from recruitment.models import Vacancy
from search.editing import groups
from search.models import SearchPick, SearchUnfound
from shared import outbox
from shared.clock import database_now
from supply import registration
from supply.models import Supplier, Tender
from tests.factories import applications, bids
from tests.factories.people import EntityFactory, PersonFactory, also, staff
from tests.factories.recruitment import VacancyFactory, published_vacancy
from tests.factories.supply import StoredFileFactory, TenderDocumentFactory, TenderFactory, name_committee
from tests.security.sweep import PARAMETER, routes

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.12")]
OF_ENTITY = (
    Role.RECRUITER,
    Role.RECRUITMENT_APPROVER,
    Role.BUYER,
    Role.TENDER_APPROVER,
    Role.ENTITY_ADMIN,
    Role.EDITOR,
)
OF_PORTAL = (Role.SUPPLIER_VERIFIER, Role.PLATFORM_ADMIN)


@dataclass
class World:
    """One entity, one person of each side, and the records under which rows grow."""

    entity: Entity
    seeker: User
    firm: Supplier
    bidder: User
    employee: User
    vacancy: Vacancy
    tender: Tender

    def add(self, rows: int) -> None:
        """Of everything that stands in a list."""
        for _row in range(rows):
            applications.submitted(self.vacancy)
            applications.submitted(published_vacancy(entity=self.entity), by=self.seeker)
            applications.begun(published_vacancy(entity=self.entity), by=self.seeker)
            VacancyFactory(entity=self.entity, author=self.employee)
            bids.sealed(bids.open_tender(entity=self.entity, chair=self.employee), self.firm)
            bids.drafted(bids.open_tender(entity=self.entity), self.firm)
            TenderFactory(entity=self.entity, author=self.employee)
            TenderDocumentFactory(tender=self.tender)
            register(PersonFactory())
            invited = f"guest-{PersonFactory().pk}@example.org"
            inviting.invite(invited, role=Role.BUYER, entity=self.entity, by=self.employee, at=database_now())
            self._add_words_of_search()
        outbox.deliver_all(leaving=["opening"])

    def _add_words_of_search(self) -> None:
        number = SearchPick.objects.count()
        groups.keep([f"مفردة {number}", f"expression {number}"], by=self.employee, at=database_now())
        asked = {"asked": f"مجهول {number}", "language": "ar"}
        SearchPick.objects.create(**asked, typed=asked["asked"], things=[["vacancy", str(self.vacancy.pk)]])
        SearchUnfound.objects.create(**asked, words=asked["asked"], day=timezone.localdate(), sessions=5)

    def lists(self) -> dict[str, list[str]]:
        """By who looks at them."""
        plain = [route.path({}) for route in routes() if not PARAMETER.search(route.route) and route.route[:2] != "^("]
        own = [path for path in plain if not path.startswith("/admin/") and path != SESSIONS]
        return {
            "seeker": own,
            "bidder": own,
            "employee": [path for path in plain if path.startswith("/admin/")]
            + [
                f"/admin/recruitment/vacancies/{self.vacancy.pk}/{page}"
                for page in ("", "applications/", "applications/board/")
            ]
            + [f"/admin/supply/tenders/{self.tender.pk}/{page}" for page in ("", "documents/", "committee/")],
        }


SESSIONS = "/ar/account/sessions/"  # allauth reads each of them, and nobody has twenty


def register(owner: User) -> None:
    firm = registration.register_supplier(by=owner, at=database_now())
    registration.attach_licence(firm.pk, StoredFileFactory(owner=owner), by=owner)
    firm.refresh_from_db()
    registration.submit_registration(
        firm.pk, by=owner, at=database_now(), version=firm.row_version, legal_name_ar="شركة الريم", scale="small",
        legal_name_en="Al Reem", vat_no="", address="مدينة الواحة", licence_no=f"CN{firm.reference[-6:]}77",
        licence_authority="OED", licence_expires_on=database_now().date().replace(year=2099), contact_name="مريم",
        email="office@reem.example", phone="+97125550123", categories=["45000000"],
    )  # fmt: skip


@pytest.fixture
def world() -> World:
    entity, firm = EntityFactory(code="MUN"), bids.firm()
    employee = staff(OF_ENTITY[0], entity)
    for role in OF_ENTITY[1:]:
        also(role, employee, entity)
    for role in OF_PORTAL:
        also(role, employee)
    draft = TenderFactory(entity=entity, author=employee)
    name_committee(draft)
    vacancy = published_vacancy(entity=entity)
    return World(entity, PersonFactory(), firm, bids.person_of(firm), employee, vacancy, draft)


def counted(world: World) -> dict[str, Any]:
    found = {}
    for who, paths in world.lists().items():
        client = Client()
        client.force_login(getattr(world, who))
        for path in paths:
            client.get(path)  # once for what is learnt only once
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            if answer.status_code == 200 and not answer.streaming:
                found[f"{who} {path}"] = [query["sql"] for query in asked.captured_queries]
    return found


def test_twenty_rows_ask_no_more_than_one(world):
    world.add(1)
    one = {page: len(asked) for page, asked in counted(world).items()}
    world.add(19)
    twenty = counted(world)
    assert len(one) > 30
    grown = {
        page: (one[page], len(asked), asked[-3:]) for page, asked in twenty.items() if len(asked) > one.get(page, 0)
    }
    assert grown == {}
