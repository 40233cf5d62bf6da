"""What a recruiter asks to change about a published vacancy, and how he concludes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.application_states import RejectionReason
from recruitment.forms.screening import LONGEST_REASON, RejectForm
from shared.forms import CharacterField, PortalForm
from shared.forms.instants import InstantField


def _reason(label: Any, noun: Any, language: str) -> CharacterField:
    return CharacterField(
        label=label,
        noun=noun,
        rows=4,
        max_length=LONGEST_REASON,
        direction="rtl" if language == "ar" else "ltr",
        attrs={"lang": language},
        help_text=_("Applicants read it as you write it."),
    )


class CancelForm(PortalForm):
    reason_ar = _reason(_("Reason in Arabic"), _("the reason in Arabic"), "ar")
    reason_en = _reason(_("Reason in English"), _("the reason in English"), "en")

    def pair(self) -> tuple[Any, Any]:
        return self["reason_ar"], self["reason_en"]


class ExtendForm(CancelForm):
    closes_at = InstantField(
        label=_("New deadline for applications"), help_text=_("UAE time; later than the present deadline.")
    )

    field_order = ("closes_at",)


class ReturnChangeForm(PortalForm):
    reason = CharacterField(
        label=_("Reason"),
        noun=_("the reason"),
        rows=3,
        max_length=LONGEST_REASON,
        help_text=_("Whoever asked for the change reads it as you write it."),
    )


class ReversalForm(PortalForm):
    reason = CharacterField(
        label=_("Why the decision should be taken back"),
        noun=_("the reason"),
        rows=4,
        max_length=LONGEST_REASON,
        help_text=_("For colleagues alone: the applicant never reads it."),
    )


class ConcludeForm(RejectForm):
    """Who is hired, and what all the others read."""

    hired: "forms.MultipleChoiceField" = forms.MultipleChoiceField(
        label=_("Who is hired"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("From the shortlist. Leave it empty if nobody is suitable."),
    )

    field_order = ("hired",)

    def __init__(self, *args: Any, shortlist: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        self.fields["hired"].choices = shortlist  # type: ignore[attr-defined]
        self.fields["hired"].error_messages["invalid_choice"] = _("Choose from the shortlist.")
        self.fields["reason_code"].label = _("What everybody else in selection reads")
        self.fields["reason_code"].initial = RejectionReason.OTHERS
