"""What pages may list of recruitment: vacancies that take applications now."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content import listings
from content.listings import Row
from recruitment.models import Vacancy
from shared import dates
from shared.clock import database_now


@listings.register("vacancies", _("Open vacancies"), none=_("No vacancies are open at present."))
def open_vacancies(*, entity: str, most: int) -> list[Row]:
    now = database_now()
    found = Vacancy.objects.open_at(now).select_related("entity").order_by("closes_at")
    if entity:
        found = found.filter(entity__code=entity)
    return [
        Row(
            title=str(each.title),
            url=reverse("recruitment:vacancy", args=[each.reference]),
            facts=[each.entity.name, dates.closes_in(each.closes_at, now=now)],
        )
        for each in found[:most]
    ]
