"""What pages may list of the catalogue: services that are live."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import Service
from content import listings
from content.listings import Row


@listings.register("services", _("Services"), none=_("There are no services here yet."))
def services(*, entity: str, most: int) -> list[Row]:
    found = Service.objects.live().select_related("entity").order_by("pk")
    if entity:
        found = found.filter(entity__code=entity)
    return [
        Row(str(each.title), each.get_absolute_url(), str(each.summary), [each.entity.name, each.time_in_words])
        for each in found[:most]
    ]
