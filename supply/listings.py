"""What pages may list of procurement: tenders that take bids now."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content import listings
from content.listings import Row
from shared import dates
from shared.clock import database_now
from supply.models import Tender


@listings.register("tenders", _("Open tenders"), none=_("No tenders are open at present."))
def open_tenders(*, entity: str, most: int) -> list[Row]:
    now = database_now()
    found = Tender.objects.open_at(now).select_related("entity").order_by("closes_at")
    if entity:
        found = found.filter(entity__code=entity)
    return [
        Row(
            title=str(each.title),
            url=reverse("supply:tender", args=[each.reference]),
            facts=[each.entity.name, dates.closes_in(each.closes_at, now=now)],
        )
        for each in found[:most]
        if each.closes_at  # an open tender has one
    ]
