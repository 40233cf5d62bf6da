import re

import pytest
from django.core import mail
from django.core.cache import cache, caches

from accounts.models import User
from tests.factories.accounts import PASSWORD, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
CODE_OF_RESET = "/ar/account/password/reset/code/"
FACTS = {
    "full_name_ar": "سلمى المنصوري",
    "full_name_en": "",
    "email": "Salma@Example.org",
    "password1": "a-garden-of-dates",
}


def code() -> str:
    found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[0]


@pytest.mark.promise("FND-1.13")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_person_signs_up_with_a_code_signs_out_and_in_again(client, language):
    answer = client.post(f"/{language}/account/sign-up/", FACTS, follow=True)
    assert answer.redirect_chain[-1][0] == f"/{language}/account/confirm/"
    user = User.objects.get(email="salma@example.org")
    assert (user.language, user.full_name_ar, user.kind) == (language, "سلمى المنصوري", "citizen")

    wrong = client.post(f"/{language}/account/confirm/", {"code": "000000" if code() != "000000" else "111111"})
    assert "_auth_user_id" not in client.session
    assert wrong.context["form"].errors
    assert wrong.status_code == 422
    # An Arabic keyboard types the same six digits in its own script.
    typed = code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    answer = client.post(f"/{language}/account/confirm/", {"code": typed}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/{language}/account/"

    assert client.get(f"/{language}/account/sign-out/").status_code == 200, "a link signs nobody out"
    assert "_auth_user_id" in client.session
    client.post(f"/{language}/account/sign-out/")
    assert "_auth_user_id" not in client.session
    client.post(f"/{language}/account/sign-in/", {"login": " SALMA@example.org", "password": FACTS["password1"]})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.promise("FND-1.13")
def test_a_forgotten_password_is_replaced_by_a_code(client):
    user = UserFactory()
    client.post("/en/account/password/reset/", {"email": user.email})
    answer = client.post("/en/account/password/reset/code/", {"code": code()}, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/account/password/reset/new/"
    client.post(
        "/en/account/password/reset/new/", {"password1": "another-good-one-12", "password2": "another-good-one-12"}
    )

    user.refresh_from_db()
    assert user.check_password("another-good-one-12")


@pytest.mark.promise("FND-1.13")
@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "كلمة المرور قصيرة. يجب ألا تقل عن 12 حرفًا."),
        ("password1234", "كلمة المرور هذه شائعة ويسهل تخمينها. اختر كلمة مرور أخرى."),
        ("salma@example.org", "كلمة المرور قريبة جدًا من البريد الإلكتروني. اختر كلمة مرور أخرى."),
    ],
)
def test_a_weak_password_is_refused_beside_its_field_and_the_rest_is_kept(client, password, words):
    answer = client.post("/ar/account/sign-up/", {**FACTS, "password1": password})
    assert answer.context["form"].errors["password1"] == [words]
    assert "سلمى المنصوري" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.promise("FND-1.13")
@pytest.mark.parametrize(
    ("old", "again", "field", "words"),
    [
        ("not-the-password", "another-good-one-12", "oldpassword", "كلمة المرور غير صحيحة."),
        (PASSWORD, "another-good-one-13", "password2", "أدخل كلمة المرور نفسها في الحقلين."),
    ],
)
def test_a_password_that_is_not_changed_says_why_in_the_words_of_the_portal(client, old, again, field, words):
    client.force_login(UserFactory())
    typed = {"oldpassword": old, "password1": "another-good-one-12", "password2": again}
    answer = client.post("/ar/account/password/", typed)
    assert answer.context["form"].errors == {field: [words]}


