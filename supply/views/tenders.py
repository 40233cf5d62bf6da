"""The public door to tenders: the list and one tender."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from search.facets import UnreadableWords
from shared.clock import database_now
from supply.listing import find
from supply.models import Tender


@require_GET
def tender_list(request: HttpRequest) -> HttpResponse:
    now = database_now()
    try:
        listing = find(request.GET, now=now)
    except UnreadableWords as unreadable:
        raise BadRequest from unreadable
    return render(request, "supply/tenders.html", {"listing": listing, "now": now})


@require_GET
def tender(request: HttpRequest, reference: str) -> HttpResponse:
    """One tender; what is not published is a 404 for everybody at this door."""
    public = Tender.objects.public().select_related("entity", "opening_plan")
    found = get_object_or_404(public, reference=reference)
    context = {
        "tender": found,
        "documents": found.documents.select_related("file"),
        "now": database_now(),
    }
    return render(request, "supply/tender.html", context)


urls = [
    path("tenders/", tender_list, name="tenders"),
    path("tenders/<slug:reference>/", tender, name="tender"),
]
