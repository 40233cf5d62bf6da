"""What a bid asks: one form a step. Amounts stand in the draft as strings with two decimals, never as floats."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared import files, money
from shared.forms import (
    AmountField,
    CharacterField,
    DeclarationField,
    EmailAddressField,
    PhoneField,
    PortalForm,
    WholeNumberField,
)

# Whoever changes a sentence of the declaration gives it a new version: drafts that confirmed the old one ask again.
DECLARATION = "2026-11"
MOST_DAYS = 3650


class BidCompanyForm(PortalForm):
    """The firm's own data is shown above it, as the register holds it; this is the contact for this one bid."""

    contact_name = CharacterField(
        label=_("Contact person for this bid"),
        noun=_("the name of the contact person"),
        max_length=150,
        attrs={"autocomplete": "name"},
    )
    email = EmailAddressField(label=_("E-mail for this bid"), noun=_("the e-mail for this bid"))
    phone = PhoneField(label=_("Phone for this bid"), noun=_("the phone number for this bid"))
    confirmed = DeclarationField(
        label=_("The data of the firm shown above is correct."),
        error_messages={"required": _("Tick the box to confirm the data of the firm")},
    )


class PriceForm(PortalForm):
    """The whole price of the bid; which of the amounts is compared is the tender's price basis."""

    net = AmountField(
        label=_("Price excluding VAT"),
        noun=_("the price excluding VAT"),
        error_messages={"invalid": _("Enter the price excluding VAT in digits, such as 12,500.50")},
    )
    vat = AmountField(
        label=_("VAT amount"),
        noun=_("the VAT amount"),
        help_text=_("Enter 0 if no VAT applies."),
        error_messages={"invalid": _("Enter the VAT amount in digits, such as 625.03")},
        least=Decimal(0),
    )
    gross = AmountField(
        label=_("Price including VAT"),
        noun=_("the price including VAT"),
        help_text=_("Price and VAT together. We check the sum."),
        error_messages={"invalid": _("Enter the price including VAT in digits, such as 13,125.53")},
    )

    def in_currency(self, currency: str) -> None:
        for field in self.fields.values():
            field.widget.currency = currency

    def clean(self) -> None:
        net, vat, gross = (self.cleaned_data.get(name) for name in ("net", "vat", "gross"))
        if net is None or vat is None or gross is None:
            return
        if net + vat != gross:
            sentence = _("Price and VAT together are %(sum)s. Correct the amount that is wrong.")
            self.add_error("gross", sentence % {"sum": money.amount(net + vat)})

    def to_store(self) -> dict[str, Any]:
        return {name: f"{amount:.2f}" for name, amount in self.cleaned_data.items()}


class AnswersForm(PortalForm):
    approach = CharacterField(
        label=_("How will the firm carry out the work?"),
        noun=_("how the firm will carry out the work"),
        help_text=_("Method, team and equipment. Details can go into a file in the next step."),
        rows=8,
        max_length=4000,
    )
    duration_days = WholeNumberField(
        label=_("Time for completion in days"),
        noun=_("the time for completion in days"),
        help_text=_("Counted from the signature of the contract."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    deviations = CharacterField(
        label=_("Departures from the terms and specifications"),
        help_text=_("Leave it empty if the bid follows them in everything."),
        required=False,
        rows=4,
        max_length=2000,
    )


class BidDeclarationForm(PortalForm):
    no_collusion = DeclarationField(
        label=_(
            "This bid was prepared independently, without agreement or contact with any other bidder about prices "
            "or about whether to bid."
        ),
        error_messages={"required": _("Tick the box to confirm that the bid was prepared independently")},
    )
    no_conflict = DeclarationField(
        label=_(
            "Neither the firm nor anyone who took part in preparing this bid has a conflict of interest with the "
            "procuring entity or with members of its committees."
        ),
        error_messages={"required": _("Tick the box to confirm that there is no conflict of interest")},
    )
    correct = DeclarationField(
        label=_(
            "The data in this bid is correct and complete, and the firm stays bound to the bid for the whole bid "
            "validity stated in the tender."
        ),
        error_messages={"required": _("Tick the box to confirm that the data of the bid is correct")},
    )
    wording = forms.CharField(widget=forms.HiddenInput, initial=DECLARATION, required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("wording") != DECLARATION:
            self.add_error(None, _("The wording of the declaration has changed. Read it and confirm it again."))


class BidFileForm(PortalForm):
    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file"), "empty": _("The file is empty")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = files.KINDS["bid_file"].hint
        self.fields["file"].widget.attrs["accept"] = files.KINDS["bid_file"].accept


class CopyForm(PortalForm):
    copy = forms.FileField(
        label=_("My copy (JSON)"),
        help_text=_("The file that you downloaded on the check page before sealing."),
        error_messages={"required": _("Choose a file"), "empty": _("The file is empty")},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
