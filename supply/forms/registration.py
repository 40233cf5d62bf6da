"""The steps of a supplier's registration, and what a verifier writes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared import digits
from shared.drafts import Step
from shared.forms import CharacterField, ChoiceField, DayField, EmailAddressField, PhoneField, PortalForm
from supply.codes import categories, choices, licence_authorities
from supply.models import Supplier
from supply.rules.licence import normalise_licence
from supply.states import SupplierScale

TRN_LENGTH = 15
LEAST_LICENCE, MOST_LICENCE = 3, 40


class CompanyForm(PortalForm):
    legal_name_ar = CharacterField(
        label=_("Legal name in Arabic"),
        noun=_("the legal name in Arabic"),
        help_text=_("As it stands on the trade licence."),
        direction="rtl",
    )
    legal_name_en = CharacterField(
        label=_("Legal name in English"),
        noun=_("the legal name in English"),
        help_text=_("As it stands on the trade licence."),
        direction="ltr",
    )
    scale = ChoiceField(label=_("Size of the firm"), noun=_("the size of the firm"), choices=SupplierScale.choices)
    vat_no = CharacterField(
        label=_("Tax registration number"),
        help_text=_("15 digits. Leave it empty if the firm is not registered for VAT."),
        required=False,
        direction="ltr",
        attrs={"inputmode": "numeric", "class": "w-20", "autocomplete": "off"},
    )
    address = CharacterField(
        label=_("Address"), noun=_("the address"), max_length=300, attrs={"autocomplete": "street-address"}
    )

    def clean_vat_no(self) -> str:
        number = digits.plain(self.cleaned_data["vat_no"]).replace(" ", "").replace("-", "")
        if number and not (number.isascii() and number.isdecimal() and len(number) == TRN_LENGTH):
            raise ValidationError(_("Enter the 15 digits of the tax registration number, such as 100234567800003"))
        return number


class LicenceForm(PortalForm):
    licence_authority = ChoiceField(
        label=_("Licensing authority"),
        noun=_("the licensing authority"),
        choices=lambda: [("", _("Choose from the list")), *choices(licence_authorities())],
    )
    licence_no = CharacterField(
        label=_("Trade licence number"),
        noun=_("the licence number"),
        help_text=_("Spaces, dashes and capital letters make no difference."),
        max_length=60,
        direction="ltr",
        attrs={"class": "w-20", "autocomplete": "off"},
    )
    licence_expires_on = DayField(
        label=_("Licence expiry date"),
        noun=_("the licence expiry date"),
        earliest=timezone.localdate,
        out_of_range=_("The trade licence has expired. Enter a valid licence."),
    )
    licence_file = forms.FileField(
        label=_("Copy of the trade licence"), help_text=_("PDF, JPG or PNG, up to 10 MB."), required=False
    )

    def clean_licence_no(self) -> str:
        written: str = self.cleaned_data["licence_no"]
        if not LEAST_LICENCE <= len(normalise_licence(written)) <= MOST_LICENCE:
            raise ValidationError(_("Enter the licence number as it stands on the licence, such as CN-1234567"))
        return written

    def to_store(self) -> dict[str, Any]:
        """The file goes up at once and lies on the record, not in the draft."""
        stored = super().to_store()
        stored.pop("licence_file", None)
        return stored


class ContactForm(PortalForm):
    contact_name = CharacterField(
        label=_("Contact person"),
        noun=_("the name of the contact person"),
        max_length=150,
        attrs={"autocomplete": "name"},
    )
    email = EmailAddressField(label=_("E-mail of the firm"), noun=_("the e-mail of the firm"))
    phone = PhoneField(label=_("Phone of the firm"), noun=_("the phone number of the firm"))


class CategoriesForm(PortalForm):
    categories = forms.MultipleChoiceField(
        label=_("What does the firm offer?"),
        help_text=_("Choose the fields of activity in which the firm wants to bid."),
        choices=lambda: choices(categories()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one field of activity")},
    )


STEPS = (
    Step("company", _("The company"), CompanyForm),
    Step("licence", _("Trade licence"), LicenceForm),
    Step("contacts", _("Contact details"), ContactForm),
    Step("categories", _("Fields of activity"), CategoriesForm),
)
BY_NAME = {step.name: step for step in STEPS}


def validated(supplier: Supplier) -> dict[str, Any] | None:
    """The cleaned values of all steps as the columns of a supplier, or None while a step does not hold."""
    stored, facts = supplier.read_draft(), {}
    for step in STEPS:
        assert step.form is not None
        form = step.form(data=stored.get(step.name, {}))
        if not form.is_valid():
            return None
        facts.update({name: value for name, value in form.cleaned_data.items() if name != "licence_file"})
    return facts


def draft_values(facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The columns of a supplier sorted into the steps that ask for them, as a draft stores them."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    return {
        step.name: {name: plain[name] for name in step.form.base_fields if name in plain}
        for step in STEPS
        if step.form is not None
    }


class ReturnRegistrationForm(PortalForm):
    reason_ar = CharacterField(
        label=_("Reason in Arabic"), noun=_("the reason in Arabic"), rows=4, max_length=1000, direction="rtl"
    )
    reason_en = CharacterField(
        label=_("Reason in English"), noun=_("the reason in English"), rows=4, max_length=1000, direction="ltr"
    )
