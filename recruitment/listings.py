"""What pages may list of recruitment: vacancies that take applications now."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content import listings
from content.listings import Row
from recruitment.models import Vacancy
from recruitment.models.vacancies import closing
from shared import dates
from shared.clock import database_now


@listings.register("vacancies", _("Open vacancies"), none=_("No vacancies are open at present."))
def open_vacancies(*, entity: str, most: int) -> list[Row]:
    now = database_now()
    found = Vacancy.objects.open_at(now).select_related("entity").order_by(closing())
    if entity:
        found = found.filter(entity__code=entity)
    return [_row(vacancy, now) for vacancy in found[:most]]


def _row(vacancy: Vacancy, now: datetime) -> Row:
    assert vacancy.closing_at is not None
    return Row(
        title=str(vacancy.title),
        url=reverse("recruitment:vacancy", args=[vacancy.reference]),
        facts=[vacancy.entity.name, dates.closes_in(vacancy.closing_at, now=now)],
    )
