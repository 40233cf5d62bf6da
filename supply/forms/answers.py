"""«مراجعة الإجابات»: what stands in the draft of a registration or a bid, in words, with the way back to each step."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.html import format_html_join

from shared import dates, numbers
from shared.drafts import Step
from shared.forms import DeclarationField, PortalForm
from shared.templatetags.portal import ltr, money, phone

Row = tuple[Any, list[Any]]  # label, and what was answered: nothing, one thing or several


class Section(NamedTuple):
    """One step; `confirmed` are the sentences of its boxes that were ticked."""

    name: str
    title: Any
    url: str
    rows: list[Row]
    confirmed: list[Any]


LEFT_TO_RIGHT = {"licence_no", "vat_no", "email"}


def sections(
    steps: Iterable[Step], stored: Mapping[str, Any], *, url: Callable[[str], str], currency: str = "AED"
) -> list[Section]:
    """The steps that ask something; a step that is a page of its own shows itself."""
    return [
        Section(step.name, step.title, url(step.name), *_read(step.form, stored.get(step.name) or {}, currency))
        for step in steps
        if step.form is not None
    ]


def in_words(
    form_class: type[PortalForm], values: Mapping[str, Any], *, currency: str = "AED"
) -> list[tuple[Any, Any]]:
    """Stored or typed values under the labels of their fields: for the page that shows both sides of a conflict."""
    rows, confirmed = _read(form_class, values, currency)
    joined = [(label, format_html_join(", ", "{}", ((each,) for each in answers))) for label, answers in rows]
    return joined + [(label, "✓") for label in confirmed]


def _read(form_class: type[PortalForm], values: Mapping[str, Any], currency: str) -> tuple[list[Row], list[Any]]:
    form = form_class(data=values)
    form.is_valid()
    rows, confirmed = [], []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name, values.get(bound.name))
        if isinstance(bound.field, DeclarationField):
            confirmed += [bound.field.label] if value else []
        elif not isinstance(bound.field, forms.FileField):
            rows.append((bound.field.label, _shown(bound.name, bound.field, value, currency)))
    return rows, confirmed


def _shown(name: str, field: forms.Field, value: Any, currency: str) -> list[Any]:
    """What does not hold yet is shown as it was typed."""
    if value in (None, "", []):
        return []
    if isinstance(field, forms.ChoiceField):
        names = dict(field.choices)  # type: ignore[arg-type]
        return [names.get(each, each) for each in (value if isinstance(value, list) else [value])]
    if isinstance(value, list):
        return [" ".join(map(str, value))]
    return [_printed(name, value, currency)]


def _printed(name: str, value: Any, currency: str) -> Any:
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, Decimal):
        return money(value, currency)
    if isinstance(value, int):
        return numbers.number(value)
    if name == "phone":
        return phone(value)
    return ltr(value) if name in LEFT_TO_RIGHT else value
