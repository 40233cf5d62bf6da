"""Why a change of a published vacancy, or its end, is refused; each says what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shared.refusals import Refused


class ChangeOpen(Refused):
    def __init__(self) -> None:
        super().__init__(_("A change of this vacancy waits for approval already. It has to be decided first."))


class ChangeOvertaken(Refused):
    def __init__(self) -> None:
        super().__init__(_("This change was decided meanwhile, or the vacancy has ended."))


class OwnChange(Refused):
    """Two people, never one twice."""

    def __init__(self) -> None:
        super().__init__(_("Whoever asked for a change may not approve it. Another person has to."), status=403)


class ReasonMissing(Refused):
    def __init__(self, field: str) -> None:
        super().__init__(_("Write the reason in both languages, as applicants will read it."), field=field)


class NotLater(Refused):
    def __init__(self) -> None:
        super().__init__(_("The new deadline must be later than the present one."), field="closes_at")


class ClosingPassed(Refused):
    def __init__(self) -> None:
        super().__init__(_("The deadline has passed: a vacancy is extended only while it takes applications."))


class StillOpen(Refused):
    def __init__(self) -> None:
        super().__init__(_("The vacancy still takes applications. It can be concluded after its deadline."))


class DecisionsPending(Refused):
    """Of some decisions nobody was told yet."""

    def __init__(self, count: int) -> None:
        sentence = ngettext(
            "%(count)d decision can still be undone. Conclude the vacancy when it has taken effect.",
            "%(count)d decisions can still be undone. Conclude the vacancy when they have taken effect.",
            count,
        )
        super().__init__(sentence % {"count": count})


class TooManyHired(Refused):
    def __init__(self, openings: int) -> None:
        sentence = ngettext(
            "The vacancy has %(count)d post: you cannot hire more people.",
            "The vacancy has %(count)d posts: you cannot hire more people.",
            openings,
        )
        super().__init__(sentence % {"count": openings}, field="hired")


class NotShortlisted(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("Only applicants on the shortlist can be hired. Check the list and try again."), field="hired"
        )


class SomebodyMoved(Refused):
    """The selection is no longer what stood on the page: somebody applied, moved or withdrew."""

    def __init__(self, **context: Any) -> None:
        super().__init__(_("The data changed after you opened this page. Check it and try again."), **context)
