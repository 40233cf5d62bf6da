"""Letters that follow on the deeds of registration and publication, each in its reader's language.

What follows on bids and openings, and who reads which file, stands in modules of its own, which are found through this one.
"""

from collections.abc import Iterable
from typing import Any

from messaging import letters
from shared import outbox
from shared.clock import database_now
from shared.outbox import Message
from supply import bid_handlers, change_handlers, file_rules, opening_handlers, queries  # noqa: F401
from supply.models import Supplier, Tender


def _tell(letter: str, people: Iterable[Any], *, about: Any, message: Message) -> None:
    for person in people:
        letters.send(f"supply:{letter}", to=person, about=about, key=message.delivery_id)


@outbox.handler("supply.supplier.submitted", queue="letters")
def confirm_registration(message: Message) -> None:
    supplier = Supplier.objects.get(pk=message.payload["supplier"])
    _tell("registration_submitted", queries.administrators(supplier), about=supplier, message=message)


@outbox.handler("supply.supplier.submitted", queue="letters")
def ask_verifiers(message: Message) -> None:
    supplier = Supplier.objects.get(pk=message.payload["supplier"])
    _tell("registration_to_verify", queries.verifiers(supplier, at=database_now()), about=supplier, message=message)


@outbox.handler("supply.supplier.returned", queue="letters")
def tell_returned(message: Message) -> None:
    supplier = Supplier.objects.get(pk=message.payload["supplier"])
    _tell("registration_returned", queries.administrators(supplier), about=supplier, message=message)


@outbox.handler("supply.supplier.accepted", queue="letters")
def tell_accepted(message: Message) -> None:
    supplier = Supplier.objects.get(pk=message.payload["supplier"])
    _tell("registration_accepted", queries.administrators(supplier), about=supplier, message=message)


@outbox.handler("supply.tender.sent_for_approval", queue="letters")
def ask_approvers(message: Message) -> None:
    tender = Tender.objects.select_related("entity").get(pk=message.payload["tender"])
    _tell("tender_to_approve", queries.approvers(tender, at=database_now()), about=tender, message=message)


@outbox.handler("supply.tender.returned", queue="letters")
def tell_author_returned(message: Message) -> None:
    tender = Tender.objects.select_related("entity", "author").get(pk=message.payload["tender"])
    _tell("tender_returned", [tender.author], about=tender, message=message)


@outbox.handler("supply.tender.published", queue="letters")
def tell_author_published(message: Message) -> None:
    tender = Tender.objects.select_related("entity", "author").get(pk=message.payload["tender"])
    _tell("tender_published", [tender.author], about=tender, message=message)
