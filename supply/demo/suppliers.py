import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.utils import timezone

from shared import files
from shared.clock import database_now
from shared.papers import pdf
from supply import registration
from supply.forms.registration import draft_values
from supply.models import Supplier
from supply.rules.licence import normalise_licence
from supply.states import OPEN_REGISTRATIONS

WRITTEN = Path(__file__).parent / "suppliers.toml"


def build(world: Any) -> None:
    for facts in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["supplier"]:
        _build_one(world, facts)


def _build_one(world: Any, facts: dict[str, Any]) -> None:
    person = _person(world, facts)
    licence_no = normalise_licence(facts["licence_no"])
    own = Supplier.objects.for_user(person)
    if own.filter(licence_no=licence_no).exists() or own.filter(state__in=OPEN_REGISTRATIONS).exists():
        return
    supplier = _begin(person, facts)
    if facts["ends"] == "draft":
        return
    supplier = _submit(supplier, person, facts)
    if facts["ends"] == "accepted":
        registration.accept_registration(supplier.pk, by=_verifier(world), at=database_now())
    if facts["ends"] == "returned":
        reasons = {name: facts[f"return_{name}"] for name in ("reason_ar", "reason_en")}
        registration.return_registration(supplier.pk, by=_verifier(world), at=database_now(), **reasons)


def _begin(person: Any, facts: dict[str, Any]) -> Supplier:
    supplier = registration.register_supplier(by=person, at=database_now())
    for step, written in draft_values(_values(facts)).items():
        supplier = registration.save_registration_step(
            supplier.pk, step, written, by=person, version=supplier.row_version
        )
    return supplier


def _submit(supplier: Supplier, person: Any, facts: dict[str, Any]) -> Supplier:
    copy = pdf("licence.pdf", ["Trade licence (demo)", facts["legal_name_en"], facts["licence_no"]])
    received = files.receive(copy, kind="licence", by=person, at=database_now())
    supplier = registration.attach_licence(supplier.pk, received, by=person)
    return registration.submit_registration(
        supplier.pk, by=person, at=database_now(), version=supplier.row_version, **_values(facts)
    )


def _values(facts: dict[str, Any]) -> dict[str, Any]:
    values = {name: facts[name] for name in registration.FACTS if name in facts}
    return values | {"licence_expires_on": timezone.localdate() + timedelta(days=facts["licence_valid_days"])}


def _verifier(world: Any) -> Any:
    return world.people["verifier@demo.example"]


def _person(world: Any, facts: dict[str, Any]) -> Any:
    """One of the printed accounts, or another person of the invented city, with whose password nobody signs in."""
    email = facts["person"]
    users = get_user_model()._default_manager
    person = world.people.get(email) or users.filter(email=email).first()
    if person is None:
        names = {name: facts[name] for name in ("full_name_ar", "full_name_en")}
        person = get_user_model().objects.create_user(email, None, **names)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
