"""allauth's forms of the second factor with the portal's words and counts."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm as NewCodes
from allauth.mfa.totp import forms as totp_forms
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.forms import CodeMixin, Plain


class _CountedCode(CodeMixin):
    """Five tries in ten minutes, counted before the code is looked at; a code that was used is wrong."""

    user: Any

    def clean_code(self) -> str:
        second_factor.count_try(self.user)
        code = super().clean_code()
        if not second_factor.use_up(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SetUpForm(_CountedCode, totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")


class _AppOrRecoveryCode(_CountedCode):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")  # type: ignore[attr-defined]
        self.fields["code"].help_text = _("The 6 digits that the app shows, or one of your recovery codes.")  # type: ignore[attr-defined]


class ProveForm(_AppOrRecoveryCode, base_forms.AuthenticateForm):
    pass


class ProveAgainForm(_AppOrRecoveryCode, base_forms.ReauthenticateForm):
    pass


class NewCodesForm(Plain, NewCodes):
    pass


class TurnOffForm(Plain, totp_forms.DeactivateTOTPForm):
    pass
