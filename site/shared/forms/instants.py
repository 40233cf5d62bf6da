"""An instant in the portal's zone, by the browser's own control: for staff screens."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared import digits

ENTER_INSTANT = _("Enter the day and the time, such as 2026-12-10 14:00")


class InstantField(forms.DateTimeField):
    """Reads what the control sends, and what a person types: 2026-12-10 14:00 or 10/12/2026 14:00, in any digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateTimeInput({"type": "datetime-local", "class": "w-30", "dir": "ltr"}, "%Y-%m-%dT%H:%M")
        )
        kwargs.setdefault("error_messages", {"required": ENTER_INSTANT, "invalid": ENTER_INSTANT})
        formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M")
        super().__init__(input_formats=formats, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        return super().to_python(digits.plain(value) if isinstance(value, str) else value)
