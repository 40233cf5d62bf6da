"""The steps of a bid, and what they hold when all of them hold."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from shared import drafts
from shared.drafts import Step, StepView
from supply.forms.bids import AnswersForm, BidCompanyForm, BidDeclarationForm, PriceForm

if TYPE_CHECKING:
    from supply.models import Bid, Supplier

COMPANY, PRICE, ANSWERS, FILES, DECLARATION = "company", "price", "answers", "files", "declaration"

# Files go up on a page of their own and lie on the record, not in the draft.
STEPS = (
    Step(COMPANY, _("Company data"), BidCompanyForm),
    Step(PRICE, _("Price"), PriceForm),
    Step(ANSWERS, _("Technical answers"), AnswersForm),
    Step(FILES, _("Files")),
    Step(DECLARATION, _("Declaration"), BidDeclarationForm),
)
BY_NAME = {step.name: step for step in STEPS}


def open_steps(bid: "Bid") -> list[StepView]:
    """What keeps it from being sealed."""
    return drafts.unready(bid, STEPS)


def validated(bid: "Bid") -> dict[str, Any]:
    """What goes into the envelope: what each form reads out of the draft, as JSON types. Only where no step is open.

    The firm is named as the register holds it now, the price with currency and basis of the tender.
    """
    stored, facts = bid.read_draft(), {}
    for step in STEPS:
        if step.form is None:
            continue
        form = step.form(data=stored.get(step.name, {}))
        if not form.is_valid():
            raise ValueError(step.name)
        facts[step.name] = form.to_store()
    facts[COMPANY].update(_firm(bid.supplier))
    facts[PRICE].update(currency=bid.tender.currency, basis=bid.tender.price_basis)
    return facts


def _firm(supplier: "Supplier") -> dict[str, str]:
    names = ("reference", "legal_name_ar", "legal_name_en", "licence_authority", "licence_no")
    return {name: getattr(supplier, name) for name in names}
