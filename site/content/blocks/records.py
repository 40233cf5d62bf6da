"""What other apps have, shown on a page and never copied into it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content import listings
from entities.models import Entity


def entity_choices() -> list[tuple[str, str]]:
    return [(entity.code, str(entity.name)) for entity in Entity.objects.live()]


class Records(blocks.StructBlock):
    """Open vacancies, open tenders, services: whatever the apps above have registered (content.listings)."""

    kind = blocks.ChoiceBlock(choices=listings.choices, label=_("What is listed"))
    entity = blocks.ChoiceBlock(
        choices=entity_choices, required=False, label=_("Only of"), help_text=_("Empty: of all entities")
    )
    most = blocks.IntegerBlock(label=_("At most"), default=6, min_value=1, max_value=12)

    class Meta:
        icon = "list-ul"
        label = _("Listing")
        template = "content/blocks/listing.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        listing = listings.find(value["kind"])
        rows = listing.rows(entity=value["entity"] or "", most=value["most"]) if listing else []
        return {**context, "listing": listing, "rows": rows}
