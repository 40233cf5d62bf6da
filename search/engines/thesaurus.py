"""The thesaurus of the admin's synonyms, read again at most once a minute."""

import time

from search.analysis.synonyms import Thesaurus, build
from search.models import SearchSynonym

KEEP_SECONDS = 60.0
_kept: tuple[float, Thesaurus] | None = None


def current_thesaurus() -> Thesaurus:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEEP_SECONDS:
        _kept = (time.monotonic(), build(SearchSynonym.objects.values_list("group", "term")))
    return _kept[1]


def forget() -> None:
    """After a change of synonyms, in this process."""
    global _kept
    _kept = None
