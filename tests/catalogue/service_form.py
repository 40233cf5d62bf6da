"""What the admin's form of a service sends."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data

TEXTS = {
    "code": "MUN-01", "title_ar": "إصدار رخصة بناء", "title_en": "Issue a building permit", "slug": "",
    "summary_ar": "رخصة لبناء مسكن.", "summary_en": "A permit to build a house.", "description_ar": "", "description_en": "",
    "outcome_ar": "رخصة بناء", "outcome_en": "A building permit", "legal_basis_ar": "", "legal_basis_en": "",
    "audience": "people", "life_event": "home", "processing_time": "3", "processing_unit": "working_days", "review_on": "",
}  # fmt: skip
FEE = {"amount": "750", "for_ar": "رسم الإصدار", "for_en": "Issuing fee", "valid_from": "", "valid_to": ""}
DOCUMENT = {"text_ar": "مخطط الأرض", "text_en": "Plan of the plot", "is_document": "on"}
STEP = {"text_ar": "تعبئة الطلب", "text_en": "Fill in the application"}
CHANNEL = {"kind": "web", "url": "https://services.oasis.example/permit", "phone": "", "place_ar": "", "place_en": ""}


def service_form(
    entity: Any, *, of: Any = None, fees: Any = (FEE,), channels: Any = (CHANNEL,), **changes: Any
) -> dict[str, Any]:
    """`of`: the service whose lines these are; without it they are new ones."""
    rows = {"fees": fees, "requirements": [DOCUMENT], "steps": [STEP], "channels": channels}
    formsets = {}
    for name, lines in rows.items():
        known = list(getattr(of.get_latest_revision_as_object(), name).all()) if of else []
        keyed = [
            {**line, "id": known[place].pk or ""} if place < len(known) else dict(line)
            for place, line in enumerate(lines)
        ]
        formsets[name] = inline_formset(keyed, initial=min(len(known), len(lines)))
    return nested_form_data({**TEXTS, "entity": entity.pk, **changes, **formsets})
