"""Applications of the demo world: filled step by step, submitted and taken further by the deeds."""

import tomllib
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from entities.models import Role
from recruitment import answering, applying, screening
from recruitment.application_states import ApplicationState
from recruitment.demo import vacancies
from recruitment.forms.application import EducationForm, ExperienceForm
from recruitment.models import Application, Vacancy
from recruitment.profile import FACTS
from recruitment.steps import DECLARATION, EDUCATION, EXPERIENCE, PERSONAL
from shared.idempotency import no_key
from shared.papers import pdf

WRITTEN = Path(__file__).parent / "applications.toml"
ENTRIES = {EDUCATION: EducationForm, EXPERIENCE: ExperienceForm}
# How far the recruiter takes each, step by step.
WAYS = {"screening": ("screening",), "shortlisted": ("screening", "shortlisted")}


def build(world: Any) -> None:
    for facts in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["application"]:
        person, vacancy = _person(world, facts), vacancies.published(world, facts["vacancy"])
        if not Application.objects.of(person).filter(vacancy=vacancy).exists():
            _build_one(world, facts, vacancy, person)


def _build_one(world: Any, facts: dict[str, Any], vacancy: Vacancy, person: Any) -> None:
    application = applying.start_application(vacancy.pk, by=person)
    _fill(application, facts, person)
    if facts["ends"] == ApplicationState.DRAFT:
        return
    curriculum = pdf("cv.pdf", ["Curriculum vitae (demo)", facts["name_en"]])
    answering.add_document(application.pk, curriculum, kind="cv", by=person, version=_version(application))
    answering.save(application.pk, DECLARATION, {"confirmed": True}, by=person, version=_version(application))
    applying.submit_application(application.pk, by=person, version=_version(application), once=no_key)
    _decide(world, application, facts, person)


def _fill(application: Application, facts: dict[str, Any], person: Any) -> None:
    personal = {name: facts.get(name, "") for name in FACTS}
    personal["date_of_birth"] = facts["date_of_birth"].isoformat()
    answering.save(application.pk, PERSONAL, personal, by=person, version=_version(application))
    for step, form in ENTRIES.items():
        for written in facts[step]:
            entry = dict(zip(form.base_fields, written, strict=True))
            answering.put_entry(application.pk, step, entry, by=person, version=_version(application))
    if not facts[EXPERIENCE]:
        answering.save(application.pk, EXPERIENCE, {"entries": []}, by=person, version=_version(application))


def _decide(world: Any, application: Application, facts: dict[str, Any], person: Any) -> None:
    recruiter = vacancies.official(world, Role.RECRUITER, application.vacancy.entity)
    for target in WAYS.get(facts["ends"], ()):
        screening.move_application(application.pk, target, by=recruiter, version=_version(application))
    if facts["ends"] == ApplicationState.REJECTED:
        told = {name: facts[name] for name in ("reason_code", "public_reason_ar", "public_reason_en") if name in facts}
        screening.reject_application(application.pk, by=recruiter, version=_version(application), **told)
    if facts["ends"] == ApplicationState.WITHDRAWN:
        applying.withdraw_application(application.pk, by=person, reason=facts["withdrawal_reason"])


def _version(application: Application) -> int:
    return Application.objects.values_list("row_version", flat=True).get(pk=application.pk)


def _person(world: Any, facts: dict[str, Any]) -> Any:
    """One of the printed accounts, or another person of the invented city."""
    email, users = facts["person"], get_user_model()
    person = world.people.get(email) or users._default_manager.filter(email=email).first()
    if person is None:
        names = {f"full_{name}": facts.get(name, "") for name in ("name_ar", "name_en")}
        person = users.objects.create_user(email, world.password, language=facts.get("language", "ar"), **names)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
