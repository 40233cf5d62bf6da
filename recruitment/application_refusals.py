"""Why a deed about an application is refused; each says what to do."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recruitment.models import Application, Vacancy
from recruitment.rules.eligibility import Bar
from shared.refusals import Refused


class VacancyClosed(Refused):
    """Too late. A draft that was begun (`application`) stays and can be read."""

    template = "recruitment/closed.html"

    def __init__(self, vacancy: Vacancy, *, at: datetime, application: Application | None = None) -> None:
        super().__init__(
            _("This vacancy takes no more applications."),
            vacancy=vacancy,
            application=application,
            closed_at=vacancy.closing_at,
            received_at=at,
        )


class NotEligible(Refused):
    """What the person states of himself does not fit who may apply; `bar` is the rule."""

    template = "recruitment/not_eligible.html"

    def __init__(self, bar: Bar, vacancy: Vacancy, application: Application | None = None) -> None:
        self.bar = bar
        super().__init__(_rule(bar), bar=bar, vacancy=vacancy, application=application)


class StepsOpen(Refused):
    """`tasks` are the steps that keep the application from being submitted."""

    def __init__(self, tasks: list[Any]) -> None:
        super().__init__(_("Some steps are not complete. Complete them, then submit the application."), tasks=tasks)


class DocumentInfected(Refused):
    def __init__(self) -> None:
        super().__init__(_("One of the files carries a virus. Remove it and attach a clean copy, then submit again."))


class TooManyEntries(Refused):
    def __init__(self, most: int) -> None:
        sentence = ngettext("You can add %(count)d entry at most.", "You can add up to %(count)d entries.", most)
        super().__init__(sentence % {"count": most})


class AlreadySubmitted(Refused):
    def __init__(self) -> None:
        super().__init__(_("This application was submitted or withdrawn and can no longer be changed."))


class ApplicationChanged(Refused):
    """Somebody saved or moved it in between: what was looked at is no longer what is stored."""

    def __init__(self, application: Application) -> None:
        super().__init__(
            _("The data changed after you opened this page. Check it and try again."), application=application
        )


class CitizensOnly(Refused):
    def __init__(self) -> None:
        super().__init__(_("Employees apply with their personal account. Sign in with it and try again."), status=403)


class OwnVacancy(Refused):
    """Whoever competes for a post decides on nobody who competes with him."""

    def __init__(self) -> None:
        super().__init__(_("You applied to this vacancy yourself: another recruiter decides on it."), status=403)


class DueTooSoon(Refused):
    """An applicant needs time to find a paper."""

    def __init__(self, hours: int) -> None:
        sentence = ngettext(
            "Leave the applicant at least %(count)d hour for the answer.",
            "Leave the applicant at least %(count)d hours for the answer.",
            hours,
        )
        super().__init__(sentence % {"count": hours}, field="due_at")


class AnswerTooLate(Refused):
    """`due_at` had passed, or what was asked for is no longer needed."""

    template = "recruitment/information/too_late.html"

    def __init__(self, application: Application, *, due_at: datetime | None) -> None:
        super().__init__(_("This request takes no answer any more."), application=application, due_at=due_at)


class TooLateToUndo(Refused):
    def __init__(self) -> None:
        super().__init__(_("This decision can no longer be undone: it was told already, or undone before."))


class StillUndoable(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody was told of this decision yet: undo it instead."))


class AlreadyAsked(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody has asked for this already; it waits for another person."))


class OwnRequest(Refused):
    """Two people, never one twice."""

    def __init__(self) -> None:
        super().__init__(_("Whoever asked for it may not agree to it. Another person has to."), status=403)


class SelectionOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("The vacancy was concluded or cancelled: nothing is decided here any more."))


class ReasonIncomplete(Refused):
    def __init__(self, field: str) -> None:
        super().__init__(_("Write the reason in both languages, as the applicant will read it."), field=field)


def _rule(bar: Bar) -> Any:
    if bar == Bar.NATIONALS_ONLY:
        return _("Only nationals of the United Arab Emirates may apply to this vacancy.")
    least_age: int = settings.VACANCY_LEAST_AGE
    sentence = ngettext(
        "Applicants must be at least %(count)d year old.", "Applicants must be at least %(count)d years old.", least_age
    )
    return sentence % {"count": least_age}
