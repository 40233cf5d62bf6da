"""What editors changed, one after the other, with what stood before: the version of their words, and the way back."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from search.models import SearchEdit
from shared import audit
from shared.refusals import Refused

LOCK = 7_320_010
What = SearchEdit.What


class ChangedMeanwhile(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this meanwhile. Look at it as it stands now, then change it again.")
        )


def one_at_a_time() -> None:
    """Editors wait for one another until the transaction ends, so that a higher version is always a later one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def mark(state: Any) -> str:
    """Short for a state: a form carries that of what it was filled with, so that two editors do not undo one another."""
    return sha256(json.dumps(state, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]


def note(what: str, subject: str, *, before: Any, after: Any, by: Any, at: datetime) -> SearchEdit:
    """In the change's own transaction. The words stand in the edit; the audit trail says who, when and which edit."""
    edit = SearchEdit.objects.create(what=what, subject=subject, before=before, after=after, by=by, at=at)
    deed = "begin" if before is None else "end" if after is None else "change"
    audit.record(f"search:{what}:{deed}", edit, by=by, at=at)
    return edit


@transaction.atomic
def undo(edit_id: int, *, by: Any, at: datetime) -> None:
    """What stood before stands again; an edit like any other, so that it can be undone itself. Raises ChangedMeanwhile."""
    from search.editing import groups, picking

    one_at_a_time()
    edit = SearchEdit.objects.get(pk=edit_id)
    keeper = groups if edit.what == What.WORDS else picking
    if keeper.state(edit.subject) != edit.after:
        raise ChangedMeanwhile
    keeper.restore(edit.subject, edit.before)
    note(edit.what, edit.subject, before=edit.after, after=edit.before, by=by, at=at)
