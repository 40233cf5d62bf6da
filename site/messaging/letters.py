"""Letters to people: one an event and recipient, in the recipient's language, whoever triggered it.

A template is a folder of the domain app: `<app>/templates/letters/<name>/{subject.txt, email.txt}`, and `email.html` where the
plain frame around the text is not enough. They see `about` (the record), `recipient`, `language`, `base_url` and, where
they may be stopped, `stop_url`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from messaging.models import Letter
from shared import outbox

if TYPE_CHECKING:
    from accounts.models import User


_stops: dict[str, "Callable[[Letter], str]"] = {}


def stoppable(template: str, address: "Callable[[Letter], str]") -> None:
    """Letters of this template are no answer to a request: each ends with the path at which its reader stops them.

    GET there shows what POST does, without signing in, and mail programs may send the POST themselves (RFC 8058).
    """
    _stops[template] = address


def send(
    template: str, *, to: "User | str", about: models.Model | None, key: int | str, language: str | None = None
) -> Letter:
    """Queue a letter inside the caller's transaction.

    `send("recruitment:application_submitted", to=user, about=application, key=message.delivery_id)`; `to` is a user,
    or an address with `language`. The same key, template and recipient again is the same letter.
    """
    user, address = (None, to) if isinstance(to, str) else (to, "")
    chosen = language or (user.language if user else settings.LANGUAGE_CODE)
    letter, created = Letter.objects.get_or_create(
        event_key=str(key),
        template=template,
        user=user,
        address=address,
        channel="email",
        defaults={
            "language": chosen,
            "subject_type": about._meta.label_lower if about is not None else "",
            "subject_id": str(about.pk) if about is not None else "",
        },
    )
    if created:
        outbox.post("messaging.letter.queued", letter=letter.pk)
    return letter


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail as it goes out now. Text and HTML, both in the letter's language."""
    about = _about(letter)
    with translation.override(letter.language):
        subject, text = subject_of(letter, about), text_of(letter, about)
        context = {**_context(letter, about), "text": text, "subject": subject}
        framed, html = _plain("messaging/letter.txt", context), _html(_folder(letter), context)
    message = EmailMultiAlternatives(subject, framed, to=[letter.to])
    # One key a letter, also at the provider: a server that sees it twice may drop the twin.
    message.extra_headers["Message-ID"] = (
        f"<{letter.pk}@{settings.BASE_URL.split('//')[-1].split('/')[0].split(':')[0]}>"
    )
    if stop := context["stop_url"]:
        message.extra_headers["List-Unsubscribe"] = f"<{context['base_url']}{stop}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach_alternative(html, "text/html")
    return message


def subject_of(letter: Letter, about: models.Model | None) -> str:
    """In the active language."""
    return " ".join(_plain(f"letters/{_folder(letter)}/subject.txt", _context(letter, about)).split())


def text_of(letter: Letter, about: models.Model | None) -> str:
    return _plain(f"letters/{_folder(letter)}/email.txt", _context(letter, about)).strip()


def _folder(letter: Letter) -> str:
    return letter.template.partition(":")[2]


def _context(letter: Letter, about: models.Model | None) -> dict[str, object]:
    return {
        "about": about,
        "recipient": letter.user,
        "language": translation.get_language(),
        "base_url": settings.BASE_URL.rstrip("/"),
        "letter": letter,
        "stop_url": _stops[letter.template](letter) if letter.template in _stops else "",
    }


def _plain(template: str, context: dict[str, object]) -> str:
    """Plain text is no HTML: quotes and ampersands stay as they are."""
    return str(Engine.get_default().get_template(template).render(Context(context, autoescape=False)))


def _html(folder: str, context: dict[str, object]) -> str:
    try:
        return render_to_string(f"letters/{folder}/email.html", context)
    except TemplateDoesNotExist as missing:
        if str(missing) != f"letters/{folder}/email.html":
            raise
        return render_to_string("messaging/letter_of_text.html", context)


def _about(letter: Letter) -> models.Model | None:
    if not letter.subject_type:
        return None
    about: models.Model = apps.get_model(letter.subject_type)._base_manager.get(pk=letter.subject_id)
    return about
