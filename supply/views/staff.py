"""«المشتريات» in the Wagtail admin: a buyer drafts, names the committee and sends; an approver reads and publishes."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entities.models import Role
from entities.roles import entities_of
from shared import files
from shared.clock import database_now
from shared.drafts import posted_version
from shared.refusals import Refused, to_form
from supply import publication, queries, tendering
from supply.due import staff_list
from supply.forms.tenders import CommitteeForm, DocumentForm, EntityChoice, ReturnTenderForm, TenderForm
from supply.models import Tender
from supply.permissions import may_approve_tender, may_change_tender, may_edit_tender, tenders_of
from supply.readiness import gaps
from supply.states import TenderState

Door = Callable[..., HttpResponse]


def tender_door(door: Door) -> Door:
    """The tender by its id, among those of the user's entities: another's is a 404."""

    @wraps(door)
    def enter(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        at = database_now()
        visible = tenders_of(request.user, at=at).select_related(
            "entity", "author", "approver", "opening_plan", "winner__supplier"
        )
        return door(request, get_object_or_404(visible, pk=pk), at=at, **kwargs)

    return enter


def editing_door(door: Door) -> Door:
    """A tender that this person may change now; else his list is no place for it."""

    @tender_door
    @wraps(door)
    def enter(request: HttpRequest, tender: Tender, *, at: datetime, **kwargs: Any) -> HttpResponse:
        if not may_edit_tender(request.user, tender, at=at):
            raise tendering.NotPermitted
        return door(request, tender, at=at, **kwargs)

    return enter


@require_GET
def tender_list(request: HttpRequest) -> HttpResponse:
    at = database_now()
    if not entities_of(request.user, *queries.TENDER_STAFF, at=at).exists():
        raise Http404
    asked = request.GET
    context = {
        "tenders": staff_list(request.user, at=at, chosen=asked.get("group", ""), number=asked.get("page")),
        "may_draft": entities_of(request.user, Role.BUYER, at=at).exists(),
        "now": at,
    }
    return render(request, "supply/staff/tenders.html", context)


@require_http_methods(["GET", "POST"])
def new_tender(request: HttpRequest) -> HttpResponse:
    at = database_now()
    buying = entities_of(request.user, Role.BUYER, at=at)
    if not buying.exists():
        raise Http404
    bound = request.method == "POST"
    which = EntityChoice(request.POST if bound else None, entities=buying)
    form = TenderForm(request.POST if bound else None, initial=TenderForm.values(Tender()))
    if bound and which.is_valid() and form.is_valid():
        try:
            tender = tendering.draft_tender(which.cleaned_data["entity"], by=request.user, at=at, **form.cleaned_data)
            messages.success(request, _("The draft is saved."))
            return redirect("supply_staff:tender", tender.pk)
        except tendering.UnfitClosing as unfit:
            _show_gaps(form, unfit)
    status = 422 if bound else 200
    return render(request, "supply/staff/tender_edit.html", {"form": form, "which": which}, status=status)


@require_GET
@tender_door
def tender(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    """All that is written, in both languages side by side, and what this person can do with it now."""
    return render(request, "supply/staff/tender.html", _tender_page(request, tender, at))


def _tender_page(request: HttpRequest, tender: Tender, at: datetime, **more: Any) -> dict[str, Any]:
    open_for_edits = tender.state in (TenderState.DRAFT, TenderState.IN_REVIEW)
    return {
        "tender": tender,
        "pairs": queries.text_pairs(tender),
        "documents": tender.documents.select_related("file"),
        "members": tender.opening_plan.members.select_related("user"),
        "gaps": gaps(tender, at=at) if open_for_edits else [],
        "versions": queries.last_versions(tender),
        "may_edit": may_edit_tender(request.user, tender, at=at),
        "may_approve": may_approve_tender(request.user, tender, at=at),
        "changes": tender.changes.select_related("winner__supplier").order_by("-asked_at"),
        "may_change": may_change_tender(request.user, tender, at=at),
        "is_open": tender.takes_bids_at(at),
        "return_form": ReturnTenderForm(),
        "history": queries.history(tender),
        "now": at,
        **more,
    }


@require_http_methods(["GET", "POST"])
@editing_door
def edit_tender(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    if request.method == "GET":
        form = TenderForm(initial=TenderForm.values(tender))
        return render(request, "supply/staff/tender_edit.html", {"form": form, "tender": tender})
    form = TenderForm(request.POST)
    if form.is_valid():
        try:
            version = posted_version(request)
            tendering.edit_tender(tender.pk, by=request.user, at=at, version=version, **form.cleaned_data)
            messages.success(request, _("The tender is saved."))
            return redirect("supply_staff:tender", tender.pk)
        except tendering.UnfitClosing as unfit:
            _show_gaps(form, unfit)
        except tendering.TenderChanged as changed:
            # What was typed stays in the form, what was saved meanwhile stands beside it; saving again is deliberate.
            both = {"form": form, "tender": tender, "conflict": changed, "stored": form.differing(tender)}
            return render(request, "supply/staff/tender_edit.html", both, status=409)
    return render(request, "supply/staff/tender_edit.html", {"form": form, "tender": tender}, status=422)


@require_http_methods(["GET", "POST"])
@editing_door
def documents(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title_ar", "title_en", "kind", "language")}
        try:
            upload = form.cleaned_data["file"]
            received = files.receive(upload, kind="tender_document", by=request.user, at=at)
            version = posted_version(request)
            tendering.add_document(tender.pk, file=received, by=request.user, at=at, version=version, **facts)
            messages.success(request, _("The document is attached."))
            return redirect("supply_staff:documents", tender.pk)
        except tendering.TenderChanged:
            raise
        except Refused as refused:
            form.add_error("file", str(refused.message))
    context = {"form": form, "tender": tender, "documents": tender.documents.select_related("file")}
    return render(request, "supply/staff/documents.html", context, status=422 if form.errors else 200)


@require_POST
@editing_door
def remove_document(request: HttpRequest, tender: Tender, *, at: datetime, document: UUID) -> HttpResponse:
    chosen = get_object_or_404(tender.documents, pk=document)
    tendering.remove_document(tender.pk, chosen.pk, by=request.user, at=at, version=posted_version(request))
    messages.success(request, _("The document was removed."))
    return redirect("supply_staff:documents", tender.pk)


@require_http_methods(["GET", "POST"])
@editing_door
def committee(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    bound = request.method == "POST"
    form = CommitteeForm(request.POST if bound else None, initial=CommitteeForm.values(tender.opening_plan))
    if bound and form.is_valid() and (seats := _seats(form, at=at)) is not None:
        try:
            quorum, version = form.cleaned_data["quorum"], posted_version(request)
            tendering.name_committee(tender.pk, seats=seats, quorum=quorum, by=request.user, at=at, version=version)
            messages.success(request, _("The opening committee is named."))
            return redirect("supply_staff:tender", tender.pk)
        except tendering.NamedTwice as refused:
            to_form(form, refused)
    context = {"form": form, "tender": tender, "people": queries.staff_of(tender.entity, at=at)}
    return render(request, "supply/staff/committee.html", context, status=422 if form.errors else 200)


def _seats(form: CommitteeForm, *, at: datetime) -> list[tuple[Any, str]] | None:
    """The people behind the addresses; an address that is no employee's is an error beside its field."""
    seats = []
    for field, email, office in form.named():
        person = queries.employee(email, at=at)
        if person is None:
            form.add_error(field, _("No employee with a role on this portal has this address."))
        else:
            seats.append((person, office))
    return None if form.errors else seats


