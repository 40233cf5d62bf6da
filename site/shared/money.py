"""Amounts as the portal prints them: «12,500.50 درهم» / "AED 12,500.50". Floats never touch money."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext, pgettext


def amount(value: Decimal | int) -> str:
    """Without fils where there are none: 12,500 but 12,500.50."""
    value = Decimal(value)
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    return format_decimal(value, format=pattern, locale="en")


def money(value: Decimal | int, currency: str = "AED") -> str:
    if currency == "AED":
        return pgettext("amount in dirhams", "AED %(amount)s") % {"amount": amount(value)}
    return f"{amount(value)} {currency}"


def money_range(lower: Decimal | int, upper: Decimal | int, currency: str = "AED") -> str:
    """«من 22,000 إلى 28,000 درهم»: the currency once, and never a dash, which would be drawn reversed."""
    amounts = {"lower": amount(lower), "upper": amount(upper)}
    if currency == "AED":
        return pgettext("amount in dirhams", "AED %(lower)s to %(upper)s") % amounts
    return gettext("From %(lower)s to %(upper)s") % amounts + f" {currency}"


def vat_note(*, included: bool) -> str:
    return gettext("including VAT") if included else gettext("excluding VAT")
