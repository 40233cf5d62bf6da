"""What a job seeker sees of himself on his account page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import blocks
from accounts.blocks import Block, Line
from recruitment import own_applications
from shared.bilingual import other
from shared.clock import database_now

MOST_LINES = 5


def _applications(user: Any) -> list[Line]:
    now, found = database_now(), own_applications.listed(user)[:MOST_LINES]
    return [
        (each.vacancy.title, reverse("recruitment:application", args=[each.pk]), str(each.words_at(now)))
        for each in found
    ]


def _profile(user: Any) -> list[Line]:
    """One line: the person as his applications name him, and whether something is still missing."""
    values = own_applications.profile_values(user)
    here = (get_language() or "ar")[:2]
    named = values[f"name_{here}"] or values[f"name_{other(here)}"] or user.email
    known = all(values[name] for name in ("date_of_birth", "nationality", "phone"))
    return [(named, reverse("recruitment:profile"), str(_("Complete") if known else _("Not complete yet")))]


blocks.register(
    Block(
        title=_("My applications"),
        url_name="recruitment:applications",
        lines=_applications,
        empty=_("You have not applied for a vacancy yet."),
        order=10,
    )
)
blocks.register(Block(title=_("My details for applications"), url_name="recruitment:profile", lines=_profile, order=20))
