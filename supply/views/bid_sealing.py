"""The last two steps of a bid: checked as a whole, then sealed and submitted in one act.

No page of a bid stays in the browser's cache: once it is sealed, the way back must not show what was destroyed.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shared import idempotency
from shared.clock import database_now
from shared.drafts import posted_version
from shared.refusals import Refused, to_form
from supply import bid_queries, bidding
from supply.bid_refusals import TenderClosed
from supply.bid_steps import BY_NAME
from supply.bidding.copies import CopyRefused, read_copy
from supply.forms.bids import CopyForm
from supply.models import Bid
from supply.permissions import may_prepare_bids
from supply.views.bid_doors import answered, is_ready, own_bid, task_list

SEAL_DOOR = "supply:bid:seal"


@never_cache
@login_required
@require_GET
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """«مراجعة الإجابات»: everything that will go into the envelope, with the way back to each step."""
    bid, now = own_bid(request, reference), database_now()
    if not (bid.has_draft and bid.takes_changes_at(now)):
        return redirect("supply:bid", reference)
    tasks = task_list(bid)
    context = {
        "bid": bid,
        "sections": answered(bid),
        "files": bid.files.select_related("file"),
        "tasks": tasks,
        "ready": all(task.state == "done" for task in tasks),
        "number": len(BY_NAME) + 1,
        "count": len(BY_NAME) + 2,
        "now": now,
    }
    return render(request, "supply/bid/check.html", context)


@never_cache
@login_required
@require_GET
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """The firm's own copy of what it typed: once the bid is sealed, nobody can show it before the opening."""
    bid = own_bid(request, reference)
    if not bid.has_draft:
        return redirect("supply:bid", reference)
    answer = JsonResponse(bidding.copy_of(bid), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{bid.reference}.json"'
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the new version from a copy; what stands in the draft is replaced, and the page says so first."""
    bid = own_bid(request, reference)
    if not (bid.has_draft and may_prepare_bids(request.user, bid.supplier)):
        return redirect("supply:bid", reference)
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm()
    if form.is_bound and form.is_valid():
        try:
            copy = read_copy(form.cleaned_data["copy"])
            names = bidding.load_copy(bid.pk, copy, by=request.user, version=posted_version(request))
        except CopyRefused as refused:
            to_form(form, refused)
        else:
            messages.success(request, _loaded(names))
            return redirect("supply:bid", reference)
    context = {"bid": bid, "form": form, "now": database_now()}
    return render(request, "supply/bid/load.html", context, status=422 if form.errors else 200)


def _loaded(names: list[str]) -> str:
    done = _("Your copy is loaded. Check the steps, and confirm the declaration again.")
    if not names:
        return done
    return f"{done} {_('Files to attach again:')} {pgettext('between items of a list', ', ').join(names)}"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, reference: str) -> HttpResponse:
    """What sealing means, then the act. A second click, the way back or a retry lead to the same receipt."""
    bid = own_bid(request, reference)
    if request.method == "GET":
        may_seal = bid.takes_changes_at(database_now()) and may_prepare_bids(request.user, bid.supplier)
        if not (may_seal and is_ready(bid)):
            return redirect("supply:bid_check", reference)
        return _show_seal(request, bid)
    try:
        with idempotency.once(request, door=SEAL_DOOR) as once:
            version = posted_version(request)
            receipt = once.receipt or bidding.seal_bid(bid.pk, by=request.user, version=version, once=once)
    except TenderClosed:
        raise
    except Refused as refused:
        return _show_seal(request, own_bid(request, reference), refused=refused)
    messages.success(request, _("Your bid is submitted and sealed. This is its receipt."))
    return redirect("receipts:detail", receipt.pk)


def _show_seal(request: HttpRequest, bid: Bid, *, refused: Refused | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "bid": bid,
        "key": f"{bid.pk}-{bid.row_version}",
        "replaced": bid_queries.receipts_of([bid]).get(bid.pk),
        "refused": refused,
        "number": len(BY_NAME) + 2,
        "count": len(BY_NAME) + 2,
        "now": database_now(),
    }
    return render(request, "supply/bid/seal.html", context, status=refused.status if refused else 200)


urls = [
    path("tenders/<slug:reference>/bid/check/", check, name="bid_check"),
    path("tenders/<slug:reference>/bid/copy/", copy, name="bid_copy"),
    path("tenders/<slug:reference>/bid/load/", load, name="bid_load"),
    path("tenders/<slug:reference>/bid/seal/", seal, name="bid_seal"),
]