@require_POST
@editing_door
def send(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    publication.send_for_approval(tender.pk, by=request.user, at=at, version=posted_version(request))
    messages.success(request, _("The tender was sent for approval."))
    return redirect("supply_staff:tender", tender.pk)


@require_POST
@tender_door
def give_back(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    form = ReturnTenderForm(request.POST)
    if not form.is_valid():
        page = _tender_page(request, tender, at, return_form=form)
        return render(request, "supply/staff/tender.html", page, status=422)
    publication.return_tender(tender.pk, by=request.user, at=at, reason=form.cleaned_data["reason"])
    messages.success(request, _("The tender was returned to its author."))
    return redirect("supply_staff:tender", tender.pk)


@require_POST
@tender_door
def publish(request: HttpRequest, tender: Tender, *, at: datetime) -> HttpResponse:
    publication.publish_tender(tender.pk, by=request.user, approved=request.POST.get("approved", ""))
    messages.success(request, _("The tender is approved and published in both languages."))
    return redirect("supply_staff:tender", tender.pk)


def _show_gaps(form: TenderForm, unfit: tendering.UnfitClosing) -> None:
    for gap in unfit.gaps:
        form.add_error(gap.field, str(gap.message))


urls = [
    path("tenders/", tender_list, name="tenders"),
    path("tenders/new/", new_tender, name="new_tender"),
    path("tenders/<uuid:pk>/", tender, name="tender"),
    path("tenders/<uuid:pk>/edit/", edit_tender, name="edit_tender"),
    path("tenders/<uuid:pk>/documents/", documents, name="documents"),
    path("tenders/<uuid:pk>/documents/<uuid:document>/remove/", remove_document, name="remove_document"),
    path("tenders/<uuid:pk>/committee/", committee, name="committee"),
    path("tenders/<uuid:pk>/send/", send, name="send"),
    path("tenders/<uuid:pk>/return/", give_back, name="return"),
    path("tenders/<uuid:pk>/publish/", publish, name="publish"),
]
