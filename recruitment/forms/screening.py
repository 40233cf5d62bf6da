"""What a recruiter writes about an application."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from recruitment.application_states import ApplicationState, RejectionReason
from shared.forms import CharacterField, ChoiceField, PortalForm

LONGEST_REASON = 1000
LONGEST_NOTE = 4000
BULK_ACTS = [
    (ApplicationState.SCREENING.value, _("Start screening")),
    (ApplicationState.SHORTLISTED.value, _("Put on the shortlist")),
    (ApplicationState.REJECTED.value, _("Do not select")),
]


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


class BulkForm(RejectForm):
    """The same for all that were chosen; a reason is asked for only where they are not selected."""

    act = ChoiceField(label=_("What is to be done with them"), noun=_("what is to be done"), choices=BULK_ACTS)

    field_order = ("act",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].required = False

    def clean(self) -> None:
        if not self.rejects:
            return
        if not self.cleaned_data.get("reason_code") and "reason_code" not in self.errors:
            self.add_error("reason_code", self.fields["reason_code"].error_messages["required"])
        super().clean()

    @property
    def rejects(self) -> bool:
        return bool(self.cleaned_data.get("act") == ApplicationState.REJECTED)


class NoteForm(PortalForm):
    text = CharacterField(
        label=_("Write a note"),
        noun=_("the note"),
        rows=4,
        max_length=LONGEST_NOTE,
        help_text=_("For colleagues alone: the applicant never reads it."),
    )
