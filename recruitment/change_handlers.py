"""Letters that follow on changes of published vacancies and on requests for information, each in its reader's language."""

from collections.abc import Iterable
from typing import Any

from messaging import letters
from recruitment import queries
from recruitment.application_states import IN_SELECTION, ApplicationState
from recruitment.models import Application, InformationRequest, Vacancy, VacancyChange
from recruitment.models.applications import ApplicationQuerySet
from shared import outbox
from shared.clock import database_now
from shared.outbox import Message


@outbox.handler("recruitment.vacancy.change_asked", queue="letters")
def ask_approvers(message: Message) -> None:
    change = _change(message)
    if change.decided_at is None:
        approvers = queries.approvers_of(change.vacancy.entity, at=database_now()).exclude(pk=change.asked_by_id)
        _tell("vacancy_change_to_approve", approvers, about=change, message=message)


@outbox.handler("recruitment.vacancy.change_returned", queue="letters")
def tell_returned(message: Message) -> None:
    change = _change(message)
    _tell("vacancy_change_returned", [change.asked_by], about=change, message=message)


@outbox.handler("recruitment.vacancy.extended", queue="letters")
def tell_extended(message: Message) -> None:
    """Whoever began or submitted an application, and still competes."""
    change = _change(message)
    concerned = change.vacancy.applications.filter(state__in=(ApplicationState.DRAFT, *IN_SELECTION))
    _tell("vacancy_extended", _people(concerned), about=change, message=message)


@outbox.handler("recruitment.vacancy.cancelled", queue="letters")
def tell_drafts(message: Message) -> None:
    """Whoever had submitted is told about his application; these had only begun one."""
    vacancy = Vacancy.objects.select_related("entity").get(pk=str(message.payload["vacancy"]))
    begun = vacancy.applications.filter(state=ApplicationState.DRAFT_EXPIRED, moved_at=vacancy.ended_at)
    _tell("vacancy_cancelled", _people(begun), about=vacancy, message=message)


@outbox.handler("recruitment.application.information_requested", queue="letters")
def ask_applicant(message: Message) -> None:
    request = _request(message)
    if request.closed_at is None:
        _tell("information_requested", [request.application.candidate.user], about=request, message=message)


@outbox.handler("recruitment.application.information_answered", queue="letters")
def tell_recruiter(message: Message) -> None:
    request = _request(message)
    _tell("information_answered", [request.asked_by], about=request, message=message)


@outbox.handler("recruitment.application.reopened", queue="letters")
def tell_reopened(message: Message) -> None:
    found = Application.objects.select_related("candidate__user")
    application = found.get(pk=str(message.payload["application"]))
    _tell("application_reopened", [application.candidate.user], about=application, message=message)


def _change(message: Message) -> VacancyChange:
    found = VacancyChange.objects.select_related("vacancy__entity", "asked_by")
    return found.get(pk=str(message.payload["change"]))


def _request(message: Message) -> InformationRequest:
    found = InformationRequest.objects.select_related("application__candidate__user", "asked_by")
    return found.get(pk=str(message.payload["request"]))


def _people(applications: ApplicationQuerySet) -> Iterable[Any]:
    return [each.candidate.user for each in applications.select_related("candidate__user").order_by("pk")]


def _tell(letter: str, people: Iterable[Any], *, about: Any, message: Message) -> None:
    for person in people:
        letters.send(f"recruitment:{letter}", to=person, about=about, key=message.delivery_id)
