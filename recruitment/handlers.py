"""Letters that follow on the deeds of vacancies, each in its reader's language."""

from collections.abc import Iterable
from typing import Any

from messaging import letters
from recruitment import application_handlers, change_handlers, queries, screening_handlers
from recruitment.models import Vacancy
from recruitment.states import VacancyState
from shared import outbox
from shared.clock import database_now
from shared.outbox import Message

# Importing them registers what follows on the deeds of applicants and of selection.
__all__ = ["application_handlers", "change_handlers", "screening_handlers"]


def _about(message: Message) -> Vacancy:
    return Vacancy.objects.select_related("entity").get(pk=str(message.payload["vacancy"]))


def _tell(letter: str, people: Iterable[Any], *, about: Vacancy, message: Message) -> None:
    for person in people:
        letters.send(f"recruitment:{letter}", to=person, about=about, key=message.delivery_id)


@outbox.handler("recruitment.vacancy.sent_for_approval", queue="letters")
def ask_approvers(message: Message) -> None:
    vacancy = _about(message)
    if vacancy.state == VacancyState.IN_REVIEW:
        _tell("vacancy_to_approve", queries.approvers(vacancy, at=database_now()), about=vacancy, message=message)


@outbox.handler("recruitment.vacancy.returned", queue="letters")
def tell_returned(message: Message) -> None:
    vacancy = _about(message)
    if vacancy.return_reason:
        _tell("vacancy_returned", queries.writers(vacancy), about=vacancy, message=message)


@outbox.handler("recruitment.vacancy.published", queue="letters")
def tell_published(message: Message) -> None:
    vacancy = _about(message)
    _tell("vacancy_published", queries.writers(vacancy), about=vacancy, message=message)
