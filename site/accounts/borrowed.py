"""Sentences that the forms of Django and allauth say by themselves, so that locale/ holds the portal's Arabic of them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

TOO_SHORT = ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
TOO_COMMON = _("This password is too common.")
TOO_SIMILAR = _("The password is too similar to the %(verbose_name)s.")
NOT_THE_SAME = _("You must type the same password each time.")
