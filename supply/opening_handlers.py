"""What follows on the acts of an opening: the worker that reads the envelopes, and letters to those concerned."""

from messaging import letters
from shared import outbox
from shared.outbox import Message
from supply import opening
from supply.bid_states import SessionState
from supply.models import OpenedBid, OpeningSession
from supply.unsealing import unseal


@outbox.handler("supply.opening.started", queue="opening", outside=True)
def read_envelopes(message: Message) -> None:
    session = OpeningSession.objects.select_related("tender").get(pk=message.payload["session"])
    if (
        session.state != SessionState.IN_PROGRESS
    ):  # adjourned since, or opened by another try: whoever resumes it asks again
        with message.finish():
            return
    tender = session.tender
    assert tender.opens_at is not None
    found = unseal(opening.live_submissions(tender), not_before=tender.opens_at)
    with message.finish():
        opening.open_bids(session.pk, found)


@outbox.handler("supply.opening.called", queue="letters")
def call_members(message: Message) -> None:
    session = OpeningSession.objects.select_related("tender__entity").get(pk=message.payload["session"])
    _tell_members("opening_called", session, message)


@outbox.handler("supply.opening.adjourned", queue="letters")
def tell_adjourned(message: Message) -> None:
    session = OpeningSession.objects.select_related("tender__entity").get(pk=message.payload["session"])
    if session.state == SessionState.ADJOURNED:
        _tell_members("opening_adjourned", session, message)


@outbox.handler("supply.opening.called_off", queue="letters")
def tell_called_off(message: Message) -> None:
    session = OpeningSession.objects.select_related("tender__entity").get(pk=message.payload["session"])
    _tell_members("opening_called_off", session, message)


def _tell_members(letter: str, session: OpeningSession, message: Message) -> None:
    for member in session.tender.opening_plan.members.select_related("user"):
        letters.send(f"supply:{letter}", to=member.user, about=session, key=message.delivery_id)


@outbox.handler("supply.tender.opened", queue="letters")
def tell_bidders(message: Message) -> None:
    opened = OpenedBid.objects.filter(submission__bid__tender=message.payload["tender"])
    for each in opened.select_related("submission__bid", "submission__submitted_by"):
        bid = each.submission.bid
        letters.send("supply:bid_opened", to=each.submission.submitted_by, about=bid, key=message.delivery_id)
