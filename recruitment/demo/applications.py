"""Applications of the demo world: filled step by step, submitted and taken further by the deeds."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from entities.models import Role
from recruitment import answering, applying, information, screening
from recruitment.application_refusals import VacancyClosed
from recruitment.application_states import ApplicationState, DocumentKind
from recruitment.demo import vacancies
from recruitment.forms.application import EducationForm, ExperienceForm
from recruitment.models import Application, Vacancy
from recruitment.profile import FACTS
from recruitment.steps import DECLARATION, EDUCATION, EXPERIENCE, PERSONAL
from shared.clock import database_now
from shared.idempotency import no_key
from shared.papers import pdf

WRITTEN = Path(__file__).parent / "applications.toml"
ENTRIES = {EDUCATION: EducationForm, EXPERIENCE: ExperienceForm}
UNSENT = ("draft", "draft_expired")
# How far the recruiter takes each, step by step; a vacancy that is concluded or cancelled ends the rest.
SCREENED = ("screening", "answered", "information_requested", "shortlisted", "hired", "not_hired", "rejected")
SHORTLISTED = ("shortlisted", "hired")
ANSWERED_WITHIN = timedelta(days=5)
ASKED = {
    "items_ar": "نسخة من شهادة البكالوريوس، وشهادة خبرة من جهة العمل الحالية.",
    "items_en": "A copy of the bachelor's degree, and a certificate of employment from the present employer.",
}
ANSWER = {"ar": "أرفقت المستندات المطلوبة.", "en": "I attach the papers you asked for."}


def written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["application"]
    return found


def build(world: Any, wanted: list[dict[str, Any]]) -> None:
    """Those of them whose vacancy is open and that do not stand yet."""
    for facts in wanted:
        vacancy = vacancies.published(world, facts["vacancy"])
        if vacancy is None or vacancy.applications.filter(candidate__user__email=facts["person"]).exists():
            continue
        try:
            with transaction.atomic():
                _build_one(world, facts, vacancy, _person(world, facts))
        except VacancyClosed:  # a machine slower than foreseen: the demo world has one application fewer
            continue


def _build_one(world: Any, facts: dict[str, Any], vacancy: Vacancy, person: Any) -> None:
    application = _fill(applying.start_application(vacancy.pk, by=person), facts, person)
    if facts["ends"] in UNSENT:
        return
    application = _save(application, DECLARATION, {"confirmed": True}, person)
    document = answering.add_document(
        application.pk, _curriculum(), kind=DocumentKind.CV, by=person, version=application.row_version
    )
    version = document.application.row_version
    applying.submit_application(application.pk, by=person, version=version, once=no_key)
    _decide(world, application, facts, person)


def _fill(application: Application, facts: dict[str, Any], person: Any) -> Application:
    personal = {name: facts.get(name, "") for name in FACTS}
    personal["date_of_birth"] = facts["date_of_birth"].isoformat()
    application = _save(application, PERSONAL, personal, person)
    for step, form in ENTRIES.items():
        entries = [dict(zip(form.base_fields, written, strict=True)) for written in facts[step]]
        numbered = [{**entry, "id": f"{number:08x}"} for number, entry in enumerate(entries)]
        application = _save(application, step, {"entries": numbered}, person)
    return application


def _save(application: Application, step: str, values: dict[str, Any], person: Any) -> Application:
    return answering.save(application.pk, step, values, by=person, version=application.row_version)


def _decide(world: Any, application: Application, facts: dict[str, Any], person: Any) -> None:
    recruiter, ends = vacancies.official(world, Role.RECRUITER, application.vacancy.entity), facts["ends"]
    if ends in SCREENED:
        _move(application, ApplicationState.SCREENING, recruiter)
    if ends in SHORTLISTED:
        _move(application, ApplicationState.SHORTLISTED, recruiter)
    if ends == "rejected":
        told = {name: facts[name] for name in ("reason_code", "public_reason_ar", "public_reason_en") if name in facts}
        screening.reject_application(application.pk, by=recruiter, version=_version(application), **told)
    if ends in ("information_requested", "answered"):
        _ask(application, facts, recruiter)
    if ends == "answered":
        information.answer_information(
            application.pk, by=person, version=_version(application), answer=ANSWER[person.language],
            uploads=[_curriculum("certificates.pdf")], once=no_key,
        )  # fmt: skip
    if ends == "withdrawn":
        applying.withdraw_application(application.pk, by=person, reason=facts["withdrawal_reason"])


def _move(application: Application, to: ApplicationState, recruiter: Any) -> None:
    screening.move_application(application.pk, to, by=recruiter, version=_version(application))


def _ask(application: Application, facts: dict[str, Any], recruiter: Any) -> None:
    asked = {name: facts.get(name, text) for name, text in ASKED.items()}
    due_at = database_now() + ANSWERED_WITHIN
    information.request_information(
        application.pk, by=recruiter, version=_version(application), due_at=due_at, **asked
    )  # fmt: skip


def _version(application: Application) -> int:
    return Application.objects.values_list("row_version", flat=True).get(pk=application.pk)


def _curriculum(name: str = "cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, _paper(), content_type="application/pdf")


@cache
def _paper() -> bytes:
    return pdf("cv.pdf", ["Curriculum vitae (demo)"]).read()


def _person(world: Any, facts: dict[str, Any]) -> Any:
    """One of the printed accounts, or another person of the invented city, with whose password nobody signs in."""
    email, users = facts["person"], get_user_model()
    person = world.people.get(email) or users._default_manager.filter(email=email).first()
    if person is None:
        names = {f"full_{name}": facts.get(name, "") for name in ("name_ar", "name_en")}
        person = users.objects.create_user(email, None, language=facts.get("language", "ar"), **names)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
