"""The later life of a published tender: a buyer asks for more time, its cancellation or its conclusion, another approves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared import money
from shared.clock import database_now
from shared.refusals import Refused, to_form
from supply import changing
from supply.bid_states import Outcome
from supply.ending import award_price
from supply.forms.changes import CancelForm, ChangeForm, ConcludeForm, ExtendForm, ReturnChangeForm
from supply.models import OpenedBid, Tender, TenderChange
from supply.permissions import may_change_tender, may_decide_change, tenders_of
from supply.states import ChangeKind
from supply.tendering import NotPermitted, UnfitClosing
from supply.views.staff import tender_door


@require_http_methods(["GET", "POST"])
@tender_door
def extend(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    form = ExtendForm(_posted(request))
    return _ask(request, tender, ChangeKind.EXTEND, form, changing.ask_extension, at=at)


@require_http_methods(["GET", "POST"])
@tender_door
def cancel(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    form = CancelForm(_posted(request))
    return _ask(request, tender, ChangeKind.CANCEL, form, changing.ask_cancellation, at=at)


@require_http_methods(["GET", "POST"])
@tender_door
def conclude(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    form = ConcludeForm(_posted(request), bids=_awardable(tender))
    return _ask(request, tender, ChangeKind.CONCLUDE, form, changing.ask_conclusion, at=at)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _awardable(tender: Tender) -> list[tuple[str, str]]:
    """Every bid whose envelope was sound, by firm and price."""
    opened = OpenedBid.objects.filter(submission__bid__tender=tender, outcome=Outcome.OPENED)
    rows = opened.select_related("submission__bid__supplier", "submission__bid__tender").order_by(
        "submission__received_at"
    )
    basis = tender.get_price_basis_display()
    return [
        (
            str(each.submission.bid_id),
            f"{each.submission.bid.supplier.legal_name} – {money.money(award_price(each), tender.currency)} ({basis})",
        )
        for each in rows
    ]


def _ask(
    request: HttpRequest,
    tender: Tender,
    kind: ChangeKind,
    form: ChangeForm,
    deed: Callable[..., TenderChange],
    *,
    at: datetime,
) -> HttpResponse:
    if not may_change_tender(request.user, tender, at=at):
        raise NotPermitted
    if form.is_bound and form.is_valid():
        try:
            deed(tender.pk, by=request.user, **form.cleaned_data)
        except UnfitClosing as unfit:
            for gap in unfit.gaps:
                form.add_error(gap.field, str(gap.message))
        except Refused as refused:
            to_form(form, refused)
        else:
            messages.success(request, _("An approver is asked by letter. Nothing changes before."))
            return redirect("supply_staff:tender", tender.pk)
    context = {"tender": tender, "form": form, "kind": kind, "now": at}
    return render(request, "supply/staff/change_ask.html", context, status=422 if form.errors else 200)


@require_GET
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that was asked, for whoever decides: in both languages side by side, and what an approval does."""
    at = database_now()
    found = _visible(request, pk, at=at)
    context = {
        "tender": found.tender,
        "change": found,
        "may_decide": found.decided_at is None and may_decide_change(request.user, found, at=at),
        "now": at,
    }
    return render(request, "supply/staff/change.html", context)


@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    decided = changing.approve_change(_visible(request, pk, at=database_now()).pk, by=request.user)
    if decided.decided_at:
        messages.success(request, _("The change is approved, and everyone concerned is told by letter."))
    else:
        messages.success(request, _("You have approved. A second approver is asked by letter; nothing changes before."))
    return redirect("supply_staff:tender", decided.tender_id)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    at = database_now()
    asked = _visible(request, pk, at=at)
    if not may_decide_change(request.user, asked, at=at):
        raise NotPermitted
    form = ReturnChangeForm(_posted(request))
    if form.is_bound and form.is_valid():
        changing.return_change(asked.pk, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The change was returned to whoever asked for it."))
        return redirect("supply_staff:tender", asked.tender_id)
    context = {"tender": asked.tender, "change": asked, "form": form}
    return render(request, "supply/staff/change_return.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, pk: UUID, *, at: datetime) -> TenderChange:
    """Of a tender of the user's entities; any other is a 404."""
    known = TenderChange.objects.select_related(
        "tender__entity", "tender__opening_plan", "winner__supplier", "asked_by", "first_approved_by", "decided_by"
    )
    return get_object_or_404(known.filter(tender__in=tenders_of(request.user, at=at)), pk=pk)


change_urls = [
    path("tenders/<uuid:pk>/extend/", extend, name="extend"),
    path("tenders/<uuid:pk>/cancel/", cancel, name="cancel"),
    path("tenders/<uuid:pk>/conclude/", conclude, name="conclude"),
    path("changes/<uuid:pk>/", change, name="change"),
    path("changes/<uuid:pk>/approve/", approve, name="approve_change"),
    path("changes/<uuid:pk>/return/", give_back, name="return_change"),
]
