"""Letters that follow on the selection, in the applicant's language. What was decided is read again when they go out."""

from messaging import letters
from recruitment.application_states import ApplicationState
from recruitment.models import Application
from shared import outbox
from shared.clock import database_now
from shared.outbox import Message

LETTERS = {
    ApplicationState.SHORTLISTED: "application_shortlisted",
    ApplicationState.REJECTED: "application_rejected",
    ApplicationState.HIRED: "application_hired",
    ApplicationState.VACANCY_CANCELLED: "application_cancelled",
}


@outbox.handler("recruitment.application.decided", queue="letters")
def tell_decision(message: Message) -> None:
    """Once for each decision that stands; one that was undone, or overtaken by a later one, is passed over."""
    application = _locked(message)
    now, state = database_now(), ApplicationState(application.state)
    if application.effective_at is None or application.effective_at > now or state not in LETTERS:
        return
    if application.notified_at is not None and application.notified_at >= application.effective_at:
        return
    Application.objects.filter(pk=application.pk).update(notified_at=now)
    _send(LETTERS[state], application, message)


def _locked(message: Message) -> Application:
    found = Application.objects.select_related("candidate__user").select_for_update(of=("self",))
    return found.get(pk=str(message.payload["application"]))


def _send(letter: str, application: Application, message: Message) -> None:
    person = application.candidate.user
    letters.send(f"recruitment:{letter}", to=person, about=application, key=message.delivery_id)
