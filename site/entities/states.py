"""States and moves of an invitation; whether one that is open has expired, the clock decides."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from shared import moves
from shared.moves import Move


class InvitationState(TextChoices):
    OPEN = "open", pgettext_lazy("invitation", "Not answered yet")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")


INVITATION_MOVES = moves.table(
    {
        InvitationState.OPEN: {
            Move(InvitationState.ACCEPTED, "accept_invitation", "invited person"),
            Move(InvitationState.WITHDRAWN, "withdraw_invitation", "entity_admin"),
        }
    }
)
