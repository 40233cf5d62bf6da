"""{% load applications %}: where an application stands, by the page's one reading of the clock."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recruitment.models import Application
from recruitment.standing import Standing, standing
from shared.clock import database_now

register = template.Library()


@register.simple_tag(takes_context=True, name="standing")
def standing_of(context: template.Context, application: Application) -> Standing:
    return standing(application, now=context.get("now") or database_now())


@register.filter
def to_the_second(value: datetime) -> SafeString:
    """Where a minute is too coarse to tell who was late: 14:00:03 in the portal's zone."""
    return format_html('<bdi dir="ltr">{}</bdi>', timezone.localtime(value).strftime("%H:%M:%S"))
