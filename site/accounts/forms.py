"""allauth's forms with the portal's words, fields and order."""

from datetime import timedelta
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from shared import digits, limits
from shared.clock import database_now
from shared.forms import ChoiceField, EmailAddressField, NameField, PhoneField, PortalForm
from shared.forms.base import PortalRenderer

limits.define("accounts:code", 3, timedelta(minutes=10))
# However many codes somebody asks for, in however many sessions: of a million he tries no more than these.
limits.define("accounts:code-of-address", 30, timedelta(days=1))


def password_field(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete, "dir": "ltr", "class": "w-30"})
    required = {"required": _("Enter the password")}
    return forms.CharField(label=label, strip=False, widget=widget, help_text=hint, error_messages=required)


NEW_PASSWORD_HINT = _("At least 12 characters. Several words in a row are easy to remember and hard to guess.")


class Plain:
    """No required attribute of the browser's own language; our look."""

    use_required_attribute = False
    default_renderer = PortalRenderer()


class SignInForm(Plain, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"] = EmailAddressField(label=_("E-mail"), noun=_("the e-mail address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"] = password_field(_("Password"), "current-password")
        self.order_fields(["login", "password"])


class SignUpForm(Plain, allauth_forms.SignupForm):
    full_name_ar = NameField("ar", label=_("Full name in Arabic"))
    full_name_en = NameField("en", label=_("Full name in English"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["email"] = EmailAddressField(
            label=_("E-mail"),
            noun=_("the e-mail address"),
            help_text=_("We send a code to this address to make sure that it is yours."),
        )
        self.fields["password1"] = password_field(_("Password"), "new-password", NEW_PASSWORD_HINT)
        self.order_fields(["full_name_ar", "full_name_en", "email", "password1"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("full_name_ar") or cleaned.get("full_name_en")):
            self.add_error("full_name_ar", _("Enter your name in Arabic or in English"))
        return cleaned

    def try_save(self, request: Any) -> Any:
        """Where there is an account already, its password takes as long as a new one's: the answer tells neither."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def save(self, request: Any) -> Any:
        result = super().save(request)
        user = result[0] if isinstance(result, tuple) else result
        if user is not None and user.pk:
            user.full_name_ar, user.full_name_en = self.cleaned_data["full_name_ar"], self.cleaned_data["full_name_en"]
            user.save(update_fields=["full_name_ar", "full_name_en"])
        return result


def _code() -> forms.CharField:
    widget = forms.TextInput(
        {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "class": "w-10", "maxlength": 12}
    )
    return forms.CharField(label=_("Code"), widget=widget, error_messages={"required": _("Enter the code")})


class CodeMixin(Plain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["code"] = _code()  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = digits.plain(self.cleaned_data["code"]).replace(" ", "")  # type: ignore[attr-defined]
        return str(super().clean_code())  # type: ignore[misc]


class _GuessedCode(CodeMixin):
    """Three guesses of a code, thirty a day of the codes for one address, counted in the database before the code is
    looked at: allauth counts in the session, and parallel requests do not see each other there. Counted alike where
    nobody has the address and so no code was sent."""

    process: str

    def clean_code(self) -> str:
        session, now = context.request.session, database_now()
        process = session[self.process]
        limits.take("accounts:code", f"{session.session_key}:{process['at']}", at=now)
        limits.take("accounts:code-of-address", process["email"], at=now)
        return super().clean_code()


class ConfirmEmailForm(_GuessedCode, allauth_forms.ConfirmEmailVerificationCodeForm):
    process = EMAIL_VERIFICATION_CODE_SESSION_KEY


class ConfirmResetForm(_GuessedCode, allauth_forms.ConfirmPasswordResetCodeForm):
    process = PASSWORD_RESET_VERIFICATION_SESSION_KEY


class ResetForm(Plain, allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["email"] = EmailAddressField(label=_("E-mail"), noun=_("the e-mail address"))


class NewPasswordForm(Plain, allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        _name_new_passwords(self)


class ChangePasswordForm(Plain, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        _name_new_passwords(self)


def _name_new_passwords(form: forms.Form) -> None:
    form.fields["password1"].label, form.fields["password2"].label = _("New password"), _("New password once more")
    form.fields["password1"].help_text = NEW_PASSWORD_HINT
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update({"dir": "ltr", "class": "w-30"})
        field.error_messages["required"] = _("Enter the password")


class ProfileForm(PortalForm):
    full_name_ar = NameField("ar", label=_("Full name in Arabic"))
    full_name_en = NameField("en", label=_("Full name in English"))
    phone = PhoneField(label=_("Mobile number"), required=False, help_text=_("For example: 050 123 4567"))
    language = ChoiceField(
        label=_("Language of our letters to you"),
        noun=_("the language"),
        choices=[("ar", "العربية"), ("en", "English")],
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not (cleaned["full_name_ar"] or cleaned["full_name_en"]):
            self.add_error("full_name_ar", _("Enter your name in Arabic or in English"))
        return cleaned
