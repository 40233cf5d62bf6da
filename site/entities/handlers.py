from entities.models import Invitation, Membership
from messaging import letters
from shared import outbox
from shared.outbox import Message


@outbox.handler("entities.invitation.sent", queue="letters")
def send_invitation(message: Message) -> None:
    invitation = Invitation.objects.get(pk=message.payload["invitation"])
    letters.send(
        "entities:invitation",
        to=invitation.email,
        about=invitation,
        key=message.delivery_id,
        language=invitation.language,
    )


@outbox.handler("entities.role.granted", queue="letters")
def tell_granted(message: Message) -> None:
    membership = Membership.objects.select_related("user").get(pk=message.payload["membership"])
    if membership.granted_by_id:  # the first set-up tells nobody
        letters.send("entities:role_granted", to=membership.user, about=membership, key=message.delivery_id)


@outbox.handler("entities.role.ended", queue="letters")
def tell_ended(message: Message) -> None:
    membership = Membership.objects.select_related("user").get(pk=message.payload["membership"])
    letters.send("entities:role_ended", to=membership.user, about=membership, key=message.delivery_id)
