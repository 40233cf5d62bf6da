"""Numbers, percentages and sizes as the portal prints them: Latin digits, 12,500.50, in both languages."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext


def number(value: int | float | Decimal) -> str:
    return format_decimal(value, locale="en", decimal_quantization=False)


def percent(value: int | float | Decimal) -> str:
    return f"{number(value)}%"


def filesize(size: int) -> str:
    """«350 كيلوبايت» / "350 KB"; decimal units, as people count them."""
    if size < 1_000:
        return gettext("%(size)s bytes") % {"size": number(size)}
    if size < 1_000_000:
        return gettext("%(size)s KB") % {"size": number(size // 1_000)}
    return gettext("%(size)s MB") % {"size": number(round(Decimal(size) / 1_000_000, 1).normalize())}
