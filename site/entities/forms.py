"""What an administrator fills in to give a role, and an invited person to begin."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import NEW_PASSWORD_HINT, password_field
from accounts.models import User
from entities.models import Entity, Invitation
from entities.permissions import roles_to_give
from shared.forms import CharacterField, ChoiceField, DayField, EmailAddressField, PortalForm


def _tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


class RoleForm(PortalForm):
    email = EmailAddressField(
        label=_("E-mail"),
        noun=_("the e-mail address"),
        help_text=_("Who has a role in this entity already gets the new one at once; others are sent an invitation."),
    )
    role = ChoiceField(label=_("Role"), noun=_("the role"))
    last_day = DayField(
        label=_("Last day"),
        help_text=_("Leave it empty if the role has no end yet."),
        required=False,
        earliest=_tomorrow,
        out_of_range=_("The last day must lie in the future."),
    )

    def __init__(self, *args: Any, entity: Entity | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.choices = [("", _("Choose from the list")), *((each.value, each.label) for each in roles_to_give(entity))]
        role.widget = forms.Select(choices=role.choices)
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def ends_at(self) -> datetime | None:
        """The end of the last day in the portal's zone."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min), timezone.get_default_timezone())


class NewEmployeeForm(PortalForm):
    full_name_ar = CharacterField(
        label=_("Full name in Arabic"), required=False, direction="rtl", attrs={"autocomplete": "name", "lang": "ar"}
    )
    full_name_en = CharacterField(
        label=_("Full name in English"), required=False, direction="ltr", attrs={"autocomplete": "name", "lang": "en"}
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"] = password_field(_("Password"), "new-password", NEW_PASSWORD_HINT)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        names = {name: self.cleaned_data.get(name, "") for name in ("full_name_ar", "full_name_en")}
        validate_password(password, User(email=self.invitation.email, **names))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned["full_name_ar"] or cleaned["full_name_en"]):
            self.add_error("full_name_ar", _("Enter your name in Arabic or in English"))
        return cleaned
