"""The public door to tenders: the list, one tender as a page and as data, and following it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared.clock import database_now
from supply import following, open_data
from supply.bid_states import SessionState
from supply.listing import find
from supply.models import Tender
from supply.permissions import firms_bidding
from supply.states import UNDECIDED


@require_GET
def tender_list(request: HttpRequest) -> HttpResponse:
    now = database_now()
    listing = find(request.GET, now=now)
    return render(request, "supply/tenders.html", {"listing": listing, "now": now})


@require_GET
def tender(request: HttpRequest, reference: str) -> HttpResponse:
    """One tender; what is not published is a 404 for everybody at this door."""
    found = _public(reference)
    context = {
        "tender": found,
        "documents": found.documents.select_related("file"),
        "changes": open_data.public_changes(found),
        "adjourned": found.opening_sessions.filter(state=SessionState.ADJOURNED).first(),
        "follows": _follows(request.user, found),
        "now": database_now(),
    }
    return render(request, "supply/tender.html", context)


@require_GET
def tender_data(request: HttpRequest, reference: str) -> JsonResponse:
    return JsonResponse(open_data.facts_of(_public(reference)), json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_POST
@login_required
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    found = _public(reference)
    following.follow_tender(found.pk, by=request.user)
    messages.success(request, _("You follow this tender."))
    return redirect("supply:tender", reference)


@require_POST
@login_required
def unfollow(request: HttpRequest, reference: str) -> HttpResponse:
    found = _public(reference)
    following.stop_following(found.pk, by=request.user)
    messages.success(request, _("You no longer follow this tender."))
    return redirect("supply:tender", reference)


def _public(reference: str) -> Tender:
    public = Tender.objects.public().select_related("entity", "opening_plan", "winner__supplier")
    return get_object_or_404(public, reference=reference)


def _follows(user: Any, tender: Tender) -> bool | None:
    if not user.is_authenticated or tender.state not in UNDECIDED:
        return None
    firms = list(firms_bidding(user).values_list("pk", flat=True))
    return tender.followers.filter(supplier__in=firms).exists() if firms else None


urls = [
    path("tenders/", tender_list, name="tenders"),
    path("tenders/<slug:reference>/", tender, name="tender"),
    path("tenders/<slug:reference>/data.json", tender_data, name="tender_data"),
    path("tenders/<slug:reference>/follow/", follow, name="follow"),
    path("tenders/<slug:reference>/unfollow/", unfollow, name="unfollow"),
]
