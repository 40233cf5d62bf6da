"""Double click, retry, two tabs: at every door that keeps keys, the same key with the same body gets the same receipt."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.urls import reverse

from entities.models import Role
from recruitment import information, screening
from shared import outbox
from shared.clock import database_now
from shared.models import AuditEntry, IdempotencyKey, OutboxMessage, Receipt
from tests.factories import applications, bids
from tests.factories.people import staff
from tests.house.test_layout import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.promise("REL-1.6")]
CODE = ("site", "recruitment", "supply", "search")


@dataclass(frozen=True)
class Click:
    """Who clicks, where, and what his page sends; `meant` is the same body with something else in it."""

    who: Any
    path: str
    body: dict[str, Any]
    meant: dict[str, Any]


def submit_application(behind_the_clock: Any) -> Click:
    draft = applications.filled()
    path = reverse("recruitment:apply_check", args=[draft.vacancy.reference])
    body = {"idempotency_key": f"{draft.pk}:{draft.row_version}", "version": draft.row_version}
    return Click(applications.owner(draft), path, body, {**body, "version": draft.row_version + 1})


def answer_information(behind_the_clock: Any) -> Click:
    sent = applications.submitted()
    recruiter = staff(Role.RECRUITER, sent.vacancy.entity)
    screening.move_application(sent.pk, "screening", by=recruiter, version=applications.version(sent))
    behind_the_clock(sent, effective_at=timedelta(hours=-1))
    information.request_information(
        sent.pk, by=recruiter, version=applications.version(sent), due_at=database_now() + timedelta(days=10),
        items_ar="شهادة الخبرة", items_en="Certificate of experience",
    )  # fmt: skip
    version = applications.version(sent)
    body = {"idempotency_key": f"{sent.pk}:{version}", "version": version, "answer": "مرفقة."}
    path = reverse("recruitment:information", args=[sent.pk])
    return Click(applications.owner(sent), path, body, {**body, "answer": "لا توجد."})


def seal_bid(behind_the_clock: Any) -> Click:
    draft = bids.drafted()
    path = reverse("supply:bid_seal", args=[draft.tender.reference])
    body = {"idempotency_key": f"{draft.pk}-{draft.row_version}", "version": draft.row_version}
    return Click(bids.person_of(draft.supplier), path, body, {**body, "version": draft.row_version + 1})


DOORS: dict[str, Callable[[Any], Click]] = {
    "recruitment:application:submit": submit_application,
    "recruitment:application:answer_information": answer_information,
    "supply:bid:seal": seal_bid,
}


def doors_in_code() -> set[str]:
    """The name of every `once(request, door=NAME)` in the code."""
    found = set()
    for folder in CODE:
        for path in (ROOT / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "once":
                    found |= {_value(path, word.value) for word in call.keywords if word.arg == "door"}
    return found


def _value(path: Any, expression: ast.expr) -> str:
    if isinstance(expression, ast.Constant):
        return str(expression.value)
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("site."))
    return str(getattr(module, ast.unparse(expression)))


def test_every_door_that_keeps_keys_is_tried_here():
    assert doors_in_code() == set(DOORS)


def effects() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Receipt, IdempotencyKey, OutboxMessage, AuditEntry))


@pytest.fixture(params=DOORS)
def click(request, client, behind_the_clock) -> Click:
    made = DOORS[request.param](behind_the_clock)
    client.force_login(made.who)
    return made


def test_a_second_click_a_retry_and_another_tab_get_the_one_receipt(client, click):
    before = Receipt.objects.count()
    first = client.post(click.path, click.body)
    assert first.status_code == 302
    assert Receipt.objects.count() == before + 1
    assert first["Location"].endswith(f"{Receipt.objects.latest('issued_at').pk}/")
    outbox.deliver_all()
    after = effects()
    again = [client.post(click.path, click.body), client.post(click.path, {**click.body, "csrfmiddlewaretoken": "x"})]
    client.force_login(click.who)  # another session of the same person, as on another device
    again.append(client.post(click.path, click.body))
    assert [(answer.status_code, answer["Location"]) for answer in again] == [(302, first["Location"])] * 3
    assert effects() == after


def test_the_same_key_with_another_body_is_asked_back_and_changes_nothing(client, click):
    client.post(click.path, click.body)
    after = effects()
    for changed in (click.meant, {**click.body, "more": "1"}):
        assert client.post(click.path, changed).status_code == 409
    assert effects() == after


def test_a_key_in_the_header_counts_like_one_in_the_form(client, click):
    body = {name: value for name, value in click.body.items() if name != "idempotency_key"}
    headers = {"idempotency-key": "retry-1"}
    first = client.post(click.path, body, headers=headers)
    after = effects()
    again = client.post(click.path, body, headers=headers)
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert effects() == after


@pytest.mark.parametrize("key", ["", "\x00", "a\nb"])
def test_without_a_key_that_can_be_kept_nothing_is_done(client, click, key):
    before = effects()
    assert client.post(click.path, {**click.body, "idempotency_key": key}).status_code == 400
    assert effects() == before


def test_the_key_of_another_person_leads_nobody_to_his_receipt(client, click):
    client.post(click.path, click.body)
    after = effects()
    client.force_login(applications.owner(applications.filled()))
    before = effects()
    answer = client.post(click.path, click.body)
    assert (answer.status_code, "receipts" in answer.get("Location", "")) != (302, True)
    assert effects() == before
    assert after[0] <= before[0]
