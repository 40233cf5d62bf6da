"""A long form goes on in another session; of two tabs the second loses nothing. Shown on the supplier's registration."""

import pytest
from django.test import Client
from django.utils import timezone

from supply import registration
from supply.models import Supplier
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.promise("FND-1.9")]
STEP = "/ar/suppliers/register/company/"
FACTS = {"legal_name_ar": "مؤسسة الواحة", "legal_name_en": "Oasis", "scale": "small", "vat_no": "", "address": "السوق"}


@pytest.fixture
def person():
    user = UserFactory()
    registration.register_supplier(by=user, at=timezone.now())
    return user


def device(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def draft():
    return Supplier.objects.get().read_draft().get("company", {})


def test_what_is_half_written_goes_on_from_another_device(person):
    office, home = device(person), device(person)
    office.post(STEP, {**FACTS, "legal_name_en": "", "version": 0, "leave": "1"})
    page = home.get(STEP).content.decode()
    assert 'value="مؤسسة الواحة"' in page
    assert home.post(STEP, {**FACTS, "version": 1}).status_code == 302
    assert draft()["legal_name_en"] == "Oasis"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_second_of_two_tabs_is_shown_both_texts_and_overwrites_nothing(person, language):
    first, second, step = device(person), device(person), STEP.replace("/ar/", f"/{language}/")
    first.post(step, {**FACTS, "version": 0})
    answer = second.post(step, {**FACTS, "address": "شارع النخيل", "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "السوق" in page
    assert "شارع النخيل" in page
    assert "legal_name_ar" not in page.split("<dl", 1)[-1].split("</dl>")[0], "fields are named in words"
    assert draft()["address"] == "السوق"
    assert second.post(step, {**FACTS, "address": "شارع النخيل", "version": 1}).status_code == 302
    assert draft()["address"] == "شارع النخيل"