def test_sign_up_tells_nobody_that_an_account_exists(client):
    UserFactory(email="salma@example.org")
    known = client.post("/ar/account/sign-up/", FACTS, follow=True)
    letter = mail.outbox[-1]
    client.session.flush()
    unknown = client.post("/ar/account/sign-up/", {**FACTS, "email": "other@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert (
        known.content.decode().replace("salma@", "other@").split("<form", 2)[0]
        == unknown.content.decode().split("<form", 2)[0]
    )
    assert not re.search(r"\d{6}", letter.body)


@pytest.mark.promise("REL-1.5")
@pytest.mark.parametrize("address", ["salma@example.org", "nobody@example.org"])
def test_parallel_guesses_of_a_code_get_no_more_than_three(client, address):
    """Each of them finds the session as it was before any other was counted in it."""
    UserFactory(email="salma@example.org")
    door = client.post("/ar/account/password/reset/", {"email": address})["Location"]
    sent = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    before = client.session["account_password_reset_verification"]
    answers = []
    for guess in ("000000", "000001", "000002", sent.group() if sent else "000003"):
        session = client.session
        session["account_password_reset_verification"] = before
        session.save()
        answers.append(client.post(door, {"code": guess}).status_code)
    assert answers == [422, 422, 422, 429]


@pytest.mark.promise("REL-1.5")
@pytest.mark.parametrize("address", ["salma@example.org", "nobody@example.org"])
def test_a_new_code_in_another_session_gives_no_new_guesses_for_ever(client, address):
    """Three guesses of each of 50 codes a day would find one of a million in no time, from many places at once."""
    user = UserFactory(email="salma@example.org")
    for turn in range(10):
        _another_session(client, address, turn)
        guesses = [client.post(CODE_OF_RESET, {"code": "00000x"}).status_code for _guess in range(3)]
        assert guesses == [422, 422, 302]
    sent = _another_session(client, address, turn=10)
    refused = client.post(CODE_OF_RESET, {"code": sent})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 23 * 3600
    _another_session(client, "other@example.org", turn=11)
    assert client.post(CODE_OF_RESET, {"code": "00000x"}).status_code == 422
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def _another_session(client, address, turn) -> str:
    """A reset begun elsewhere, minutes later (allauth sends five codes a minute); the code, or any where none was sent."""
    cache.clear()
    caches["limits"].clear()
    client.cookies.clear()
    client.post("/ar/account/password/reset/", {"email": address}, REMOTE_ADDR=f"192.0.2.{turn}")
    sent = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    return sent.group() if sent else "000003"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    UserFactory(email="salma@example.org")
    answers = [
        client.post("/ar/account/sign-in/", {"login": address, "password": "wrong-wrong-wrong"})
        for address in ("salma@example.org", "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].context["form"].errors == answers[1].context["form"].errors


def test_five_wrong_guesses_lock_this_address_out_and_the_person_elsewhere_not(client):
    user = UserFactory()
    door = "/en/account/sign-in/"
    for _ in range(5):
        last = client.post(door, {"login": user.email, "password": "wrong-wrong-wrong"}, REMOTE_ADDR="127.0.0.1")
    assert last.status_code == 429
    assert last["Retry-After"] == "900"
    assert client.post(door, {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="127.0.0.1").status_code == 429
    assert "_auth_user_id" not in client.session
    client.post(door, {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    assert "_auth_user_id" in client.session


def test_sign_in_returns_to_where_the_person_was_but_never_to_another_site(client):
    user = UserFactory()
    facts = {"login": user.email, "password": PASSWORD}
    assert client.post("/en/account/sign-in/?next=/en/account/profile/", facts)["Location"] == "/en/account/profile/"
    client.post("/en/account/sign-out/")
    assert "evil" not in client.post("/en/account/sign-in/?next=https://evil.example/", facts)["Location"]


@pytest.mark.promise("FND-1.13")
def test_there_is_one_sign_in_door_and_a_customer_is_refused_at_the_staff_area(client):
    assert client.get("/admin/login/")["Location"] == "/ar/account/sign-in/?next=/admin/"
    assert client.get("/admin/password_reset/")["Location"].startswith("/ar/account/sign-in/")
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_account_that_was_disabled_is_out_at_the_next_request(client):
    user = StaffFactory()
    client.force_login(user)
    assert client.get("/ar/account/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/ar/account/").status_code == 302


def test_the_profile_keeps_what_was_typed_and_reads_arabic_digits(client):
    user = UserFactory()
    client.force_login(user)
    facts = {"full_name_ar": "سلمى", "full_name_en": "", "phone": "٠٥٠ ١٢٣ ٤٥٦٧", "language": "en"}
    client.post("/ar/account/profile/", facts)
    user.refresh_from_db()
    assert (user.phone, user.language, user.full_name_ar) == ("+971501234567", "en", "سلمى")

    answer = client.post("/ar/account/profile/", {**facts, "phone": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.content.decode()


def test_when_the_mail_server_refuses_the_page_says_so(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = client.post("/en/account/sign-up/", FACTS)
    assert answer.status_code == 503
    assert "could not be sent" in answer.content.decode()
