"""What a buyer asks for once a tender is published: more time, its cancellation or its conclusion."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shared.forms import AmountField, CharacterField, ChoiceField, PortalForm
from shared.forms.instants import InstantField
from supply.states import CancelCode

LONGEST_REASON = 1000
NOBODY = "none"


def _reason(label: Any, noun: Any, language: str) -> CharacterField:
    return CharacterField(
        label=label,
        noun=noun,
        rows=4,
        max_length=LONGEST_REASON,
        direction="rtl" if language == "ar" else "ltr",
        attrs={"lang": language},
        help_text=_("Bidders and the public read it as you write it."),
    )


class ChangeForm(PortalForm):
    """The reason, in both languages side by side; what else is asked stands above it."""

    reason_ar = _reason(_("Reason in Arabic"), _("the reason in Arabic"), "ar")
    reason_en = _reason(_("Reason in English"), _("the reason in English"), "en")

    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("reason_")]

    def pair(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self["reason_ar"], self["reason_en"]


class ExtendForm(ChangeForm):
    closes_at = InstantField(
        label=_("New deadline for bids"), help_text=_("UAE time; later than the present deadline.")
    )
    opens_at = InstantField(
        required=False,
        label=_("Opening of bids"),
        help_text=_("Left empty, bids may be opened from the new deadline on."),
    )
    closing_reason = CharacterField(
        label=_("Reason for this closing time"),
        help_text=_("Only where the deadline is not on a working day or outside working hours."),
        required=False,
        max_length=500,
    )

    field_order = ("closes_at", "opens_at", "closing_reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("closes_at") and not cleaned.get("opens_at") and "opens_at" not in self.errors:
            cleaned["opens_at"] = cleaned["closes_at"]
        return cleaned


class CancelForm(ChangeForm):
    cancel_code = ChoiceField(label=_("Kind of reason"), noun=_("the kind of reason"), choices=CancelCode.choices)

    field_order = ("cancel_code",)


class ConcludeForm(ChangeForm):
    """`bids` are the bids that were opened soundly, as (id, words)."""

    winner = ChoiceField(label=_("Award"), noun=_("the bid to be awarded"), choices=())
    award_amount = AmountField(
        label=_("Amount of the award"),
        required=False,
        help_text=_("Left empty, it is the price of the bid. Where it is another, the reason says why."),
    )

    field_order = ("winner", "award_amount")

    def __init__(self, *args: Any, bids: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["winner"].choices = [*bids, (NOBODY, _("No bid is awarded"))]  # type: ignore[attr-defined]

    def clean_winner(self) -> UUID | None:
        chosen: str = self.cleaned_data["winner"]
        return None if chosen == NOBODY else UUID(chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "winner" in cleaned and cleaned["winner"] is None and cleaned.get("award_amount") is not None:
            self.add_error("award_amount", _("Leave the amount empty where no bid is awarded."))
        return cleaned


class ReturnChangeForm(PortalForm):
    reason = CharacterField(
        label=_("Reason"),
        noun=_("the reason"),
        rows=3,
        max_length=LONGEST_REASON,
        help_text=_("Whoever asked for the change reads it as you write it."),
    )
