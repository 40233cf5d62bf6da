"""Fields that read what people here type: Arabic-Indic and Persian digits, ٫ and ٬, pasted marks.

Errors tell what to do («أدخل …»); the field's `noun` (definite in Arabic: «رقم الرخصة») stands in them.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shared import cleaners, digits
from shared.forms.widgets import AmountInput, DateBoxes
from shared.numbers import number

TOO_LONG = ngettext_lazy(
    "The text must not be longer than %(longest)s character",
    "The text must not be longer than %(longest)s characters",
    "count",
)


def _required(verb: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    noun = kwargs.pop("noun", None) or kwargs.get("label", "")
    messages = {"required": _Sentence(verb, noun), **kwargs.pop("error_messages", {})}
    return {**kwargs, "error_messages": messages}


class _Sentence:
    """A lazy sentence with a lazy noun in it."""

    def __init__(self, verb: Any, noun: Any) -> None:
        self.verb, self.noun = verb, noun

    def __str__(self) -> str:
        return str(self.verb) % {"noun": self.noun}


class CharacterField(forms.CharField):
    """A line of text, or several with `rows`. Cleaned by shared.cleaners; never cut: too long is an error with the count."""

    def __init__(self, *, rows: int = 0, max_length: int = 200, direction: str = "auto", **kwargs: Any) -> None:
        attrs = {"dir": direction, **kwargs.pop("attrs", {})}
        kwargs.setdefault("widget", forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs))
        super().__init__(**_required(_("Enter %(noun)s"), kwargs))
        self.rows, self.longest = rows, max_length

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return cleaners.paragraph(text) if self.rows else cleaners.line(text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                TOO_LONG, code="max_length", params={"count": self.longest, "longest": number(self.longest)}
            )


LETTERS = {"ar": re.compile(r"[\u0621-\u064a]"), "en": re.compile(r"[A-Za-z\u00c0-\u024f]")}
OTHER_LETTERS = {
    "ar": _("Write this name in Arabic letters, or leave it empty"),
    "en": _("Write this name in Latin letters, or leave it empty"),
}


class NameField(CharacterField):
    """A person's name as one language writes it: in the other's letters it would be read out, sorted and sent wrongly."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        attrs = {"autocomplete": "name", "lang": language}
        super().__init__(direction="rtl" if language == "ar" else "ltr", attrs=attrs, required=False, **kwargs)
        self.language = language

    def validate(self, value: str) -> None:
        super().validate(value)
        other = "en" if self.language == "ar" else "ar"
        if LETTERS[other].search(value) and not LETTERS[self.language].search(value):
            raise ValidationError(OTHER_LETTERS[self.language], code="letters")


WHOLE = re.compile(r"^\d{1,3}(,\d{3})+$|^-?\d{1,9}$")
INVALID_WHOLE = _("Enter a whole number, such as 25")
OUT_OF_RANGE = _("Enter a whole number from %(least)s to %(most)s")


