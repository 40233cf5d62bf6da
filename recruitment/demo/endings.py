"""What becomes of published vacancies in the demo world: extended, cancelled, concluded, each by two people or after its closing."""

import time
from datetime import datetime
from typing import Any

from entities.models import Role
from recruitment import changing, concluding
from recruitment.application_states import IN_SELECTION, ApplicationState
from recruitment.demo import vacancies
from recruitment.models import Vacancy
from recruitment.states import ChangeKind, VacancyState
from shared.clock import database_now


def change(world: Any) -> None:
    """Extend and cancel what is to be, once everybody concerned has applied."""
    for facts in vacancies.written().values():
        if facts["ends"] not in ("extended", "cancelled"):
            continue
        for vacancy in vacancies.same(world, facts).open_at(database_now()).filter(changes=None):
            if facts["ends"] == "cancelled":
                _change(world, vacancy, ChangeKind.CANCEL, facts)
            else:
                later = vacancies.closing_on(facts["extended_to"])
                _change(world, vacancy, ChangeKind.EXTEND, facts, closes_at=later)


def conclude(world: Any) -> None:
    """Wait for the last of those that are still open, then hire whoever is on the shortlist."""
    for facts in vacancies.written().values():
        if facts["ends"] == "concluded":
            for vacancy in vacancies.same(world, facts).filter(state=VacancyState.PUBLISHED):
                _wait_for(vacancy.closing_at)
                _conclude(world, vacancy)


def _change(
    world: Any, vacancy: Vacancy, kind: ChangeKind, facts: dict[str, Any], *, closes_at: datetime | None = None
) -> None:
    asked = changing.ask_change(
        vacancy.pk,
        kind,
        by=vacancies.official(world, Role.RECRUITER, vacancy.entity),
        reason_ar=facts["change_reason_ar"],
        reason_en=facts["change_reason_en"],
        closes_at=closes_at,
    )
    changing.approve_change(asked.pk, by=vacancies.official(world, Role.RECRUITMENT_APPROVER, vacancy.entity))


def _conclude(world: Any, vacancy: Vacancy) -> None:
    shortlist = vacancy.applications.filter(state=ApplicationState.SHORTLISTED)
    concluding.conclude_vacancy(
        vacancy.pk,
        by=vacancies.official(world, Role.RECRUITER, vacancy.entity),
        hired=list(shortlist.values_list("pk", flat=True)),
        undecided=vacancy.applications.filter(state__in=IN_SELECTION).count(),
    )


def _wait_for(instant: datetime | None) -> None:
    assert instant is not None
    time.sleep(max(0.0, (instant - database_now()).total_seconds()))
