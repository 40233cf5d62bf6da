"""How the portal differs from allauth's defaults."""

import logging
import smtplib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Kind, User
from shared import cleaners
from shared.refusals import Refused

logger = logging.getLogger("portal.accounts")


def who_tries(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whose wrong passwords axes counts: the address in its one form, wherever it was typed; "" where it is none."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login", "")
    try:
        return cleaners.email(str(typed))
    except ValidationError:
        return ""


def client_address(request: HttpRequest) -> str | None:
    """Whose tries axes counts: the address that the outermost of our proxies saw; what the client wrote is not read."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # no address at all, or what stands there is none: counted by the person alone
        return None


class CodeNotSent(Refused):
    """The mail server did not take the letter. Nothing is stored of the code, so the person asks for it again."""

    def __init__(self) -> None:
        super().__init__(
            _("The letter with the code could not be sent. Try again in a few minutes."), status=503, retry_after=120
        )


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not correct."),
        "incorrect_code": _("The code is not correct."),
        "incorrect_password": _("The password is not correct."),
        "too_many_login_attempts": _("You have made too many attempts. Try again later."),
        "email_taken": _("An account with this e-mail address exists already."),
        "enter_current_password": _("The password is not correct."),
        "invalid_password_reset": _("The code is no longer valid. Ask for a new one."),
        "rate_limited": _("You have made too many attempts. Try again later."),
    }

    def clean_email(self, email: str) -> str:
        return cleaners.email(email)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """By one name for the address alone: with two it would be looked up, and take its time, twice."""
        named = {**credentials, "username": credentials.get("username") or credentials.get("email", "")}
        named.pop("email", None)
        found: User | None = super().authenticate(request, **named)
        return found

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.kind = Kind.CITIZEN
        user.language = (get_language() or "ar")[:2]
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Codes go out at once, in the language of the page, and are stored nowhere: the exception to letters."""
        name = template_prefix.rsplit("/", 1)[-1]
        context = {**context, "language": (get_language() or "ar")[:2]}
        subject = render_to_string(f"accounts/mail/{name}_subject.txt", context).strip()
        message = EmailMultiAlternatives(subject, render_to_string(f"accounts/mail/{name}.txt", context), to=[email])
        message.attach_alternative(render_to_string(f"accounts/mail/{name}.html", context), "text/html")
        try:
            message.send()
        except (smtplib.SMTPException, OSError) as error:
            logger.warning("code not sent", extra={"letter": name, "error": type(error).__name__})
            raise CodeNotSent from error

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages themselves say what happened."""
