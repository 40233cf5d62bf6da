from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three boxes; reads one ISO date under its own name too (stored drafts, other clients)."""

    template_name = "shared/forms/widgets/date_boxes.html"
    use_fieldset = True
    PARTS = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        lengths = {"day": 2, "month": 2, "year": 4}
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for part in self.PARTS:
            box = {"inputmode": "numeric", "dir": "ltr", "maxlength": str(lengths[part]), **(attrs or {})}
            boxes[part] = forms.TextInput({**box, "autocomplete": f"bday-{part}"} if birthday else box)
        super().__init__(boxes)

    def decompress(self, value: date | str | None) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        year, month, day = (*(value or "").split("-"), "", "", "")[:3]
        return [day.lstrip("0"), month.lstrip("0"), year]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        if name in data and f"{name}_day" not in data:
            whole = data.get(name)
            return whole if isinstance(whole, list) else self.decompress(whole)
        return [str(part or "") for part in super().value_from_datadict(data, files, name)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], (_("Day"), _("Month"), _("Year")), strict=True):
            box["label"] = label
        return context

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}_day" if id_ else id_


class AmountInput(forms.TextInput):
    template_name = "shared/forms/widgets/amount.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, currency: str = "AED") -> None:
        super().__init__(
            {"inputmode": "decimal", "dir": "ltr", "class": "w-20", "autocomplete": "off", **(attrs or {})}
        )
        self.currency = currency

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = _("AED") if self.currency == "AED" else self.currency
        return context
