"""The second factor (التحقق بخطوتين): employees need one; customers may have one. allauth does the codes, these are our rules."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.models import User
from shared import audit, limits, outbox, secrecy
from shared.clock import database_now

PROVED = "second_factor_of"
SET_UP = "mfa_activate_totp"
ALWAYS = frozenset({"account_logout", "healthz", "readyz", "receipt-keys"})
# All that an employee reaches before he has set it up.
BEFORE_IT = ALWAYS | {SET_UP, "mfa_index", "account_reauthenticate"}
# And where he has, before he proved it in this session: the password shows him no recovery codes to prove it with.
TO_PROVE_IT = ALWAYS | {"mfa_reauthenticate"}

limits.define("accounts:second-factor", 5, timedelta(minutes=10))
limits.define("accounts:second-factor-used", 1, timedelta(minutes=2))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not correct."),
        "cannot_delete_authenticator": _("Employees sign in with a second factor; it cannot be turned off."),
        "cannot_generate_recovery_codes": _("Set up the app first; then you get recovery codes."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=5, border=2, xmldecl=False)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return secrecy.encrypt(text, purpose=PROVED)

    def decrypt(self, encrypted_text: str) -> str:
        text = secrecy.decrypt(encrypted_text, purpose=PROVED)
        if text is None:  # never an empty secret: its codes could be computed by anyone
            raise ImproperlyConfigured("A second factor was kept with a SECRET_KEY that SECRET_KEY_FALLBACKS lacks.")
        return text

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needed_by(authenticator.user)


def needed_by(user: Any) -> bool:
    return bool(settings.STAFF_SECOND_FACTOR and user.is_authenticated and user.is_staff)


def count_try(user: Any) -> None:
    """Before the code is looked at, in the database: parallel guesses cannot slip through. Raises TooMany."""
    limits.take("accounts:second-factor", str(user.pk), at=database_now())


def use_up(user: Any, code: str) -> bool:
    """False where this very code was used already, whichever process saw it."""
    try:
        limits.take("accounts:second-factor-used", f"{user.pk}:{code}", at=database_now())
    except limits.TooMany:
        return False
    return True


def reset(person: User, *, by: User, at: datetime) -> None:
    """For who lost phone and recovery codes: he sets it up anew at the next sign-in, and no session of his goes on.

    Who may do this is asked by the caller (entities.permissions).
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        sessions.end(person)
        audit.record("accounts:second_factor:reset", person, by=by, at=at)
        outbox.post("accounts.second_factor.reset", user=person.pk)


def remember(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """This session has proved it: by a code, or by setting the factor up here. An older one of the person has not."""
    request.session[PROVED] = str(user.pk)


authenticator_used.connect(remember)
authenticator_added.connect(remember)


class StaffNeedSecondFactor:
    """Sends an employee without it to the set-up, one who has it elsewhere to prove it; both from whatever he asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not needed_by(request.user) or request.session.get(PROVED) == str(request.user.pk):
            return None
        assert request.resolver_match is not None
        asked = request.resolver_match.view_name
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            if asked in TO_PROVE_IT:
                return None
            return redirect_to_login(request.get_full_path(), login_url="mfa_reauthenticate")
        return None if asked in BEFORE_IT else redirect(SET_UP)
