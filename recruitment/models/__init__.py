from recruitment.models.applications import Application
from recruitment.models.candidates import Candidate, Education, Experience
from recruitment.models.changes import VacancyChange, VacancyEditor, VacancyVersion
from recruitment.models.dossiers import (
    ApplicationDocument,
    ApplicationNote,
    ApplicationSnapshot,
    InformationRequest,
    Reversal,
)
from recruitment.models.vacancies import Vacancy

__all__ = [
    "Application",
    "ApplicationDocument",
    "ApplicationNote",
    "ApplicationSnapshot",
    "Candidate",
    "Education",
    "Experience",
    "InformationRequest",
    "Reversal",
    "Vacancy",
    "VacancyChange",
    "VacancyEditor",
    "VacancyVersion",
]
