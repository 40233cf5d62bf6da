"""«رسائلي» on the account page: the latest letters."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.blocks import Block, Line, register
from messaging import reading
from shared import dates

LATEST = 3


def _lines(user: Any) -> list[Line]:
    latest = reading.listed(reading.of(user)[:LATEST])
    return [(each.subject, reverse("accounts:message", args=[each.pk]), dates.day(each.at)) for each in latest]


register(
    Block(
        title=_("My messages"),
        url_name="accounts:messages",
        lines=_lines,
        empty=_("No letters have been sent to you yet."),
        order=80,
    )
)
