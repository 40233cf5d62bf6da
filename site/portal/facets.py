"""What the search over all kinds can be narrowed by, and how it is called: search knows no entity and no code list."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import LifeEvent
from entities.models import Entity
from recruitment.codes import locations
from search.registry import name_facet
from supply.codes import categories


def name_all() -> None:
    name_facet("entity", _("Government entity"), lambda: {each.code: each.short_name for each in Entity.objects.live()})
    name_facet("life_event", _("Life event"), lambda: dict(LifeEvent.choices))
    name_facet("location", _("Place of work"), lambda: {code: str(each) for code, each in locations().items()})
    name_facet("category", _("Category"), lambda: {code: str(each) for code, each in categories().items()})
