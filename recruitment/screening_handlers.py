"""Letters that follow on the selection, in the applicant's language. What was decided is read again when they go out."""

from messaging import letters
from recruitment.application_states import ApplicationState
from recruitment.models import Application
from shared import outbox
from shared.outbox import Message


def _tell(letter: str, message: Message, *, if_still: ApplicationState) -> None:
    application = Application.objects.select_related("candidate__user").get(pk=str(message.payload["application"]))
    if application.state == if_still:
        person = application.candidate.user
        letters.send(f"recruitment:{letter}", to=person, about=application, key=message.delivery_id)


@outbox.handler("recruitment.application.shortlisted", queue="letters")
def tell_shortlisted(message: Message) -> None:
    _tell("application_shortlisted", message, if_still=ApplicationState.SHORTLISTED)


@outbox.handler("recruitment.application.rejected", queue="letters")
def tell_rejected(message: Message) -> None:
    _tell("application_rejected", message, if_still=ApplicationState.REJECTED)
