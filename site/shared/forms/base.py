from contextvars import ContextVar
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict

from shared import cleaners

# What a person had typed into this page before he had to sign in again: set by shared.step_doors for one request.
typed_before: ContextVar[QueryDict | None] = ContextVar("typed_before", default=None)


class PortalRenderer(TemplatesSetting):
    form_template_name = "shared/forms/form.html"
    field_template_name = "shared/forms/field.html"


class PortalForm(forms.Form):
    """`{{ form }}` renders the error summary, then each field as a group: label, hint, error, control.

    Data that a step has stored may be given as `data=` again: what a person sees is what the form reads.
    """

    default_renderer = PortalRenderer()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        typed = typed_before.get()
        if typed is not None and not self.is_bound:
            self.initial = {**self.initial, **self._read(typed)}

    def _read(self, typed: QueryDict) -> dict[str, Any]:
        """The typed values of this form's fields; {} where the page was another form's."""
        names = {name: self.add_prefix(name) for name in self.fields}
        if not any(key == each or key.startswith(f"{each}_") for key in typed for each in names.values()):
            return {}
        return {
            name: field.widget.value_from_datadict(typed, {}, names[name])
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        }

    def to_store(self) -> dict[str, Any]:
        """Cleaned values as JSON types, in the shape in which the form reads them again as data."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def as_typed(self) -> dict[str, Any]:
        """What the person typed, good or bad: kept when a form cannot be saved, but for what no store can keep."""
        typed = {name: self[name].value() for name in self.fields if not isinstance(self.fields[name], forms.FileField)}
        return {name: _keepable(value) for name, value in typed.items()}


def _keepable(value: Any) -> Any:
    if isinstance(value, list):
        return [_keepable(item) for item in value]
    return cleaners.UNREADABLE.sub("", value) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool | type(None)) else str(value)
