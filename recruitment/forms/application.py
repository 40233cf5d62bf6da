"""What an application asks: one form a step; lists of entries are validated entry by entry."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recruitment import personal_codes
from recruitment.rules.eligibility import old_enough
from shared import codes, files
from shared.forms import (
    CharacterField,
    ChoiceField,
    DateBoxes,
    DayField,
    DeclarationField,
    NameField,
    PhoneField,
    PortalForm,
    WholeNumberField,
)

MOST_ENTRIES = 30
EARLIEST_YEAR = 1950


def _country_choices() -> list[tuple[str, str]]:
    return [("", str(_("Choose from the list"))), *personal_codes.countries()]


class PersonalForm(PortalForm):
    name_ar = NameField(
        "ar",
        label=_("Full name in Arabic"),
        help_text=_("As it stands on the identity card. One of the two names is enough."),
    )
    name_en = NameField("en", label=_("Full name in English"), help_text=_("As it stands on the passport."))
    date_of_birth = DayField(
        label=_("Date of birth"),
        noun=_("the date of birth"),
        help_text=_("For example 23 11 1996"),
        widget=DateBoxes(birthday=True),
    )
    nationality = ChoiceField(label=_("Nationality"), noun=_("the nationality"), choices=_country_choices)
    emirate = ChoiceField(
        label=_("Emirate of residence"),
        required=False,
        choices=lambda: [("", _("Outside the Emirates")), *codes.choices(personal_codes.emirates())],
    )
    phone = PhoneField(label=_("Mobile"), noun=_("the mobile number"))

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        today, least_age = timezone.localdate(), settings.VACANCY_LEAST_AGE
        if born >= today:
            raise ValidationError(_("The date of birth must lie in the past."))
        if not old_enough(born, least_age=least_age, today=today):
            sentence = ngettext(
                "Applicants must be at least %(count)d year old.",
                "Applicants must be at least %(count)d years old.",
                least_age,
            )
            raise ValidationError(sentence % {"count": least_age})
        return born

    def clean(self) -> None:
        names = {"name_ar", "name_en"}
        if not names & set(self.errors) and not any(self.cleaned_data[name] for name in names):
            self.add_error("name_ar", _("Enter the full name in Arabic or in English"))


class EducationForm(PortalForm):
    level = ChoiceField(
        label=_("Level of education"),
        noun=_("the level of education"),
        choices=lambda: [
            ("", _("Choose from the list")),
            *((each.code, str(each)) for each in personal_codes.education_levels().values()),
        ],
    )
    subject = CharacterField(
        label=_("Field of study"), noun=_("the field of study"), help_text=_("For example: civil engineering")
    )
    institution = CharacterField(label=_("School or university"), noun=_("the name of the school or university"))
    country = ChoiceField(label=_("Country"), noun=_("the country"), choices=_country_choices)
    completed_in = WholeNumberField(
        label=_("Year of completion"), help_text=_("Leave it empty if you are still studying."), required=False
    )

    def clean_completed_in(self) -> int | None:
        year: int | None = self.cleaned_data["completed_in"]
        if year is not None and not EARLIEST_YEAR <= year <= timezone.localdate().year:
            raise ValidationError(_("Enter the year in which you completed it, such as 2019"))
        return year


class ExperienceForm(PortalForm):
    position = CharacterField(label=_("Position"), noun=_("the position"))
    employer = CharacterField(label=_("Employer"), noun=_("the employer"))
    country = ChoiceField(label=_("Country"), noun=_("the country"), choices=_country_choices)
    started_on = DayField(
        label=_("First day of work"),
        noun=_("the first day of work"),
        latest=timezone.localdate,
        out_of_range=_("The first day of work must not lie in the future."),
    )
    ended_on = DayField(
        label=_("Last day of work"),
        help_text=_("Leave it empty if you still work there."),
        required=False,
        latest=timezone.localdate,
        out_of_range=_("The last day of work must not lie in the future. Leave it empty if you still work there."),
    )
    duties = CharacterField(label=_("What did you do there?"), required=False, rows=5, max_length=2000)

    def clean(self) -> None:
        started, ended = self.cleaned_data.get("started_on"), self.cleaned_data.get("ended_on")
        if started and ended and ended < started:
            self.add_error("ended_on", _("The last day of work must not lie before the first."))


class EntriesForm(PortalForm):
    """Reads `{"entries": [...]}` of a draft; every entry has to pass its own form."""

    entry_form: type[PortalForm]
    least = 0
    too_few: Any = ""

    def clean(self) -> None:
        entries = entries_of(self.data)
        if len(entries) < self.least:
            raise ValidationError(self.too_few)
        if not all(self.entry_form(data=entry).is_valid() for entry in entries):
            raise ValidationError(_("One of the entries is not complete. Change or remove it."))

    def to_store(self) -> dict[str, Any]:
        """The entries as their own forms read them; what those do not ask for is left behind."""
        return {"entries": [_read_again(self.entry_form, entry) for entry in entries_of(self.data)]}


class EducationsForm(EntriesForm):
    entry_form, least = EducationForm, 1
    too_few = _("Add at least one level of education.")


class ExperiencesForm(EntriesForm):
    entry_form = ExperienceForm


class DocumentForm(PortalForm):
    """One upload; `kind` says what may be handed in."""

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file"), "empty": _("The file is empty")}
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = files.KINDS[kind].hint
        self.fields["file"].widget.attrs["accept"] = files.KINDS[kind].accept


class DeclarationForm(PortalForm):
    confirmed = DeclarationField(
        label=_("I declare that the information is true and complete, and I answer for any that is not.")
    )


class WithdrawForm(PortalForm):
    reason = CharacterField(label=_("Reason for withdrawing"), required=False, rows=4, max_length=1000)


ENTRY_FORMS: dict[str, type[PortalForm]] = {"education": EducationForm, "experience": ExperienceForm}


def entries_of(values: Any) -> list[dict[str, Any]]:
    """The entries in a step's stored values; whatever else lies there is none."""
    found = values.get("entries") if hasattr(values, "get") else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _read_again(form_class: type[PortalForm], entry: dict[str, Any]) -> dict[str, Any]:
    form = form_class(data=entry)
    form.is_valid()
    return form.to_store()
