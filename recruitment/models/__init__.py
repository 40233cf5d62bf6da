from recruitment.models.applications import (
    Application,
    ApplicationDocument,
    ApplicationNote,
    ApplicationSnapshot,
)
from recruitment.models.candidates import Candidate
from recruitment.models.vacancies import Vacancy, VacancyEditor, VacancyVersion

__all__ = [
    "Application",
    "ApplicationDocument",
    "ApplicationNote",
    "ApplicationSnapshot",
    "Candidate",
    "Vacancy",
    "VacancyEditor",
    "VacancyVersion",
]
