"""What a buyer and an approver write."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shared.forms import AmountField, CharacterField, ChoiceField, EmailAddressField, PortalForm, WholeNumberField
from shared.forms.instants import InstantField
from supply.codes import categories, choices
from supply.models import OpeningPlan, Tender
from supply.states import DocumentKind, DocumentLanguage, PriceBasis, TextLanguage

LONGEST_TEXT = 8000
MOST_VALIDITY = 365


def _text(label: Any, direction: str, *, rows: int = 0, longest: int = 200) -> CharacterField:
    return CharacterField(label=label, required=False, rows=rows, max_length=longest, direction=direction)


class TenderForm(PortalForm):
    """Arabic and English side by side; what is still missing is said when the tender is sent for approval."""

    title_ar = _text(_("Title in Arabic"), "rtl")
    title_en = _text(_("Title in English"), "ltr")
    description_ar = _text(_("Description in Arabic"), "rtl", rows=8, longest=LONGEST_TEXT)
    description_en = _text(_("Description in English"), "ltr", rows=8, longest=LONGEST_TEXT)
    criteria_ar = _text(_("Criteria in Arabic"), "rtl", rows=4, longest=LONGEST_TEXT)
    criteria_en = _text(_("Criteria in English"), "ltr", rows=4, longest=LONGEST_TEXT)
    governing_language = ChoiceField(
        label=_("Governing language"), choices=TextLanguage.choices, help_text=_("It prevails if the two texts differ.")
    )
    category = ChoiceField(
        label=_("Category"),
        required=False,
        choices=lambda: [("", _("Choose from the list")), *choices(categories())],
    )
    value = AmountField(label=_("Estimated value"), required=False)
    value_shown = forms.BooleanField(label=_("Show the estimated value to bidders"), required=False)
    price_basis = ChoiceField(label=_("Bidders state their prices"), choices=PriceBasis.choices)
    bid_validity_days = WholeNumberField(
        label=_("Bid validity in days"), noun=_("the bid validity in days"), min_value=1
    )
    closes_at = InstantField(
        required=False, label=_("Deadline for bids"), help_text=_("UAE time, on a working day within hours.")
    )
    opens_at = InstantField(
        required=False, label=_("Opening of bids"), help_text=_("Left empty, bids may be opened from the deadline on.")
    )
    closing_reason = CharacterField(
        label=_("Reason for this closing time"),
        help_text=_("Only where the deadline is not on a working day or outside working hours."),
        required=False,
        max_length=500,
    )

    PAIRS = (("title_ar", "title_en"), ("description_ar", "description_en"), ("criteria_ar", "criteria_en"))

    def clean_bid_validity_days(self) -> int:
        days: int = self.cleaned_data["bid_validity_days"]
        if days > MOST_VALIDITY:
            raise ValidationError(_("The bid validity may not be longer than a year."))
        return days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("title_ar") or cleaned.get("title_en")):
            self.add_error("title_ar", _("Enter the title in at least one language."))
        if cleaned.get("closes_at") and not cleaned.get("opens_at") and "opens_at" not in self.errors:
            cleaned["opens_at"] = cleaned["closes_at"]
        return cleaned

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[arabic], self[english]) for arabic, english in self.PAIRS]

    def rest(self) -> list[forms.BoundField]:
        paired = {name for pair in self.PAIRS for name in pair}
        return [self[name] for name in self.fields if name not in paired]

    @classmethod
    def values(cls, tender: Tender) -> dict[str, Any]:
        return {name: getattr(tender, name) for name in cls.base_fields}

    def differing(self, tender: Tender) -> list[tuple[str, Any]]:
        """(field, stored value) wherever the tender holds something else than what was typed."""
        stored = self.values(tender)
        return [(name, stored[name]) for name in self.fields if self.cleaned_data.get(name) != stored[name]]


class EntityChoice(PortalForm):
    """For a buyer of several entities: which one advertises?"""

    def __init__(self, *args: Any, entities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"] = forms.ModelChoiceField(label=_("Procuring entity"), queryset=entities, empty_label=None)


class DocumentForm(PortalForm):
    title_ar = CharacterField(label=_("Title in Arabic"), noun=_("the title in Arabic"), direction="rtl")
    title_en = CharacterField(label=_("Title in English"), noun=_("the title in English"), direction="ltr")
    kind = ChoiceField(
        label=_("Kind of document"), noun=_("the kind of document"), choices=DocumentKind.choices, widget=forms.Select
    )
    language = ChoiceField(
        label=_("Language of the document"), noun=_("the language of the document"), choices=DocumentLanguage.choices
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, DOCX, XLSX, JPG or PNG."),
        error_messages={"required": _("Attach the file"), "empty": _("This file is empty.")},
    )


class CommitteeForm(PortalForm):
    """People by their official e-mail; `people` are those suggested. The quorum counts the chair."""

    chair = EmailAddressField(label=_("Committee chair"), required=False)
    member1 = EmailAddressField(label=pgettext_lazy("committee", "Member"), required=False)
    member2 = EmailAddressField(label=_("Second member"), required=False)
    member3 = EmailAddressField(label=_("Third member"), required=False)
    secretary = EmailAddressField(label=_("Secretary"), required=False)
    quorum = WholeNumberField(label=_("Quorum"), noun=_("the quorum"), min_value=1, max_value=9)

    OFFICES = (("chair", "chair"), ("member1", "member"), ("member2", "member"), ("member3", "member"),
               ("secretary", "secretary"))  # fmt: skip
    SUGGESTIONS = "committee-people"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, _office in self.OFFICES:
            self.fields[name].widget.attrs |= {"list": self.SUGGESTIONS, "autocomplete": "off"}

    def named(self) -> list[tuple[str, str, str]]:
        """(field, e-mail, office) of every seat that was filled in."""
        filled = ((name, self.cleaned_data.get(name), office) for name, office in self.OFFICES)
        return [(name, email, office) for name, email, office in filled if email]

    @classmethod
    def values(cls, plan: OpeningPlan) -> dict[str, Any]:
        free = [name for name, _office in cls.OFFICES]
        offices = dict(cls.OFFICES)
        values: dict[str, Any] = {"quorum": plan.quorum or settings.TENDER_QUORUM}
        for member in plan.members.select_related("user").order_by("pk"):
            name = next((name for name in free if offices[name] == member.office), None)
            if name:
                values[name] = member.user.email
                free.remove(name)
        return values


class ReturnTenderForm(PortalForm):
    reason = CharacterField(label=_("Reason"), noun=_("the reason"), rows=4, max_length=1000)
