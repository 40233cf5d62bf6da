"""Applications made by the deeds, Arabic first."""

from datetime import date
from typing import Any

from accounts.models import User
from recruitment import answering, applying
from recruitment.models import Application, Vacancy
from shared.idempotency import no_key
from tests.factories.files import pdf, upload
from tests.factories.people import PersonFactory
from tests.factories.recruitment import published_vacancy

PERSONAL = {
    "name_ar": "سلمى أحمد المنصوري",
    "name_en": "Salma Ahmed Al Mansoori",
    "date_of_birth": "1996-11-23",
    "nationality": "AE",
    "emirate": "AE-AZ",
    "phone": "+971501234567",
}
EDUCATION = {
    "level": "6",
    "subject": "هندسة مدنية",
    "institution": "جامعة الواحة",
    "country": "AE",
    "completed_in": 2018,
}
EXPERIENCE = {
    "position": "مهندسة طرق",
    "employer": "بلدية الواحة",
    "country": "AE",
    "started_on": "2019-02-01",
    "ended_on": "2023-01-31",
    "duties": "متابعة برامج الصيانة",
}
BORN = date(1996, 11, 23)


def begun(vacancy: Vacancy | None = None, *, by: User | None = None) -> Application:
    """A draft that holds nothing yet."""
    return applying.start_application((vacancy or published_vacancy()).pk, by=by or PersonFactory())


def filled(vacancy: Vacancy | None = None, *, by: User | None = None, personal: Any = None) -> Application:
    """A draft in which every step is complete."""
    person = by or PersonFactory()
    application = begun(vacancy, by=person)
    save(application, "personal", {**PERSONAL, **(personal or {})})
    answering.put_entry(application.pk, "education", EDUCATION, by=person, version=version(application))
    answering.put_entry(application.pk, "experience", EXPERIENCE, by=person, version=version(application))
    attach(application)
    save(application, "declaration", {"confirmed": True})
    application.refresh_from_db()
    return application


def submitted(vacancy: Vacancy | None = None, *, by: User | None = None, personal: Any = None) -> Application:
    application = filled(vacancy, by=by, personal=personal)
    submit(application)
    application.refresh_from_db()
    return application


def applied(
    vacancy: Vacancy, *, by: User | None = None, level: str = "6", since: str = "2018-01-01", **personal: Any
) -> Application:
    """Submitted; `level`, `since` and what is said of the person are what lists narrow by."""
    application = filled(vacancy, by=by, personal=personal)
    save(application, "education", {"entries": [{**EDUCATION, "id": "1", "level": level}]})
    save(application, "experience", {"entries": [{**EXPERIENCE, "id": "1", "started_on": since, "ended_on": ""}]})
    submit(application)
    return Application.objects.get(pk=application.pk)


def save(application: Application, step: str, values: dict[str, Any]) -> Application:
    return answering.save(application.pk, step, values, by=owner(application), version=version(application))


def attach(
    application: Application, *, kind: str = "cv", content: bytes = b"", name: str = "السيرة الذاتية.pdf"
) -> Any:
    return answering.add_document(
        application.pk, upload(content or pdf(), name), kind=kind, by=owner(application), version=version(application)
    )


def submit(application: Application, *, once: Any = no_key) -> Any:
    return applying.submit_application(application.pk, by=owner(application), version=version(application), once=once)


def owner(application: Application) -> User:
    return application.candidate.user


def version(application: Application) -> int:
    found: int = Application.objects.values_list("row_version", flat=True).get(pk=application.pk)
    return found
