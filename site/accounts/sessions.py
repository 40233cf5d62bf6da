"""How long a sign-in lasts, and the sessions that a person has on other devices."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from shared.step_doors import LAST_PERSON

BEGAN, SEEN = "began_at", "seen_at"
NOTE_EVERY_SECONDS = 60


def begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


user_logged_in.connect(begin)


class SessionLimits:
    """Ends a sign-in after its idle time and after its longest duration, whatever its cookie says (see settings)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user.pk
        if request.user.is_authenticated:
            self._look(request)
        response = self.get_response(request)
        if person and not request.user.is_authenticated:
            # Another tab of his may still send what he typed; it is for him alone.
            request.session[LAST_PERSON] = str(person)
        return response

    def _look(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
        if now - seen > idle_seconds(request.user) or now - began > longest_seconds(request.user):
            person = str(request.user.pk)
            logout(request)
            request.session[LAST_PERSON] = person
            if request.method == "GET":
                messages.warning(request, _("Your session has ended. Sign in to continue where you left off."))
        elif now - seen > NOTE_EVERY_SECONDS:
            session[SEEN] = now


def note(request: HttpRequest) -> None:
    request.session[SEEN] = int(time.time())


def idle_seconds(user: Any) -> int:
    return int((settings.SESSION_IDLE_STAFF if user.is_staff else settings.SESSION_IDLE_CITIZEN).total_seconds())


def longest_seconds(user: Any) -> int:
    return int(settings.SESSION_LONGEST_STAFF.total_seconds()) if user.is_staff else settings.SESSION_COOKIE_AGE


@dataclass(frozen=True)
class Device:
    """One session, in words: on what it runs and when it was last used."""

    pk: int
    browser: str
    system: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def of(request: HttpRequest) -> list[Device]:
    """The person's live sessions, this one first, then the latest used."""
    UserSession.objects.create_from_request(request)
    live = UserSession.objects.purge_and_list(request.user)
    devices = [_device(each, is_this=each.session_key == request.session.session_key) for each in live]
    return sorted(devices, key=lambda device: (not device.is_this, -device.seen_at.timestamp()))


def end(user: Any, *, pk: int | None = None, but: str = "") -> int:
    """End one session of this person, or all `but` the one with this key; how many ended."""
    chosen = UserSession.objects.filter(user=user).exclude(session_key=but)
    ended = list(chosen if pk is None else chosen.filter(pk=pk))
    for session in ended:
        session.end()
    return len(ended)


def _device(session: UserSession, *, is_this: bool) -> Device:
    store = import_module(settings.SESSION_ENGINE).SessionStore(session.session_key)
    seen = store.get(SEEN)
    return Device(
        pk=session.pk,
        browser=_first(BROWSERS, session.user_agent),
        system=_first(SYSTEMS, session.user_agent),
        address=str(session.ip),
        began_at=session.created_at,
        seen_at=datetime.fromtimestamp(seen, UTC) if seen else session.last_seen_at,
        is_this=is_this,
    )


# In this order: each names itself among the names of those before whom it came.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone|iPad", "iOS"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
