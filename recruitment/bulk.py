"""One act on many applications, chosen before: each for itself, so that one that cannot go on does not hold up the others."""

from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from recruitment.models import Application
from shared.refusals import Refused


class Chosen(NamedTuple):
    """An application as it was seen when it was chosen."""

    pk: UUID
    version: int


class Refusal(NamedTuple):
    application: Application
    why: Refused


class Outcome(NamedTuple):
    done: list[Application]
    refused: list[Refusal]


def on_each(
    chosen: Iterable[Chosen], applications: dict[UUID, Application], deed: Callable[[Chosen], Application]
) -> Outcome:
    """`applications` are those that the person may see; a refusal is kept with its reason, and the next one is tried."""
    outcome = Outcome([], [])
    for each in chosen:
        try:
            deed(each)
        except Refused as why:
            outcome.refused.append(Refusal(applications[each.pk], why))
        else:
            outcome.done.append(applications[each.pk])
    return outcome
