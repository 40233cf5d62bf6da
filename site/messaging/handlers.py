from messaging import letters
from messaging.models import Letter, LetterState
from shared import outbox
from shared.clock import database_now


@outbox.handler("messaging.letter.queued", queue="letters", outside=True)
def deliver(message: outbox.Message) -> None:
    """Hand the letter to the mail server. A refusal is raised, and the outbox tries again by its schedule."""
    letter = Letter.objects.select_related("user").get(pk=message.payload["letter"])
    if letter.state == LetterState.CANCELLED:
        with message.finish():
            return
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, tries=letter.tries + 1)
    try:
        letters.compose(letter).send()
    except Exception:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.TEMPORARY_FAILURE)
        raise
    with message.finish():
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENT, sent_at=database_now())
