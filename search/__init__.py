"""Finding in both languages. Domain apps call `find` and register what may be found in their `searchable.py`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.question import Question, Result


def find(question: "Question") -> "Result":
    """Ask the engine. Hits carry ids only: re-read them through their Searchable (`search.results.read`) before showing."""
    from search import finding

    return finding.find(question)
