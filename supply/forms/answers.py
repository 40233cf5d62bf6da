"""«مراجعة الإجابات»: what stands in a registration's draft, in words, with the way back to each step."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms

from shared import dates
from shared.templatetags.portal import ltr, phone
from supply.forms.registration import STEPS
from supply.models import Supplier


class Section(NamedTuple):
    title: Any
    url: str
    rows: list[tuple[Any, Any]]


LEFT_TO_RIGHT = {"licence_no", "vat_no", "email"}


def sections(supplier: Supplier, *, url: Callable[[str], str]) -> list[Section]:
    stored = supplier.read_draft()
    return [Section(step.title, url(step.name), _rows(step.form, stored.get(step.name, {}))) for step in STEPS]


def _rows(form_class: Any, values: dict[str, Any]) -> list[tuple[Any, Any]]:
    form = form_class(data=values)
    form.is_valid()
    fields = {name: field for name, field in form.fields.items() if not isinstance(field, forms.FileField)}
    return [(field.label, _shown(name, field, form.cleaned_data.get(name))) for name, field in fields.items()]


def _shown(name: str, field: forms.Field, value: Any) -> Any:
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.MultipleChoiceField):
        names = dict(field.choices)  # type: ignore[arg-type]
        return [names[each] for each in value]
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices)[value]  # type: ignore[arg-type]
    if isinstance(value, date):
        return dates.day(value)
    if name == "phone":
        return phone(value)
    return ltr(value) if name in LEFT_TO_RIGHT else value
