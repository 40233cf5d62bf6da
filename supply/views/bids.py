"""The firm's door to its bids: begun from the tender's page, listed, looked at, withdrawn. Steps and seal: the modules beside."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shared.clock import database_now
from supply import bid_queries, bidding, queries
from supply.bid_states import BEFORE_OPENING, BidState
from supply.bid_status import status_of
from supply.bid_steps import STEPS
from supply.models import Bid, Tender
from supply.permissions import firms_bidding, may_prepare_bids
from supply.views import bid_sealing, bid_writing
from supply.views.bid_doors import answered, own_bid, task_list

BIDS_A_PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def bid(request: HttpRequest, reference: str) -> HttpResponse:
    """One address for the firm's bid: where it begins, what it still needs, where it stands."""
    tender = get_object_or_404(Tender.objects.public(), reference=reference)
    if request.method == "POST":
        return _start(request, tender)
    now, found = database_now(), bid_queries.bid_of(request.user, reference)
    takes_bids = tender.takes_bids_at(now)
    if takes_bids and (found is None or found.state == BidState.WITHDRAWN):
        return _invite(request, tender, now=now, withdrawn=found)
    return _show(request, found, now=now) if found else redirect("supply:tender", reference)


def _start(request: HttpRequest, tender: Tender) -> HttpResponse:
    """TenderClosed, BothSides and the like are refused with their own page."""
    try:
        supplier = get_object_or_404(firms_bidding(request.user), pk=UUID(request.POST.get("supplier", "")))
    except ValueError:
        raise Http404 from None
    bidding.start_bid(tender.pk, supplier_id=supplier.pk, by=request.user)
    return redirect("supply:bid", tender.reference)


def _invite(request: HttpRequest, tender: Tender, *, now: datetime, withdrawn: Bid | None) -> HttpResponse:
    firms = firms_bidding(request.user).order_by("created_at")
    context = {
        "tender": tender,
        "withdrawn": withdrawn,
        "firms": firms,
        "waiting": not firms and queries.firms_of(request.user).exists(),
        "steps": STEPS,
        "now": now,
    }
    return render(request, "supply/bid/begin.html", context)


def _show(request: HttpRequest, bid: Bid, *, now: datetime) -> HttpResponse:
    is_open = bid.takes_changes_at(now)
    tasks = task_list(bid) if bid.has_draft else []
    still_open = [task for task in tasks if task.state != "done"]
    context = {
        "bid": bid,
        "status": status_of(bid, now),
        "is_open": is_open,
        "may_write": is_open and may_prepare_bids(request.user, bid.supplier),
        "tasks": tasks if is_open else [],
        "open_count": len(still_open),
        "sections": answered(bid) if bid.has_draft and not is_open else [],
        "files": bid.files.select_related("file") if not is_open else [],
        "receipt": bid_queries.receipts_of([bid]).get(bid.pk),
        "now": now,
    }
    return render(request, "supply/bid/bid.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    bid, now = own_bid(request, reference), database_now()
    if request.method == "POST":
        bidding.withdraw_bid(bid.pk, by=request.user)
        done = _("The draft is deleted.") if bid.state == BidState.DRAFT else _("The bid is withdrawn.")
        messages.success(request, done)
        return redirect("supply:bids")
    if bid.state not in BEFORE_OPENING or not may_prepare_bids(request.user, bid.supplier):
        return redirect("supply:bid", reference)
    context = {"bid": bid, "receipt": bid_queries.receipts_of([bid]).get(bid.pk), "now": now}
    return render(request, "supply/bid/withdraw.html", context)


@never_cache
@login_required
@require_GET
def bids(request: HttpRequest) -> HttpResponse:
    """«عروض الشركة»: every bid of the firms this person acts for, newest first."""
    now = database_now()
    page = Paginator(bid_queries.bids_of(request.user), BIDS_A_PAGE).get_page(request.GET.get("page"))
    receipts = bid_queries.receipts_of(page.object_list)
    rows = [(each, status_of(each, now), receipts.get(each.pk)) for each in page.object_list]
    return render(request, "supply/bid/bids.html", {"rows": rows, "page": page, "now": now})


bid_urls = [
    path("account/company/bids/", bids, name="bids"),
    path("tenders/<slug:reference>/bid/", bid, name="bid"),
    path("tenders/<slug:reference>/bid/withdraw/", withdraw, name="bid_withdraw"),
    *bid_sealing.urls,
    *bid_writing.urls,
]
