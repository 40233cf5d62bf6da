"""Drafts that lack nothing but the last click, with the request that makes it: for whoever measures or breaks the portal."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from recruitment import publishing
from shared.clock import database_now
from tests.factories import applications as application_factory
from tests.factories import bids as bid_factory
from tests.factories import people, recruitment, supply
from tests.factories.recruitment import published_vacancy

TOKEN = "t" * 32  # cookie and field agree: that is what Django asks for


@dataclass(frozen=True)
class Ready:
    """`kind` is application, bid or vacancy, `id` the draft's; posting `form` to `path` with `cookies` submits or publishes it."""

    kind: str
    id: str
    path: str
    form: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


@cache
def number_from_now() -> None:
    """Where a database of an earlier run is still there, e-mails and references of this one follow on.

    Once a process: a second time it would go back to numbers that are taken, where more than ten a second were made.
    """
    for factory in (
        people.PersonFactory,
        people.EntityFactory,
        supply.SupplierFactory,
        supply.StoredFileFactory,
        supply.TenderFactory,
        recruitment.VacancyFactory,
    ):
        factory.reset_sequence(int(time.time() * 10) % 10_000_000)


def applications(count: int) -> Iterator[Ready]:
    """To one vacancy, each by a person of its own."""
    vacancy = published_vacancy()
    for _number in range(count):
        draft = application_factory.filled(vacancy, by=people.PersonFactory())
        path = f"/ar/jobs/{vacancy.reference}/apply/check/"
        yield _ready("application", path, draft, application_factory.owner(draft))


def bids(count: int) -> Iterator[Ready]:
    """For one tender, each by a firm of its own."""
    tender = bid_factory.open_tender()
    for _number in range(count):
        draft = bid_factory.drafted(tender)
        path = f"/ar/tenders/{tender.reference}/bid/seal/"
        yield _ready("bid", path, draft, bid_factory.person_of(draft.supplier))


def publications(count: int) -> Iterator[Ready]:
    """Vacancies that await nothing but their approver's yes, all of one entity."""
    entity = people.EntityFactory()
    recruiter, approver = (
        people.staff(role, entity) for role in (people.Role.RECRUITER, people.Role.RECRUITMENT_APPROVER)
    )
    cookies = _signed_in(approver)
    for _number in range(count):
        draft = recruitment.VacancyFactory(entity=entity, author=recruiter)
        frozen = publishing.send_for_approval(draft.pk, by=recruiter, at=database_now(), version=draft.row_version)
        form = {"csrfmiddlewaretoken": TOKEN, "approved": frozen.sha256}
        yield Ready("vacancy", str(draft.pk), f"/admin/recruitment/vacancies/{draft.pk}/publish/", form, cookies)


def readers(count: int) -> Iterator[Ready]:
    """Editors who search: staff alone are told which engine answered."""
    for _number in range(count):
        editor = people.staff(people.Role.EDITOR, people.EntityFactory())
        yield Ready("reader", str(editor.pk), "/search/", {}, _signed_in(editor))


def _ready(kind: str, path: str, draft: Any, person: Any) -> Ready:
    form = {
        "csrfmiddlewaretoken": TOKEN,
        "idempotency_key": f"{draft.pk}-{draft.row_version}",
        "version": str(draft.row_version),
    }
    return Ready(kind, str(draft.pk), path, form, _signed_in(person))


def _signed_in(person: Any) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(person)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
