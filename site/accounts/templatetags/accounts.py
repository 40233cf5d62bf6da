from typing import Any

from django import template

from accounts import sessions

register = template.Library()
MINUTES_BEFORE = 5


@register.inclusion_tag("accounts/parts/session_warning.html", takes_context=True)
def session_warning(context: template.Context) -> dict[str, Any]:
    """For a signed-in person's page: shown some minutes before the idle time is over."""
    request = context["request"]
    after = sessions.idle_seconds(request.user) - MINUTES_BEFORE * 60
    return {"request": request, "csrf_token": context.get("csrf_token"), "after": after, "minutes": MINUTES_BEFORE}


@register.filter
def in_groups(key: str) -> str:
    """Four characters and a space: easier to type from a screen."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
