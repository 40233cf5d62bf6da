"""A person reads on the portal what was written to him, in the language of the page."""

import pytest
from django.template import engines

from messaging import letters
from messaging.models import Letter, LetterState
from tests.factories.accounts import UserFactory
from tests.factories.people import EntityFactory

pytestmark = pytest.mark.django_db
TEMPLATES = {
    "letters/tested/subject.txt": "{% load i18n %}{% translate 'Sign in' %}: {{ about.code }}",
    "letters/tested/email.txt": "{% load i18n %}{% translate 'My account' %} {{ about.name_en }}\n\n{{ base_url }}/ar/ <b>&",
}


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    from django.template.loaders.locmem import Loader

    engine = engines["django"].engine
    monkeypatch.setattr(engine, "template_loaders", [Loader(engine, TEMPLATES), *engine.template_loaders])


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize(("language", "words"), [("ar", "تسجيل الدخول"), ("en", "Sign in")])
def test_letters_are_listed_newest_first_and_read_in_words(client, person, language, words):
    first, second = EntityFactory(), EntityFactory()
    for key, entity in enumerate((first, second)):
        letters.send("tests:tested", to=person, about=entity, key=key)
    page = client.get(f"/{language}/account/messages/")
    subjects = [each.subject for each in page.context["letters"]]
    assert subjects == [f"{words}: {second.code}", f"{words}: {first.code}"]
    assert subjects[0] in client.get(f"/{language}/account/").content.decode()

    shown = client.get(f"/{language}/account/messages/{Letter.objects.first().pk}/").content.decode()
    assert "&lt;b&gt;" in shown, "a letter is text, never markup"
    assert '/ar/"' in shown, "its addresses are links"


def test_anothers_letter_does_not_exist(client, person):
    letter = letters.send("tests:tested", to=UserFactory(), about=EntityFactory(), key=1)
    assert client.get(f"/ar/account/messages/{letter.pk}/").status_code == 404
    assert client.get("/ar/account/messages/").context["letters"] == []


def test_a_letter_outlives_what_it_was_about(client, person):
    letters.send("tests:tested", to=person, about=EntityFactory(), key=1)
    Letter.objects.update(subject_id="0")
    assert client.get("/ar/account/messages/").status_code == 200
    assert client.get(f"/ar/account/messages/{Letter.objects.get().pk}/").status_code == 200


def test_what_could_not_be_delivered_says_so_and_what_was_cancelled_was_never_said(client, person):
    for key, state in enumerate((LetterState.PERMANENT_FAILURE, LetterState.CANCELLED)):
        letter = letters.send("tests:tested", to=person, about=None, key=key)
        Letter.objects.filter(pk=letter.pk).update(state=state)
    shown = client.get("/ar/account/messages/").context["letters"]
    assert [each.failed for each in shown] == [True]


@pytest.mark.parametrize("count", [1, 20])
def test_twenty_letters_cost_no_more_queries_than_one(client, person, count, django_assert_max_num_queries):
    for key in range(count):
        letters.send("tests:tested", to=person, about=EntityFactory(), key=key)
    client.get("/ar/account/messages/")
    with django_assert_max_num_queries(10):
        client.get("/ar/account/messages/")
