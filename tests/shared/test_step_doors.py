"""Whoever's sign-in ran out while he typed comes back to the step with his text. Shown on the supplier's registration."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import sessions
from shared import secrecy, step_doors
from supply import registration
from supply.models import Supplier
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
STEP = "/ar/suppliers/register/company/"
LICENCE = "/ar/suppliers/register/licence/"
TYPED = {
    "legal_name_ar": "مؤسسة الواحة",
    "legal_name_en": "",
    "scale": "small",
    "address": "شارع النخيل",
    "version": "0",
}
BACK_AGAIN = "ما كتبته موجود في النموذج من جديد"


@pytest.fixture
def person():
    user = UserFactory()
    registration.register_supplier(by=user, at=timezone.now())
    return user


def sign_in(client, user, address):
    return client.post(address, {"login": user.email, "password": PASSWORD})


@pytest.mark.promise("FND-1.9")
def test_a_sign_in_that_ran_out_leads_back_to_the_step_with_what_was_typed(client, person):
    sent_away = client.post(STEP, TYPED, follow=True)
    door, _status = sent_away.redirect_chain[-1]
    assert door == f"/ar/account/sign-in/?next={STEP}"
    assert "انتهت جلستك. سجّل الدخول للمتابعة من حيث توقفت." in sent_away.content.decode()

    returned = sign_in(client, person, door)
    assert returned["Location"] == STEP
    page = client.get(STEP).content.decode()
    assert BACK_AGAIN in page
    assert 'value="مؤسسة الواحة"' in page
    assert 'value="شارع النخيل"' in page
    assert re.search(r'value="small"[^>]*checked', page)
    assert Supplier.objects.get().read_draft() == {}, "nothing is saved before the person saves it"

    assert "مؤسسة الواحة" not in client.get(STEP).content.decode(), "it is shown once"


@pytest.mark.promise("FND-1.9")
def test_dates_and_lists_come_back_too(client, person):
    client.post(LICENCE, {"licence_no": "CN-1", "licence_expires_on_day": "31", "licence_expires_on_month": "12"})
    client.force_login(person)
    page = client.get(LICENCE).content.decode()
    assert 'value="31"' in page
    assert 'value="12"' in page
    client.logout()
    client.post("/ar/suppliers/register/categories/", {"categories": ["03000000", "09000000"]})
    client.force_login(person)
    assert client.get("/ar/suppliers/register/categories/").content.decode().count("checked") == 2


def test_what_was_typed_is_nowhere_in_the_clear_and_neither_token_nor_file_is_kept(client, person):
    from tests.factories import files as made

    licence = made.upload(made.pdf(), "licence.pdf")
    client.post(LICENCE, {"licence_no": "CN-SECRET", "csrfmiddlewaretoken": "x" * 64, "licence_file": licence})
    stored = Session.objects.get().get_decoded()
    assert "CN-SECRET" not in str(stored)
    kept = secrecy.decrypt(stored[step_doors.KEPT], purpose=step_doors.KEPT)
    assert "CN-SECRET" in kept
    assert "csrfmiddlewaretoken" not in kept
    assert "licence_file" not in kept


def test_another_step_another_person_and_a_later_day_see_nothing_of_it(client, person, monkeypatch):
    client.post(STEP, TYPED)
    client.force_login(person)
    assert BACK_AGAIN not in client.get(LICENCE).content.decode()
    client.logout()

    monkeypatch.setattr(step_doors, "KEEP_FOR", timedelta(0))
    client.post(STEP, TYPED)
    client.force_login(person)
    assert BACK_AGAIN not in client.get(STEP).content.decode()


def test_somebody_else_who_signs_in_here_does_not_get_to_see_it(client, person):
    client.force_login(person)
    client.get(STEP)
    session = client.session
    session[sessions.SEEN] -= 2 * 60 * 60
    session.save()
    assert client.post(STEP, TYPED).status_code == 302
    other = UserFactory()
    registration.register_supplier(by=other, at=timezone.now())
    client.force_login(other)
    page = client.get(STEP).content.decode()
    assert BACK_AGAIN not in page
    assert "شارع النخيل" not in page


@pytest.mark.promise("FND-1.9")
@pytest.mark.parametrize("end", ["signed out", "ran out"])
def test_what_is_sent_from_a_tab_after_another_tab_ended_the_sign_in_is_for_its_writer_alone(client, person, end):
    client.force_login(person)
    client.get(STEP)
    if end == "signed out":
        client.post("/ar/account/sign-out/")
    else:
        session = client.session
        session[sessions.SEEN] -= 2 * 60 * 60
        session.save()
        client.get("/ar/account/")
    client.post(STEP, TYPED)
    other = UserFactory()
    registration.register_supplier(by=other, at=timezone.now())
    client.force_login(other)
    assert "شارع النخيل" not in client.get(STEP).content.decode()

    client.post("/ar/account/sign-out/")
    client.force_login(person)
    client.post("/ar/account/sign-out/")
    client.post(STEP, TYPED)
    client.force_login(person)
    assert "شارع النخيل" in client.get(STEP).content.decode()


def test_a_text_beyond_every_honest_step_is_not_kept(client):
    client.post(STEP, {"address": "س" * step_doors.MOST_CHARACTERS})
    assert step_doors.KEPT not in client.session


def test_a_hidden_text_is_read_for_its_purpose_alone_and_never_after_a_change(settings):
    hidden = secrecy.encrypt("نص", purpose="one")
    assert secrecy.decrypt(hidden, purpose="one") == "نص"
    assert secrecy.decrypt(hidden, purpose="two") is None
    assert secrecy.decrypt(f"{hidden[:-4]}AAAA", purpose="one") is None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert secrecy.decrypt(hidden, purpose="one") == "نص"
