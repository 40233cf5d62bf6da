from recruitment.models.vacancies import Vacancy, VacancyEditor, VacancyVersion

__all__ = ["Vacancy", "VacancyEditor", "VacancyVersion"]
