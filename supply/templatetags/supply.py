"""{% load supply %}: where a tender stands by the page's one reading of the clock, and records in words."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shared import dates, money, numbers
from shared.bilingual import other
from shared.clock import database_now
from supply.codes import categories
from supply.models import Tender
from supply.states import Office, PriceBasis, ProcurementMethod, TextLanguage
from supply.status import Status, status_of

register = template.Library()

ACTS: dict[str, "str | Promise"] = {
    "supply:tender:draft": _("Draft begun"),
    "supply:tender:edit": _("Text changed"),
    "supply:tender:add_document": _("Document attached"),
    "supply:tender:remove_document": _("Document removed"),
    "supply:tender:name_committee": _("Opening committee named"),
    "supply:tender:send_for_approval": _("Sent for approval"),
    "supply:tender:return": _("Returned to be changed"),
    "supply:tender:publish": _("Approved and published"),
    "supply:tender:open": _("All bids opened"),
    "supply:tender:end_without_bids": _("Ended: no bid was received"),
    "supply:tender:ask_change": _("Change asked for"),
    "supply:tender:approve_first": _("Cancellation approved by the first of two approvers"),
    "supply:tender:return_change": _("Change returned"),
    "supply:tender:extend": _("Deadline extended"),
    "supply:tender:cancel": _("Tender cancelled"),
    "supply:tender:conclude": _("Tender concluded"),
    "supply:opening:call": _("Committee called"),
    "supply:opening:attend": _("Attendance confirmed"),
    "supply:opening:start": _("Opening started"),
    "supply:opening:go_on_with_single_bid": _("Single bid: reason given"),
    "supply:opening:adjourn": _("Session adjourned"),
    "supply:opening:call_off": _("Session called off"),
    "supply:supplier:register": _("Registration begun"),
    "supply:supplier:submit": _("Registration submitted"),
    "supply:supplier:return": _("Registration returned for completion"),
    "supply:supplier:accept": _("Firm accepted"),
}
FACTS: dict[str, "str | Promise"] = {
    "documents": _("Documents"),
    "committee": _("Opening committee"),
    "quorum": _("Quorum"),
}


@register.simple_tag(takes_context=True)
def tender_status(context: template.Context, tender: Tender) -> Status:
    return status_of(tender, context.get("now") or database_now())


@register.filter
def takes_bids(tender: Tender, now: datetime) -> bool:
    return tender.takes_bids_at(now)


@register.filter
def plain_money(amount: Decimal, currency: str) -> str:
    """For letters: without markup."""
    return money.money(amount, currency)


@register.filter
def act_label(action: str) -> "str | Promise":
    """An audited act in words; one that is not ours keeps its code."""
    return ACTS.get(action, action)


@register.filter
def fact_label(name: str) -> "str | Promise":
    labels = {field.name: field.verbose_name for field in Tender._meta.concrete_fields}
    return FACTS.get(name) or labels.get(name, name)


@register.filter
def fact_value(value: Any, name: str) -> str:
    """A frozen fact of a tender as its approver reads it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return dates.moment(value)
    shown = SHOWN.get(name)
    return str(shown(value)) if shown else str(value)


def _titles(documents: list[dict[str, str]]) -> str:
    language = dates.locale()[:2]
    return "\n".join(each[f"title_{language}"] or each[f"title_{other(language)}"] for each in documents)


def _offices(members: list[dict[str, str]]) -> str:
    return "\n".join(str(Office(each["office"]).label) for each in members)


def _instant(written: str) -> str:
    return dates.moment(datetime.fromisoformat(written))


SHOWN: dict[str, Callable[[Any], Any]] = {
    "documents": _titles,
    "committee": _offices,
    "closes_at": _instant,
    "opens_at": _instant,
    "category": lambda code: categories().get(code, code),
    "value": lambda written: money.amount(written),
    "quorum": numbers.number,
    "bid_validity_days": numbers.number,
    "price_basis": lambda basis: PriceBasis(basis).label,
    "procurement_method": lambda method: ProcurementMethod(method).label,
    "governing_language": lambda language: TextLanguage(language).label,
}
