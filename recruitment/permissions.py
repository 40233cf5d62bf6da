"""Who may do what with vacancies and the applications to them; asked by doors, deeds and templates alike."""

from datetime import datetime
from typing import Any

from entities.models import Role
from entities.roles import holds
from recruitment.models import Vacancy, VacancyChange
from recruitment.models.applications import APPLICATION_STAFF, vacancies_applied_to
from recruitment.states import UNPUBLISHED, VacancyState


def may_draft_vacancy(user: Any, entity: Any, *, at: datetime) -> bool:
    return holds(user, Role.RECRUITER, entity, at=at)


def may_edit_vacancy(user: Any, vacancy: Vacancy, *, at: datetime) -> bool:
    return vacancy.state in UNPUBLISHED and holds(user, Role.RECRUITER, vacancy.entity, at=at)


def may_return_vacancy(user: Any, vacancy: Vacancy, *, at: datetime) -> bool:
    return vacancy.state == VacancyState.IN_REVIEW and holds(user, Role.RECRUITMENT_APPROVER, vacancy.entity, at=at)


def may_approve_vacancy(user: Any, vacancy: Vacancy, *, at: datetime) -> bool:
    """An approver of the entity who wrote nothing in it."""
    return may_return_vacancy(user, vacancy, at=at) and not vacancy.was_edited_by(user)


def may_read_applications(user: Any, vacancy: Vacancy, *, at: datetime) -> bool:
    """Recruiters and auditors; whoever approves vacancies learns nothing of the people who apply."""
    return any(holds(user, role, vacancy.entity, at=at) for role in APPLICATION_STAFF)


def may_screen(user: Any, vacancy: Vacancy, *, at: datetime) -> bool:
    """A recruiter of the entity who does not compete for the post himself."""
    return holds(user, Role.RECRUITER, vacancy.entity, at=at) and not competes(user, vacancy)


def competes(user: Any, vacancy: Vacancy) -> bool:
    return vacancies_applied_to(user).filter(vacancy=vacancy).exists()


def may_change_vacancy(user: Any, vacancy: Vacancy, *, at: datetime) -> bool:
    """Ask for more time or for the cancellation, or conclude: a recruiter who does not compete."""
    return vacancy.state == VacancyState.PUBLISHED and may_screen(user, vacancy, at=at)


def may_decide_change(user: Any, change: VacancyChange, *, at: datetime) -> bool:
    """An approver of the entity who did not ask for it himself, and does not compete."""
    return (
        change.asked_by_id != user.pk
        and holds(user, Role.RECRUITMENT_APPROVER, change.vacancy.entity, at=at)
        and not competes(user, change.vacancy)
    )
