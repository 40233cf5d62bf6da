"""/dev/letters/: what the portal has written to people, readable by a newcomer. Mounted by the development settings alone."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation

MOST = 100


def _messages() -> list[tuple[str, EmailMessage]]:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:MOST]
    return [(file.stem, _parse(file)) for file in files]


def _parse(file: Path) -> EmailMessage:
    raw = file.read_bytes().rsplit(b"\n" + b"-" * 79, 1)[0]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _text(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def letters(request: HttpRequest) -> HttpResponse:
    shown = [
        {
            "name": name,
            "to": message["To"],
            "subject": message["Subject"],
            "date": message["Date"],
            "text": _text(message, "plain"),
        }
        for name, message in _messages()
    ]
    with translation.override("en"):
        return render(request, "messaging/dev_letters.html", {"letters": shown})


def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    for known, message in _messages():
        if known == name:
            return HttpResponse(
                _text(message, "html"),
                headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"},
            )
    raise Http404


app_name = "dev"
urlpatterns = [path("", letters, name="letters"), path("<str:name>/", letter_html, name="letter")]
