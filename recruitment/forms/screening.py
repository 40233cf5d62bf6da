"""What a recruiter writes about an application."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from recruitment.application_states import RejectionReason
from shared.forms import CharacterField, ChoiceField, PortalForm

LONGEST_REASON = 1000
LONGEST_NOTE = 4000


class RejectForm(PortalForm):
    reason_code = ChoiceField(
        label=_("Reason for not selecting"),
        noun=_("the reason for not selecting"),
        choices=RejectionReason.choices,
        help_text=_("The applicant reads this sentence, in Arabic or in English."),
    )
    public_reason_ar = CharacterField(
        label=_("What the applicant reads, in Arabic"),
        required=False,
        rows=4,
        max_length=LONGEST_REASON,
        direction="rtl",
        attrs={"lang": "ar"},
        help_text=_("What you want to add to the reason. Write it in both languages or in none."),
    )
    public_reason_en = CharacterField(
        label=_("What the applicant reads, in English"),
        required=False,
        rows=4,
        max_length=LONGEST_REASON,
        direction="ltr",
        attrs={"lang": "en"},
        help_text=_("What you want to add to the reason. Write it in both languages or in none."),
    )
    note = CharacterField(
        label=_("Internal note"),
        required=False,
        rows=4,
        max_length=LONGEST_NOTE,
        help_text=_("For colleagues alone: the applicant never reads it."),
    )

    def clean(self) -> None:
        """Both gaps at once; the deed asks the same again."""
        arabic, english = self.cleaned_data.get("public_reason_ar"), self.cleaned_data.get("public_reason_en")
        alone_is_empty = self.cleaned_data.get("reason_code") == RejectionReason.OTHER
        for name, written, other in (
            ("public_reason_ar", arabic, english),
            ("public_reason_en", english, arabic),
        ):
            if not written and (other or alone_is_empty) and name not in self.errors:
                self.add_error(name, _("Write the reason in both languages, as the applicant will read it."))

    def pair(self) -> tuple[Any, Any]:
        return self["public_reason_ar"], self["public_reason_en"]


class NoteForm(PortalForm):
    text = CharacterField(
        label=_("Write a note"),
        noun=_("the note"),
        rows=4,
        max_length=LONGEST_NOTE,
        help_text=_("For colleagues alone: the applicant never reads it."),
    )
