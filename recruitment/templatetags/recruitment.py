"""{% load recruitment %}: where a vacancy stands by the page's one reading of the clock, and records in words."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from recruitment import application_queries, personal_codes
from recruitment.application_queries import StateCount
from recruitment.application_states import ApplicationState
from recruitment.codes import locations, occupations
from recruitment.models import Application, Vacancy
from recruitment.states import EmploymentType, Policy
from recruitment.status import Status, status_of
from shared import dates, money
from shared.clock import database_now
from shared.moves import Move

register = template.Library()

ACTS: dict[str, "str | Promise"] = {
    "recruitment:vacancy:draft": _("Draft begun"),
    "recruitment:vacancy:edit": _("Text changed"),
    "recruitment:vacancy:send_for_approval": _("Sent for approval"),
    "recruitment:vacancy:return": _("Returned to be changed"),
    "recruitment:vacancy:publish": _("Approved and published"),
    "recruitment:vacancy:ask_change": _("Change asked for"),
    "recruitment:vacancy:return_change": _("Change returned"),
    "recruitment:vacancy:extend": pgettext_lazy("vacancy", "Deadline extended"),
    "recruitment:vacancy:cancel": _("Cancelled"),
    "recruitment:vacancy:conclude": _("Concluded"),
}


@register.simple_tag(takes_context=True)
def vacancy_status(context: template.Context, vacancy: Vacancy) -> Status:
    return status_of(vacancy, context.get("now") or database_now())


@register.filter
def of_vacancy(sizes: dict[UUID, list[StateCount]], vacancy: Vacancy) -> list[StateCount]:
    return sizes.get(vacancy.pk, [])


@register.simple_tag
def application_status(application: Application) -> Status:
    """Where it stands in the words of staff."""
    return STATUS_OF[ApplicationState(application.state)]


@register.filter
def steps(application: Application) -> list[Move]:
    """What a recruiter may do with it now."""
    return application_queries.steps(application)


@register.filter
def step_words(step: Move, current: str) -> "str | Promise":
    """What a button says that takes an application from here to there."""
    if current == ApplicationState.INFORMATION_REQUESTED:
        return _("Take the request back")
    return STEPS[ApplicationState(step.to)]


@register.filter
def education_level(code: str) -> str:
    return str(personal_codes.education_levels().get(code, code))


@register.filter
def country(code: str) -> str:
    return personal_codes.country_name(code)


@register.filter
def takes_applications(vacancy: Vacancy, now: datetime) -> bool:
    return vacancy.takes_applications_at(now)


@register.filter
def salary_range(salary: tuple[Money, Money] | None) -> SafeString:
    if salary is None:
        return format_html("{}", pgettext("salary", "Not shown"))
    lower, upper = salary
    currency = str(upper.currency)
    if lower == upper:
        return format_html("<bdi>{}</bdi>", money.money(upper.amount, currency))
    return format_html("<bdi>{}</bdi>", money.money_range(lower.amount, upper.amount, currency))


@register.filter
def vacancy_act(action: str) -> "str | Promise":
    """An audited act in words; one that is not ours keeps its code."""
    return ACTS.get(action, action)


@register.filter
def fact_value(value: Any, name: str) -> str:
    """One value of a vacancy as people read it."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if value in (None, ""):
        return "–"
    shown = SHOWN.get(name)
    return str(shown(value)) if shown else str(value)


SHOWN: dict[str, Callable[[Any], Any]] = {
    "closes_at": lambda value: dates.moment(value) if isinstance(value, datetime) else value,
    "occupation": lambda code: occupations().get(code, code),
    "location": lambda code: locations().get(code, code),
    "salary_from": lambda value: money.amount(Decimal(value)),
    "salary_to": lambda value: money.amount(Decimal(value)),
    "policy": lambda value: Policy(value).label,
    "employment_type": lambda value: EmploymentType(value).label,
}

STEPS = {
    ApplicationState.SCREENING: _("Start screening"),
    ApplicationState.SHORTLISTED: _("Put on the shortlist"),
    ApplicationState.INFORMATION_REQUESTED: _("Ask for information"),
    ApplicationState.REJECTED: _("Do not select"),
}
TONES = {
    ApplicationState.SUBMITTED: "brand",
    ApplicationState.SCREENING: "soon",
    ApplicationState.INFORMATION_REQUESTED: "soon",
    ApplicationState.SHORTLISTED: "open",
    ApplicationState.HIRED: "open",
    ApplicationState.REJECTED: "bad",
}
STATUS_OF = {state: Status(str(state), state.label, TONES.get(state, "")) for state in ApplicationState}
