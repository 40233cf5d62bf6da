"""A double click, a retry, a second tab: the same key at the same door gets the same receipt.

The key stands in the form (record id and row version) or in the header Idempotency-Key. It is kept in the deed's own
transaction, so a deed that failed leaves no key behind.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shared.files.refusals import FileTooLarge
from shared.models import IdempotencyKey, Receipt
from shared.refusals import Answered, Refused

NOT_MEANING = {"csrfmiddlewaretoken", "idempotency_key"}


class KeyMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("We could not read what you sent. Go back to the page and try again."), status=400)


class KeyReused(Refused):
    """The same key came with another content: which of both did the person mean?"""

    def __init__(self) -> None:
        super().__init__(_("The data changed after you opened this page. Check it and try again."))


@dataclass
class Once:
    """`receipt` is the stored answer, if this key was answered. A deed calls `keep` inside its transaction."""

    actor: str = ""
    door: str = ""
    key: str = ""
    body_hash: str = ""
    receipt: Receipt | None = field(default=None)

    def keep(self, receipt: Receipt) -> Receipt:
        if self.key:
            IdempotencyKey.objects.create(
                actor=self.actor, door=self.door, key=self.key, body_hash=self.body_hash, receipt=receipt
            )
        return receipt


no_key = Once()


@contextmanager
def once(request: HttpRequest, *, door: str) -> Iterator[Once]:
    """Look the key up, let the door work, and where a parallel twin was faster, answer with the twin's receipt.

    Raises KeyMissing (400), KeyReused (409), Answered (the middleware leads to the receipt).
    """
    key = str(request.POST.get("idempotency_key") or request.headers.get("Idempotency-Key") or "")[:100]
    if not key.isprintable() or not key:  # NUL, among others, is no text for the database
        raise KeyMissing
    asked = Once(_actor(request), door, key, _body_hash(request))
    asked.receipt = _stored(asked)
    try:
        yield asked
    except (Refused, IntegrityError):
        if asked.receipt is None and (twin := _stored(asked)):
            raise Answered(twin) from None
        raise


def _stored(asked: Once) -> Receipt | None:
    kept = (
        IdempotencyKey.objects.select_related("receipt")
        .filter(actor=asked.actor, door=asked.door, key=asked.key)
        .first()
    )
    if kept is None:
        return None
    if kept.body_hash != asked.body_hash:
        raise KeyReused
    return kept.receipt


def _actor(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return str(request.user.pk)
    if not request.session.session_key:
        request.session.create()
    return f"session:{request.session.session_key}"


def _body_hash(request: HttpRequest) -> str:
    """Digest of what was meant: the record that the address names, every field but the token and the key, every file."""
    digest = hashlib.sha256()
    if request.resolver_match:
        for name, value in sorted(request.resolver_match.kwargs.items()):
            digest.update(f"{name}\0{value}\0".encode())
    for name in sorted(set(request.POST) - NOT_MEANING):
        for value in request.POST.getlist(name):
            digest.update(f"{name}\0{value}\0".encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(f"{name}\0{upload.name}\0{_content(upload)}\0".encode())
    return digest.hexdigest()


def _content(upload: Any) -> str:
    """Of one whose bytes were dropped as they came, for there were too many, the size: it is refused anyhow."""
    digest = hashlib.sha256()
    try:
        for chunk in upload.chunks():
            digest.update(chunk)
    except FileTooLarge:
        return str(upload.size)
    upload.seek(0)
    return digest.hexdigest()
