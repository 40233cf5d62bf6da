from accounts.models import User
from messaging import letters
from shared import outbox
from shared.outbox import Message


@outbox.handler("accounts.second_factor.reset", queue="letters")
def tell_reset(message: Message) -> None:
    person = User.objects.get(pk=message.payload["user"])
    letters.send("accounts:second_factor_reset", to=person, about=person, key=message.delivery_id)
