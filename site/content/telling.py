"""What an editor reads after saving."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin import messages


def tell_address(request: HttpRequest, record: Any) -> None:
    """Where the address that was written was taken, and another one was given (`wanted_slug`, set by the form)."""
    if wanted := getattr(record, "wanted_slug", ""):
        text = _("The address “%(wanted)s” is taken already. This one has “%(slug)s”.")
        messages.warning(request, text % {"wanted": wanted, "slug": record.slug})