class WholeNumberField(forms.IntegerField):
    """From `min_value` to `max_value`; 1,200 is a thousand and two hundred, while 1,2 could be meant in two ways."""

    def __init__(self, *, min_value: int = 0, max_value: int = 9_999, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "dir": "ltr", "class": "w-10"}))
        kwargs.setdefault("error_messages", {"invalid": INVALID_WHOLE})
        super().__init__(**_required(_("Enter %(noun)s"), kwargs))
        self.least, self.most = min_value, max_value

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = digits.plain(value).replace(" ", "")
            if value and not WHOLE.match(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", "")
        return super().to_python(value)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            bounds = {"least": number(self.least), "most": number(self.most)}
            raise ValidationError(OUT_OF_RANGE, code="range", params=bounds)


AMOUNT = re.compile(r"^\d{1,3}(,\d{3})*(\.\d{1,2})?$|^\d+(\.\d{1,2})?$")
INVALID_AMOUNT = _("Enter the amount in digits, such as 12,500.50")


class AmountField(forms.Field):
    """Decimal with two places. Refuses 1e5, 12.500,50, signs and more than 16 digits before the point."""

    widget = AmountInput
    default_error_messages: ClassVar = {"invalid": INVALID_AMOUNT}

    def __init__(
        self, *, least: Decimal = Decimal("0.01"), most: Decimal = Decimal("9999999999999999.99"), **kwargs: Any
    ) -> None:
        super().__init__(**_required(_("Enter %(noun)s"), kwargs))
        self.least, self.most = least, most

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = digits.plain(str(value)).replace(" ", "")
        if not AMOUNT.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            amount = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not self.least <= amount <= self.most:
            raise ValidationError(self.error_messages["invalid"], code="range")
        return amount


INVALID_DAY = _("Enter a valid date, such as 23 11 2026")


class DayField(forms.Field):
    """A date by three boxes, or one text as day, month, year (or ISO). `earliest` and `latest` are dates or callables."""

    widget = DateBoxes

    def __init__(
        self, *, earliest: Any = None, latest: Any = None, out_of_range: Any = INVALID_DAY, **kwargs: Any
    ) -> None:
        super().__init__(**_required(_("Enter %(noun)s"), kwargs))
        self.earliest, self.latest, self.out_of_range = earliest, latest, out_of_range

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        parts = value if isinstance(value, list) else re.split(r"[-/. ]+", digits.plain(str(value or "")))
        parts = [digits.plain(str(part)) for part in parts]
        if not any(parts):
            return None
        if len(parts) == 3 and len(parts[0]) == 4:
            parts = parts[::-1]
        if len(parts) != 3 or not all(part.isdecimal() and part.isascii() and len(part) <= 4 for part in parts):
            raise ValidationError(INVALID_DAY, code="invalid")
        try:
            day = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(INVALID_DAY, code="invalid") from None
        if day.year < 1900 or day.year > 2200:
            raise ValidationError(INVALID_DAY, code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if value and ((earliest and value < earliest) or (latest and value > latest)):
            raise ValidationError(self.out_of_range, code="range")


INVALID_PHONE = _("Enter a valid phone number, such as 050 123 4567 or +971 50 123 4567")


class PhoneField(forms.CharField):
    """E.164; numbers without a country are of the Emirates."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput({"type": "tel", "dir": "ltr", "class": "w-20", "autocomplete": "tel"})
        )
        super().__init__(**_required(_("Enter %(noun)s"), kwargs))

    def to_python(self, value: Any) -> str:
        text = digits.plain(super().to_python(value) or "")
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text[:40], "AE")
        except phonenumbers.NumberParseException:
            raise ValidationError(INVALID_PHONE, code="invalid") from None
        if not phonenumbers.is_valid_number(number):
            raise ValidationError(INVALID_PHONE, code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class EmailAddressField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.EmailInput({"dir": "ltr", "autocomplete": "email", "class": "w-30"}))
        kwargs.setdefault("error_messages", {"invalid": _("Enter a valid e-mail address, such as name@example.com")})
        super().__init__(**_required(_("Enter %(noun)s"), kwargs))
        self.validators[0].message = _("Enter a valid e-mail address, such as name@example.com")  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return cleaners.email(text) if text else ""


class ChoiceField(forms.ChoiceField):
    """Radio buttons up to seven choices, a list beyond."""

    MOST_RADIOS = 7

    def __init__(self, *, choices: Any = (), **kwargs: Any) -> None:
        if "widget" not in kwargs:
            few = not callable(choices) and len(list(choices)) <= self.MOST_RADIOS
            kwargs["widget"] = forms.RadioSelect if few else forms.Select
        super().__init__(choices=choices, **_required(_("Choose %(noun)s"), kwargs))


class DeclarationField(forms.BooleanField):
    """A box that must be ticked; its label is the declaration itself."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Tick the box to confirm the declaration")})
        super().__init__(**kwargs)
