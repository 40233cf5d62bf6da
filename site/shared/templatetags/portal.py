"""{% load portal %}: dates, numbers and mixed text, wrapped so that no direction spoils them."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, translate_url
from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from shared import dates, numbers
from shared import money as amounts
from shared.bilingual import other
from shared.clock import database_now

register = template.Library()
# Not within an address.
REFERENCE = re.compile(r"(?<![\w/=-])([A-Z]{3}(?:-[0-9A-Z]+){2,})(?![\w/-])")
SIGN = re.compile(r"(\([A-Z][A-Z0-9-]+\))")


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.moment(value)) if value else ""


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.day(value)) if value else ""


@register.filter
def plain_moment(value: datetime) -> str:
    """For letters, which carry no markup."""
    return dates.moment(value)


@register.filter
def plain_day(value: date | datetime) -> str:
    return dates.day(value)


@register.simple_tag(takes_context=True)
def remaining(context: template.Context, until: datetime) -> str:
    """The database clock is asked once a page."""
    return dates.remaining(until, now=_now(context))


@register.simple_tag(takes_context=True)
def closes_in(context: template.Context, until: datetime) -> str:
    return dates.closes_in(until, now=_now(context))


def _now(context: template.Context) -> datetime:
    render_context = context.render_context
    if "database_now" not in render_context:
        render_context["database_now"] = context.get("now") or database_now()
    now: datetime = render_context["database_now"]
    return now


@register.filter
def number(value: Any) -> SafeString | str:
    return format_html("<bdi>{}</bdi>", numbers.number(value)) if value is not None else ""


@register.filter
def money(value: Any, currency: str = "AED") -> SafeString | str:
    """Takes a Decimal or a Money of django-money."""
    if value is None:
        return ""
    bare = getattr(value, "amount", value)
    return format_html(
        '<bdi class="nowrap">{}</bdi>', amounts.money(Decimal(bare), str(getattr(value, "currency", currency)))
    )


@register.filter
def filesize(value: int | None) -> SafeString | str:
    return format_html("<bdi>{}</bdi>", numbers.filesize(value)) if value is not None else ""


@register.filter
def phone(value: str | None) -> SafeString | str:
    """International form, left to right whatever stands around it."""
    if not value:
        return ""
    try:
        shown = phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    except phonenumbers.NumberParseException:
        shown = value
    return format_html('<bdi dir="ltr" class="nowrap">{}</bdi>', shown)


@register.filter
def ltr(value: Any) -> SafeString:
    """References, licence numbers, e-mail addresses, file names inside a sentence of either direction."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def whole_signs(value: Any) -> SafeString:
    """A name that ends in a sign such as «(SHA-256)»: a line that ends within it would turn its two halves around."""
    pieces = SIGN.split(str(value))
    return format_html_join(
        "", '{}<bdi dir="ltr" class="nowrap">{}</bdi>', zip(pieces[:-1:2], pieces[1::2], strict=True)
    ) + escape(pieces[-1])


@register.filter
def whole_references(value: Any) -> SafeString:
    """A sentence with a number such as «APP-2026-000202» or «RCP-7K3M-9QXT-2»: a line's end would turn its parts around."""
    return _whole_references(value, escape)


@register.filter
def letter_text(value: Any) -> SafeString:
    """The text of a letter with its addresses as links and its numbers whole."""
    return _whole_references(value, partial(urlize, autoescape=True))


def _whole_references(value: Any, written: Callable[[str], str]) -> SafeString:
    pieces = REFERENCE.split(str(value))
    around = [SafeString(written(piece)) for piece in pieces[::2]]
    return (
        format_html_join("", '{}<span class="nowrap">{}</span>', zip(around[:-1], pieces[1::2], strict=True))
        + around[-1]
    )


@register.simple_tag(takes_context=True)
def language_switch(context: template.Context) -> dict[str, str]:
    """{"language", "url"} of this very page in the other language, with its query."""
    request: HttpRequest | None = context.get("request")
    language = other((get_language() or "ar")[:2])
    override = context.get("other_language_url")
    if override or request is None:
        query = f"?{request.META['QUERY_STRING']}" if request and request.META.get("QUERY_STRING") else ""
        return {"language": language, "url": f"{override}{query}" if override else f"/{language}/"}
    try:
        path = translate_url(request.get_full_path(), language)
    except NoReverseMatch:
        path = request.get_full_path()
    if urlsplit(path).path == request.path:
        prefix = f"/{other(language)}/"
        path = path.replace(prefix, f"/{language}/", 1) if path.startswith(prefix) else f"/{language}/"
    return {"language": language, "url": path}


@register.simple_tag(takes_context=True)
def addresses(context: template.Context) -> dict[str, Any]:
    """{"canonical", "alternates": [(hreflang, url)]} of this page: both languages, and Arabic for readers of neither.

    A page that stands in one language alone (`has_twin` is False) names no other; shown in the other's frame (`only_in`),
    it names itself. What of the query makes it a page of its own (`own_query`: a year, a page number) belongs to its name.
    """
    request: HttpRequest = context["request"]
    here, switch = (get_language() or "ar")[:2], language_switch(context)
    query = f"?{context['own_query']}" if context.get("own_query") else ""
    paths = {here: request.path, switch["language"]: urlsplit(switch["url"]).path}
    pages = {language: f"{path}{query}" for language, path in paths.items()}
    own = context.get("only_in") or here
    if not context.get("has_twin", True):
        pages = {own: pages[own]}
    full = {language: request.build_absolute_uri(path) for language, path in sorted(pages.items())}
    default = full.get("ar", full[own])
    return {"canonical": full[own], "alternates": [*full.items(), ("x-default", default)]}


@register.simple_tag
def direction(language: str | None = None) -> str:
    return "rtl" if (language or get_language() or "ar").startswith("ar") else "ltr"


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """This page's query with some parameters changed (None takes one out): for page links and chips."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"
