"""What a recruiter and an approver write."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entities.models import Entity, EntityQuerySet
from recruitment.codes import fields, locations
from recruitment.models import Vacancy
from recruitment.states import EmploymentType, Policy
from shared.codes import choices
from shared.forms import AmountField, CharacterField, ChoiceField, PortalForm, WholeNumberField
from shared.forms.instants import InstantField

LONGEST_TEXT = 8000
MOST_OPENINGS = 999


def _text(label: Any, *, rows: int = 0, longest: int = 200, hint: Any = "") -> CharacterField:
    # dir="auto" would follow the first letter typed; each column has its own language instead.
    return CharacterField(label=label, required=False, rows=rows, max_length=longest, help_text=hint)


class VacancyForm(PortalForm):
    """Arabic and English side by side; the bar above says what is still missing, and sending it asks for it."""

    title_ar = _text(_("Title in Arabic"))
    title_en = _text(_("Title in English"))
    summary_ar = _text(
        _("Summary in Arabic"), rows=3, longest=500, hint=_("Two sentences for the list and for search.")
    )
    summary_en = _text(
        _("Summary in English"), rows=3, longest=500, hint=_("Two sentences for the list and for search.")
    )
    duties_ar = _text(_("Duties in Arabic"), rows=8, longest=LONGEST_TEXT, hint=_("One duty per line."))
    duties_en = _text(_("Duties in English"), rows=8, longest=LONGEST_TEXT, hint=_("One duty per line."))
    requirements_ar = _text(
        _("Requirements in Arabic"), rows=8, longest=LONGEST_TEXT, hint=_("One requirement per line.")
    )
    requirements_en = _text(
        _("Requirements in English"), rows=8, longest=LONGEST_TEXT, hint=_("One requirement per line.")
    )
    policy = ChoiceField(label=_("Who may apply"), noun=_("who may apply"), choices=Policy.choices)
    legal_basis_ar = _text(
        _("Legal basis in Arabic"), longest=500, hint=_("Needed where not everybody may apply equally.")
    )
    legal_basis_en = _text(
        _("Legal basis in English"), longest=500, hint=_("Needed where not everybody may apply equally.")
    )
    occupation = ChoiceField(label=_("Field of work"), required=False, choices=lambda: _listed(fields()))
    employment_type = ChoiceField(
        label=_("Type of employment"), noun=_("the type of employment"), choices=EmploymentType.choices
    )
    location = ChoiceField(label=_("Place of work"), required=False, choices=lambda: _listed(locations()))
    openings = WholeNumberField(
        label=_("Number of posts"), noun=_("the number of posts"), min_value=1, max_value=MOST_OPENINGS
    )
    grade = CharacterField(label=_("Grade"), required=False, max_length=20, attrs={"class": "w-10"})
    salary_from = AmountField(label=_("Monthly salary from"), required=False)
    salary_to = AmountField(label=_("Monthly salary to"), required=False)
    salary_shown = forms.BooleanField(
        label=_("Show the salary to visitors"),
        required=False,
        help_text=_("A salary that is not shown stays out of the page, the list and the search."),
    )
    closes_at = InstantField(
        label=_("Deadline for applications"), required=False, help_text=_("UAE time; a deadline is never at midnight.")
    )

    PAIRS = ("title", "summary", "duties", "requirements")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.endswith(("_ar", "_en")):
                field.widget.attrs |= {"dir": "rtl" if name.endswith("_ar") else "ltr", "lang": name[-2:]}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lower, upper = cleaned.get("salary_from"), cleaned.get("salary_to")
        if not (cleaned.get("title_ar") or cleaned.get("title_en")) and not {"title_ar", "title_en"} & set(self.errors):
            self.add_error("title_ar", _("Enter the title in at least one language."))
        if upper is not None and lower is None and "salary_from" not in self.errors:
            self.add_error("salary_from", _("Enter the lower end of the salary as well."))
        if lower is not None and upper is not None and upper < lower:
            self.add_error(
                "salary_to", ValidationError(_("The upper end of the salary must not be below the lower end."))
            )
        return cleaned

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{name}_ar"], self[f"{name}_en"]) for name in self.PAIRS]

    def legal_basis(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self["legal_basis_ar"], self["legal_basis_en"]

    def facts(self) -> list[forms.BoundField]:
        """What both languages share, but for the policy, which stands beside its legal basis."""
        paired = {f"{name}_{language}" for name in (*self.PAIRS, "legal_basis") for language in ("ar", "en")}
        return [self[name] for name in self.fields if name not in paired and name != "policy"]

    def differing(self, stored: Mapping[str, Any]) -> list[str]:
        """Fields in which this valid form says something else than the stored values."""
        return [name for name, value in self.cleaned_data.items() if (value or None) != (stored[name] or None)]

    @classmethod
    def values(cls, vacancy: Vacancy) -> dict[str, Any]:
        return {name: getattr(vacancy, name) for name in cls.base_fields}


def _listed(codes: Any) -> list[tuple[str, Any]]:
    return [("", _("Choose from the list")), *choices(codes)]


class EntityChoice(PortalForm):
    """For a recruiter of several entities: which one employs?"""

    entity: "forms.ModelChoiceField[Entity]" = forms.ModelChoiceField(
        label=_("Government entity"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, entities: EntityQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]


class ReturnVacancyForm(PortalForm):
    reason = CharacterField(
        label=_("Reason"),
        noun=_("the reason"),
        rows=4,
        max_length=1000,
        help_text=_("The author reads it as you write it."),
    )
