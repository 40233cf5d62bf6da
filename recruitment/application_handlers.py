"""Letters to the applicant about what he did himself; those about decisions follow on the deeds of selection."""

from messaging import letters
from recruitment.models import Application
from shared import outbox
from shared.outbox import Message


def _tell_applicant(letter: str, message: Message) -> None:
    application = Application.objects.select_related("candidate__user").get(pk=str(message.payload["application"]))
    letters.send(f"recruitment:{letter}", to=application.candidate.user, about=application, key=message.delivery_id)


@outbox.handler("recruitment.application.submitted", queue="letters")
def tell_submitted(message: Message) -> None:
    _tell_applicant("application_submitted", message)


@outbox.handler("recruitment.application.withdrawn", queue="letters")
def tell_withdrawn(message: Message) -> None:
    _tell_applicant("application_withdrawn", message)
