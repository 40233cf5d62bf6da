"""What the database asks before a bid is begun, received, withdrawn or opened; it holds for raw SQL as well.

Nobody brings an instant with him: it is taken here, while the tender is held and nothing about its closing can change.
Tables are named with their schema, for a temporary table of the same name would be found first.
"""

from supply.states import TenderState

# Named in the database's refusal, so that a deed knows these from every other broken rule.
TAKES_BIDS = "tender_takes_bids"
OPENS_IN_TIME = "tender_opens_in_time"


def _refuse(why: str, *, constraint: str = "") -> str:
    named = f", CONSTRAINT = '{constraint}'" if constraint else ""
    return f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'{named};"


def _take_instant(tender: str) -> str:
    """Hold the tender, look at the clock, refuse if it is too late."""
    return f"""
PERFORM 1 FROM public.supply_tender WHERE id = {tender} FOR SHARE;
instant := clock_timestamp();
PERFORM 1 FROM public.supply_tender WHERE id = {tender} AND state = '{TenderState.PUBLISHED}'
    AND public.supply_takes_at(closes_at, instant);
IF NOT FOUND THEN
    {_refuse("the tender takes no bids at this instant", constraint=TAKES_BIDS)}
END IF;
"""


MOVES_IN_TIME = f"""
IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.withdrawn_at IS NOT NULL THEN
        {_refuse("a bid begins as a draft")}
    END IF;
    {_take_instant("NEW.tender_id")}
    RETURN NEW;
END IF;
IF NEW.state = OLD.state THEN
    IF NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
        {_refuse("the instant of withdrawal stays as it is")}
    END IF;
    RETURN NEW;
END IF;
IF OLD.state = 'draft' AND NEW.state = 'sealed' THEN
    PERFORM 1 FROM public.supply_submission WHERE bid_id = NEW.id;
    IF NOT FOUND THEN
        {_refuse("a sealed bid has a submission")}
    END IF;
ELSIF OLD.state IN ('draft', 'sealed') AND NEW.state = 'withdrawn' THEN
    IF OLD.state = 'sealed' THEN
        {_take_instant("NEW.tender_id")}
    END IF;
    NEW.withdrawn_at := clock_timestamp();
ELSIF OLD.state = 'sealed' AND NEW.state = 'opened' THEN
    PERFORM 1 FROM public.supply_openedbid opened
        JOIN public.supply_submission submission ON submission.id = opened.submission_id
        WHERE submission.bid_id = NEW.id;
    IF NOT FOUND THEN
        {_refuse("a bid is opened with what was found in it")}
    END IF;
ELSIF OLD.state = 'sealed' AND NEW.state = 'unopened' THEN
    PERFORM 1 FROM public.supply_tender WHERE id = NEW.tender_id AND state = '{TenderState.CANCELLED}';
    IF NOT FOUND THEN
        {_refuse("only the envelopes of a cancelled tender stay closed")}
    END IF;
ELSE
    {_refuse("a bid does not move this way")}
END IF;
RETURN NEW;
"""

IN_TIME = f"""
SELECT tender_id INTO bid_tender FROM public.supply_bid WHERE id = NEW.bid_id;
{_take_instant("bid_tender")}
PERFORM 1 FROM public.supply_bid WHERE id = NEW.bid_id AND state IN ('draft', 'sealed') FOR SHARE;
IF NOT FOUND THEN
    {_refuse("only a live bid is sealed")}
END IF;
NEW.received_at := instant;
RETURN NEW;
"""

FILES_OF_A_DRAFT = f"""
PERFORM 1 FROM public.supply_bid WHERE id = NEW.bid_id AND state IN ('draft', 'sealed') FOR SHARE;
IF NOT FOUND THEN
    {_refuse("files belong to a draft")}
END IF;
RETURN NEW;
"""

SESSION_IN_TIME = f"""
IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'called' OR NEW.started_at IS NOT NULL THEN
        {_refuse("a session begins as called")}
    END IF;
    RETURN NEW;
END IF;
IF NEW.state = OLD.state OR NEW.state <> 'in_progress' THEN
    IF NEW.started_at IS DISTINCT FROM OLD.started_at THEN
        {_refuse("the start of a session stays as it is")}
    END IF;
    RETURN NEW;
END IF;
PERFORM 1 FROM public.supply_tender WHERE id = NEW.tender_id FOR SHARE;
instant := clock_timestamp();
PERFORM 1 FROM public.supply_tender WHERE id = NEW.tender_id AND state = '{TenderState.PUBLISHED}' AND opens_at <= instant;
IF NOT FOUND THEN
    {_refuse("bids of this tender may not be opened at this instant", constraint=OPENS_IN_TIME)}
END IF;
NEW.started_at := COALESCE(OLD.started_at, instant);
RETURN NEW;
"""

OPENED_IN_SESSION = f"""
PERFORM 1 FROM public.supply_openingsession session
    JOIN public.supply_bid bid ON bid.tender_id = session.tender_id
    JOIN public.supply_submission submission ON submission.bid_id = bid.id
    WHERE submission.id = NEW.submission_id AND session.state = 'in_progress' AND bid.state = 'sealed';
IF NOT FOUND THEN
    {_refuse("bids are opened in a session")}
END IF;
RETURN NEW;
"""
