"""One cleaner for addresses and names: letters that deceive are refused or fall away, and nothing else is lost."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.models import User
from shared import cleaners
from shared.forms import EmailAddressField
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.promise("REL-1.5")
ZWNJ, ZWJ, RLO, PDI, NUL = "\u200c", "\u200d", "\u202e", "\u2069", "\x00"
GOOD = {
    "Salma@Example.ORG": "salma@example.org",
    " salma@example.org ": "salma@example.org",
    "ｓａｌｍａ@example.org": "salma@example.org",  # full width: the same letters
    "salma+jobs@mail.example.org": "salma+jobs@mail.example.org",
    "salma@موقع.وزارة-الاتصالات.مصر": "salma@xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c",
    "salma@münchen.example": "salma@xn--mnchen-3ya.example",
}
DECEIVING = [
    "sаlma@example.org",  # Cyrillic а
    "salma@exаmple.org",
    "salma@example.org\u202e",
    "sal\u200bma@example.org",
    "sal\u200dma@example.org",
    "salma@exa\u2066mple.org",
    "sal ma@example.org",
    "salma\n@example.org",
    "salma@example.org\x00",
    "salma@example\ud800.org",
    "salma",
    "@example.org",
    "salma@",
    "",
    "a@" + "b" * 70 + ".org",
]


@pytest.mark.parametrize(("typed", "canonical"), GOOD.items())
def test_an_address_has_one_form_however_it_is_typed(typed, canonical):
    assert EmailAddressField(label="x").clean(typed) == canonical


@pytest.mark.parametrize("typed", DECEIVING)
def test_an_address_that_deceives_is_refused(typed):
    with pytest.raises(ValidationError):
        EmailAddressField(label="x").clean(typed)


@given(st.text(max_size=80) | st.emails() | st.builds("{}@{}".format, st.text(max_size=20), st.text(max_size=40)))
def test_an_address_is_cleaned_once_and_for_all_or_refused(typed):
    try:
        clean = EmailAddressField(label="x", required=False).clean(typed)
    except ValidationError:
        return
    assert clean.isascii()
    assert clean == clean.lower()
    assert EmailAddressField(label="x", required=False).clean(clean) == clean
    assert EmailAddressField(label="x", required=False).clean(clean.upper()) == clean


@given(st.text(max_size=200))
def test_a_name_keeps_its_letters_and_loses_what_could_turn_it_around(typed):
    try:
        clean = cleaners.line(typed)
    except ValidationError:
        assert NUL in typed or any(0xD800 <= ord(letter) <= 0xDFFF for letter in typed)
        return
    assert not set(clean) & {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    assert not any(unicodedata.category(letter) == "Cc" for letter in clean)
    letters = [letter for letter in unicodedata.normalize("NFC", typed) if letter.isalnum()]
    assume(unicodedata.is_normalized("NFC", typed))
    assert [letter for letter in clean if letter.isalnum()] == letters
    assert cleaners.line(clean) == clean


def test_joiners_that_names_need_stay():
    assert cleaners.line(f"علی{ZWNJ}رضا") == f"علی{ZWNJ}رضا"
    assert cleaners.line(f"क्{ZWJ}ष") == f"क्{ZWJ}ष"
    assert cleaners.line(f"Salma{RLO}gro.live{PDI}") == "Salmagro.live"


@pytest.mark.django_db
def test_two_spellings_of_one_address_are_one_account_by_the_database_too(client):
    UserFactory(email="salma@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="SALMA@example.org")])
    facts = {"full_name_ar": "س", "full_name_en": "", "email": "Ｓalma@example.org", "password1": PASSWORD}
    client.post("/ar/account/sign-up/", facts)
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [each for each in DECEIVING if each and "\ud800" not in each])
def test_a_deceiving_address_is_said_beside_its_field_at_every_door(client, typed):
    facts = {"full_name_ar": "س", "full_name_en": "", "password1": PASSWORD}
    for door, name in (
        ("/ar/account/sign-up/", "email"),
        ("/ar/account/sign-in/", "login"),
        ("/ar/account/password/reset/", "email"),
    ):
        answer = client.post(door, {**facts, name: typed, "password": PASSWORD})
        assert answer.status_code == 422, door
        assert name in answer.context["form"].errors
    assert not User.objects.exists()
