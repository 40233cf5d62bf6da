"""The opening room in the Wagtail admin: the committee attends, the chair starts, everybody entitled sees how far it is."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from entities.models import Role
from entities.roles import holds
from shared.clock import database_now
from shared.forms import PortalForm
from shared.heads import page_of
from shared.refusals import Refused, to_form
from supply import adjourning, opening, queries
from supply.bid_states import SESSION_MOVES, SessionState
from supply.forms.opening import AdjournForm, SingleBidForm
from supply.models import OpeningSession, Tender
from supply.permissions import competes, tenders_to_open
from supply.rules.attendance import missing
from supply.states import Office

Door = Callable[..., HttpResponse]
ADJOURNABLE = [state for state in SESSION_MOVES if SESSION_MOVES.allows(state, SessionState.ADJOURNED)]
RENEWED_AFTER = 3  # seconds, while the worker reads the envelopes


def room_door(door: Door) -> Door:
    """A published tender, for its committee and the staff of its entity; for anyone else there is no such page."""

    @wraps(door)
    def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
        at = database_now()
        visible = tenders_to_open(request.user, at=at).select_related("entity", "opening_plan")
        return door(request, get_object_or_404(visible, pk=pk), at=at)

    return enter


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    at = database_now()
    tenders = tenders_to_open(request.user, at=at).filter(opening_plan__members__user=request.user.pk)
    page = page_of(queries.next_to_open(tenders.select_related("entity"), at=at), request.GET.get("page"))
    context = {"tenders": page, "now": at}
    return render(request, "supply/staff/openings.html", context)


@require_GET
@room_door
def room(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    """While the envelopes are read the page renews itself, but not under the hands of who writes why he adjourns."""
    context = room_of(request, tender, at)
    context["renews"] = context["in_progress"] and not context["awaits_reason"] and "adjourn" not in request.GET
    response = render(request, "supply/staff/opening_room.html", context)
    if context["renews"]:
        response["Refresh"] = str(RENEWED_AFTER)
    return response


def room_of(request: HttpRequest, tender: Tender, at: datetime, **forms: PortalForm) -> dict[str, Any]:
    session = tender.opening_sessions.order_by("called_at").last()
    members = list(tender.opening_plan.members.select_related("user").order_by("pk"))
    present = opening.present_at(session, at=at) if session else []
    here = {each.person for each in present}
    seat = next((member for member in members if member.user_id == request.user.pk), None)
    buys = holds(request.user, Role.BUYER, tender.entity, at=at)
    chairs = seat is not None and seat.office == Office.CHAIR
    return {
        "tender": tender,
        "session": session,
        "members": [(member, str(member.user_id) in here) for member in members],
        "seat": seat,
        "missing": missing(present, quorum=tender.opening_plan.quorum),
        "may_call": buys,
        "may_adjourn": session is not None and session.state in ADJOURNABLE and (buys or chairs),
        "awaits_reason": session is not None and opening.awaits_reason(session),
        "single_form": SingleBidForm(),
        "adjourn_form": AdjournForm(),
        "is_time": session is not None and at >= opening.starts_at(session, tender),
        "has_closed": tender.closes_at is not None and at >= tender.closes_at,
        "in_progress": session is not None and session.state == SessionState.IN_PROGRESS,
        "competes": competes(request.user, tender),
        "history": queries.history(session) if session else [],
        "now": at,
        **forms,
    }


@require_GET
@room_door
def minutes(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    """«محضر فتح المظاريف», in both languages on one paper."""
    get_object_or_404(tender.opening_sessions, state=SessionState.COMPLETED)
    return render(request, "supply/opening/minutes.html", {"tender": tender})


@require_POST
@room_door
def call(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    return _act(
        request, tender, lambda: opening.call_opening(tender.pk, by=request.user), _("The committee is called.")
    )


@require_POST
@room_door
def attend(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    session = _session(tender)
    return _act(
        request, tender, lambda: opening.attend_opening(session.pk, by=request.user), _("Your attendance is confirmed.")
    )


@require_POST
@room_door
def start(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    session = _session(tender)
    return _act(
        request, tender, lambda: opening.start_opening(session.pk, by=request.user), _("The opening has started.")
    )


@require_POST
@room_door
def single(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    session, form = _session(tender), SingleBidForm(request.POST)
    if not form.is_valid():
        return _again(request, tender, single_form=form)
    reason = form.cleaned_data["single_bid_reason"]
    return _act(
        request,
        tender,
        lambda: opening.go_on_with_single_bid(session.pk, by=request.user, reason=reason),
        _("The opening goes on."),
    )


@require_POST
@room_door
def adjourn(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    session, form = _session(tender), AdjournForm(request.POST)
    if form.is_valid():
        try:
            reason, resumes_at = form.cleaned_data["adjourn_reason"], form.cleaned_data["resumes_at"]
            adjourning.adjourn_opening(session.pk, by=request.user, reason=reason, resumes_at=resumes_at)
            messages.success(request, _("The session is adjourned. The committee is told."))
            return redirect("supply_staff:opening", tender.pk)
        except adjourning.ResumesInThePast as refused:
            to_form(form, refused)
    return _again(request, tender, adjourn_form=form)


def _again(request: HttpRequest, tender: Tender, **forms: PortalForm) -> HttpResponse:
    context = room_of(request, tender, database_now(), **forms)
    return render(request, "supply/staff/opening_room.html", context, status=422)


def _session(tender: Tender) -> OpeningSession:
    return get_object_or_404(tender.opening_sessions.order_by("-called_at")[:1])


def _act(request: HttpRequest, tender: Tender, deed: Callable[[], Any], done: str) -> HttpResponse:
    """One deed of the room; a refusal is said on the room's page, which shows what is still missing."""
    try:
        deed()
    except Refused as refused:
        context = {**room_of(request, tender, database_now()), "refused": refused}
        return render(request, "supply/staff/opening_room.html", context, status=refused.status)
    messages.success(request, done)
    return redirect("supply_staff:opening", tender.pk)


opening_urls = [
    path("openings/", sessions, name="openings"),
    path("tenders/<uuid:pk>/opening/", room, name="opening"),
    path("tenders/<uuid:pk>/opening/call/", call, name="call_opening"),
    path("tenders/<uuid:pk>/opening/attend/", attend, name="attend_opening"),
    path("tenders/<uuid:pk>/opening/start/", start, name="start_opening"),
    path("tenders/<uuid:pk>/opening/single/", single, name="single_opening"),
    path("tenders/<uuid:pk>/opening/adjourn/", adjourn, name="adjourn_opening"),
    path("tenders/<uuid:pk>/opening/minutes/", minutes, name="minutes"),
]
