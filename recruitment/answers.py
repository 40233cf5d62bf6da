"""What was answered, in words: for the applicant who checks or keeps it, and for staff who read it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from recruitment import personal_codes
from recruitment.forms.application import ENTRY_FORMS, entries_of
from recruitment.steps import PERSONAL, STEPS
from shared import dates
from shared.forms import PortalForm

# Not a step: what is in a snapshot of which something was completed later.
INFORMATION = "information"


class Answer(NamedTuple):
    """`kind` tells the template how a value is drawn: phone and email run left to right, lines keep their breaks.

    `anchor` is the id of its field on the page that asks for it; empty where nothing there changes it.
    """

    label: "str | Promise"
    value: str
    kind: str = ""
    anchor: str = ""


class Part(NamedTuple):
    """One step; `entries` are lists of answers: exactly one, or as many as were added."""

    step: str
    title: "str | Promise"
    entries: list[list[Answer]]


def parts(stored: Mapping[str, Any]) -> list[Part]:
    """Of a draft, or of the facts of a snapshot. Steps without questions of their own (documents) are left out."""
    asked = [
        Part(step.name, step.title, _entries(step.name, step.form, stored.get(step.name) or {}))
        for step in STEPS
        if step.form is not None
    ]
    later = [_completed(each) for each in stored.get(INFORMATION, [])]
    return [*asked, Part(INFORMATION, _("Completed on request"), later)] if later else asked


def _completed(information: Mapping[str, Any]) -> list[Answer]:
    """What was asked for after submission, in the reader's language, and what the applicant answered."""
    items = information["items_ar" if get_language() == "ar" else "items_en"]
    return [
        Answer(_("What was asked for"), items, "lines"),
        Answer(_("Answer"), information["answer"], "lines"),
        Answer(_("Answered on"), dates.moment(datetime.fromisoformat(information["answered_at"]))),
    ]


def _entries(step: str, form: type[PortalForm], values: Mapping[str, Any]) -> list[list[Answer]]:
    if step in ENTRY_FORMS:
        return [_answers(ENTRY_FORMS[step], entry) for entry in entries_of(values)]
    answers = _answers(form, values)
    if step == PERSONAL and values.get("email"):
        answers.append(Answer(_("E-mail"), str(values["email"]), "email"))
    return [answers]


def _answers(form: type[PortalForm], values: Mapping[str, Any]) -> list[Answer]:
    fields: Mapping[str, Any] = form.base_fields
    return [
        Answer(
            field.label or name,
            _words(name, values.get(name)),
            KINDS.get(name, ""),
            field.widget.id_for_label(f"id_{name}"),
        )
        for name, field in fields.items()
    ]


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if value in (None, ""):
        return UNANSWERED.get(name, lambda: "")()
    shown = SHOWN.get(name)
    return shown(value) if shown else str(value)


def _day(value: Any) -> str:
    """A draft may hold what is no day yet: it is shown as it was typed."""
    try:
        return dates.plain_day(date.fromisoformat(value))
    except (TypeError, ValueError):
        return " ".join(value) if isinstance(value, list) else str(value)


KINDS = {"phone": "phone", "duties": "lines"}
UNANSWERED: dict[str, Callable[[], str]] = {
    "emirate": lambda: gettext("Outside the Emirates"),
    "ended_on": lambda: gettext("Until now"),
}
SHOWN: dict[str, Callable[[Any], str]] = {
    "date_of_birth": _day,
    "started_on": _day,
    "ended_on": _day,
    "nationality": personal_codes.country_name,
    "country": personal_codes.country_name,
    "emirate": lambda code: str(personal_codes.emirates().get(code, code)),
    "level": lambda code: str(personal_codes.education_levels().get(code, code)),
}
