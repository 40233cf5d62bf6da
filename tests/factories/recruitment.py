"""The smallest legal records of recruitment, Arabic first (applications: tests/factories/applications.py)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from entities.models import Role
from recruitment.models import Vacancy, VacancyVersion
from recruitment.states import VacancyState
from recruitment.versions import facts_sha256, frozen_facts
from shared.clock import database_now
from tests.factories.people import EntityFactory, staff


class VacancyFactory(DjangoModelFactory):
    """A draft, complete in both languages, closing on the given or the twentieth day from now."""

    class Meta:
        model = Vacancy

    entity = factory.SubFactory(EntityFactory)
    reference = factory.Sequence(lambda n: f"VAC-2026-{n + 900000:06d}")
    title_ar = factory.Sequence(lambda n: f"مهندس طرق {n}")
    title_en = factory.Sequence(lambda n: f"Road engineer {n}")
    summary_ar = "الإشراف على صيانة الطرق الداخلية في المدينة."
    summary_en = "Supervise the maintenance of the city's internal roads."
    duties_ar = "إعداد برامج الصيانة السنوية ومتابعة تنفيذها."
    duties_en = "Prepare the yearly maintenance programme and follow it up."
    requirements_ar = "بكالوريوس في الهندسة المدنية وخبرة 3 سنوات."
    requirements_en = "Bachelor of civil engineering and 3 years of experience."
    occupation = "21"
    location = "CENTRE"
    grade = "7"
    salary_from = Decimal("18000")
    salary_to = Decimal("24000")
    author = factory.LazyAttribute(lambda vacancy: staff(Role.RECRUITER, vacancy.entity))
    closes_at = factory.LazyFunction(lambda: database_now() + timedelta(days=20))
    created_at = factory.LazyFunction(database_now)


def published_vacancy(**fields: Any) -> Vacancy:
    """A vacancy that was published ten days ago by another person, with its version frozen."""
    vacancy: Vacancy = VacancyFactory(**fields)
    facts = frozen_facts(vacancy)
    version = VacancyVersion.objects.create(
        vacancy=vacancy,
        number=1,
        facts=facts,
        sha256=facts_sha256(facts),
        sent_by=vacancy.author,
        sent_at=vacancy.created_at,
    )
    vacancy.approver = vacancy.approver or staff(Role.RECRUITMENT_APPROVER, vacancy.entity)
    vacancy.state, vacancy.version = VacancyState.PUBLISHED, version.number
    vacancy.sent_at = vacancy.published_at = database_now() - timedelta(days=10)
    vacancy.save()
    return vacancy
