from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


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

    def to_store(self) -> dict[str, Any]:
        """Cleaned values as JSON types, in the shape in which the form reads them again as data."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}

    def as_typed(self) -> dict[str, Any]:
        """What the person typed, good or bad: kept when a form cannot be saved."""
        return {name: self[name].value() for name in self.fields if not isinstance(self.fields[name], forms.FileField)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool | type(None)) else str(value)
