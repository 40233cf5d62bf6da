"""What finding is worth where, for every engine. Tried on one open judged set; `make bench` cross-validates it on that set."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """In proportion to the very word that was asked for, in the body of a document: that is worth 1."""

    # Where it stands.
    title: float = 3.0
    reference: float = 1.0  # in the words of the kind too
    number_in_reference: float = 3.0
    entity: float = 0.3
    body: float = 1.0
    both: float = 0.15  # of the body's worth, for what stands in the title too
    kind: float = 2.0  # for a word that names the document's kind
    whole_reference: float = 50.0  # added; all else is nothing beside it
    phrase: float = 1.6  # times the score
    long_title: float = 0.3  # the score is divided by 1 + this × ln(1 + words of the title)
    # What it is read as.
    synonym: float = 0.85
    correction: float = 0.8
    translation: float = 0.7
    alike: float = 0.7
    beginning: float = 0.3

    def parts(self, word: str) -> dict[str, float]:
        """Of a document: A title, B kind and reference, C entity, D body."""
        reference = self.number_in_reference if word.isdecimal() else self.reference
        return {"A": self.title, "B": reference, "C": self.entity, "D": self.body}


_followed: ContextVar[Recipe] = ContextVar("recipe", default=Recipe())  # noqa: B039 (it is frozen)


def followed() -> Recipe:
    return _followed.get()


@contextmanager
def trying(recipe: Recipe) -> Iterator[None]:
    """For a measure: what is asked within follows this one."""
    before = _followed.set(recipe)
    try:
        yield
    finally:
        _followed.reset(before)
