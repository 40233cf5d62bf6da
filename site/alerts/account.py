"""«تنبيهاتي» on the account page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.blocks import Block, Line, register
from alerts import saving, showing

LATEST = 3


def _lines(user: Any) -> list[Line]:
    url = reverse("alerts:list")
    return [
        (
            f"{each.words} · {each.kind}" if each.words else str(each.kind),
            url,
            str(_("Paused") if each.record.paused else each.record.get_frequency_display()),
        )
        for each in showing.searches(saving.of(user)[:LATEST])
    ]


register(
    Block(
        title=_("My alerts"),
        url_name="alerts:list",
        lines=_lines,
        empty=_("You watch no searches yet."),
        order=70,
    )
)
