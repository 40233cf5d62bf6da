"""Why a change of a published tender, or its end, is refused; each says what to do."""

from django.utils.translation import gettext_lazy as _

from shared.refusals import Refused


class ChangeOpen(Refused):
    def __init__(self) -> None:
        super().__init__(_("A change of this tender waits for approval already. It has to be decided first."))


class ChangeOvertaken(Refused):
    def __init__(self) -> None:
        super().__init__(_("This change was decided meanwhile, or the tender has ended."))


class OwnRequest(Refused):
    """Two people, never one twice."""

    def __init__(self) -> None:
        super().__init__(_("Whoever asked for a change may not approve it. Another person has to."), status=403)


class ApprovedBefore(Refused):
    def __init__(self) -> None:
        message = _("You have approved this cancellation. Because the bids are open, a second approver has to as well.")
        super().__init__(message)


class OwnFirmBids(Refused):
    """Nobody decides where he stands on the other side."""

    def __init__(self) -> None:
        super().__init__(_("You act for a firm that has bid for this tender. Somebody else has to decide."), status=403)


class ReasonMissing(Refused):
    def __init__(self, field: str) -> None:
        super().__init__(_("Write the reason in both languages, as bidders and the public will read it."), field=field)


class CodeMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose the kind of reason."), field="cancel_code")


class NotLater(Refused):
    def __init__(self) -> None:
        super().__init__(_("The new deadline must be later than the present one."), field="closes_at")


class ClosingPassed(Refused):
    def __init__(self) -> None:
        super().__init__(_("The deadline has passed: a tender is extended only while it takes bids."))


class NoWinner(Refused):
    """Not among the bids that were opened soundly, or an amount without anybody to whom it goes."""

    def __init__(self, field: str = "winner") -> None:
        super().__init__(_("Choose one of the opened bids, or that none is awarded."), field=field)


class AmountMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Enter the amount of the award, more than zero."), field="award_amount")
