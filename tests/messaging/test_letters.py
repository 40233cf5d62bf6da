import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.template import engines
from django.urls import Resolver404, resolve
from django.utils import translation

from messaging import letters
from messaging.models import Letter, LetterState
from shared import outbox
from shared.models import OutboxDelivery
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TEMPLATES = {
    "letters/tested/subject.txt": "{% load i18n %}{% translate 'Sign in' %}",
    "letters/tested/email.txt": "{% load i18n %}{% translate 'My account' %}: {{ about.full_name }} {{ base_url }}",
}


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    """Letters of this test alone."""
    from django.template.loaders.locmem import Loader

    engine = engines["django"].engine
    monkeypatch.setattr(engine, "template_loaders", [Loader(engine, TEMPLATES), *engine.template_loaders])


@pytest.mark.promise("FND-1.15")
@pytest.mark.parametrize(("language", "words"), [("ar", "حسابي"), ("en", "My account")])
def test_a_letter_goes_out_once_in_the_recipients_language_whoever_triggered_it(language, words):
    user = UserFactory(language=language)
    with translation.override("en" if language == "ar" else "ar"):
        for _ in range(2):
            letters.send("tests:tested", to=user, about=user, key=7)
        outbox.deliver_all()

    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert (sent.to, words in sent.body) == ([user.email], True)
    html = sent.alternatives[0][0]
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert Letter.objects.get().state == LetterState.SENT


@pytest.mark.promise("FND-1.15")
def test_a_mail_server_that_refuses_is_tried_again_and_the_letter_still_goes_out_once(monkeypatch):
    user = UserFactory()
    letters.send("tests:tested", to=user, about=user, key=7)
    delivery = OutboxDelivery.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(
            "django.core.mail.message.EmailMessage.send", lambda self: (_ for _ in ()).throw(ConnectionError())
        )
        assert outbox.deliver(delivery.pk) is False
    assert Letter.objects.get().state == LetterState.TEMPORARY_FAILURE

    assert outbox.deliver(delivery.pk) is True
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{Letter.objects.get().pk}@")


def test_the_database_itself_keeps_one_letter_an_event_and_recipient():
    user = UserFactory()
    letters.send("tests:tested", to=user, about=None, key=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(event_key="7", template="tests:tested", user=user, language="ar")


def test_a_letter_is_not_stored_as_text():
    letters.send("tests:tested", to="someone@example.org", about=None, key=7, language="en")
    assert {field.name for field in Letter._meta.get_fields()}.isdisjoint({"text", "body", "subject", "html"})


@pytest.mark.promise("FND-1.15")
def test_the_page_that_shows_letters_is_a_matter_of_development_alone():
    with pytest.raises(Resolver404):
        resolve("/dev/letters/")
    from portal.settings import dev

    assert dev.DEV_LETTERS is True
