"""What the committee writes in the opening room; it stands in the minutes."""

from django.utils.translation import gettext_lazy as _

from shared.forms import CharacterField, PortalForm
from shared.forms.instants import InstantField


class SingleBidForm(PortalForm):
    single_bid_reason = CharacterField(
        label=_("Reason for opening a single bid"),
        noun=_("the reason for opening a single bid"),
        help_text=_("It stands in the minutes of opening."),
        rows=3,
        max_length=1000,
    )


class AdjournForm(PortalForm):
    adjourn_reason = CharacterField(
        label=_("Reason for adjourning"),
        noun=_("the reason for adjourning"),
        help_text=_("It stands in the minutes of opening."),
        rows=3,
        max_length=1000,
    )
    resumes_at = InstantField(label=_("The session resumes"), help_text=_("UAE time."))
