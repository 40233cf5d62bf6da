"""The steps of a bid: each saves on its own address, so that it goes on tomorrow and from another device."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shared import autosaving
from shared.clock import database_now
from shared.drafts import StaleDraft, posted_version
from shared.files.refusals import FileRefused
from shared.step_doors import signed_in_step
from supply import bidding
from supply.bid_steps import BY_NAME, COMPANY, FILES
from supply.forms.answers import in_words
from supply.forms.bids import BidFileForm, PriceForm
from supply.models import Bid, BidFile
from supply.permissions import may_prepare_bids
from supply.views.bid_doors import next_url, own_bid, place, previous_url


@never_cache
@signed_in_step
@require_http_methods(["GET", "POST"])
def bid_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    form_class = BY_NAME[step].form if step in BY_NAME else None
    if form_class is None:
        raise Http404
    bid = own_bid(request, reference)
    if request.method == "GET":
        if not _may_write(request, bid):
            return redirect("supply:bid", reference)
        return _show_step(request, bid, step, form_class(initial=_initial(bid, step)))
    form = form_class(request.POST)
    if autosaving.asked(request):
        typed = form.to_store() if form.is_valid() else form.as_typed()
        return autosaving.answer(bid, partial(_save, request, bid, step, typed, complete=False))
    if form.is_valid():
        _save(request, bid, step, form.to_store(), complete=True)
        return _leave(request, reference) if "leave" in request.POST else redirect(next_url(reference, after=step))
    if "leave" in request.POST:
        _save(request, bid, step, form.as_typed(), complete=False)
        return _leave(request, reference)
    return _show_step(request, bid, step, form, status=422)


def _may_write(request: HttpRequest, bid: Bid) -> bool:
    return bid.takes_changes_at(database_now()) and may_prepare_bids(request.user, bid.supplier)


def _initial(bid: Bid, step: str) -> dict[str, Any]:
    """What is stored; the contact of a new bid is the firm's own."""
    stored: dict[str, Any] = bid.read_draft().get(step, {})
    if step != COMPANY:
        return stored
    return {name: getattr(bid.supplier, name) for name in ("contact_name", "email", "phone")} | stored


def _save(request: HttpRequest, bid: Bid, step: str, data: dict[str, Any], *, complete: bool) -> Bid:
    try:
        return bidding.save_step(
            bid.pk, step, data, by=request.user, version=posted_version(request), complete=complete
        )
    except StaleDraft as stale:
        form_class = BY_NAME[step].form
        assert form_class is not None
        raise stale.in_words(partial(in_words, form_class, currency=bid.tender.currency)) from None


def _leave(request: HttpRequest, reference: str) -> HttpResponse:
    messages.success(request, _("What you entered is saved. You can go on from any device."))
    return redirect("supply:bid", reference)


def _show_step(request: HttpRequest, bid: Bid, step: str, form: Any, *, status: int = 200) -> HttpResponse:
    if isinstance(form, PriceForm):
        form.in_currency(bid.tender.currency)
    context = {
        "bid": bid,
        "step": BY_NAME[step],
        "form": form,
        "previous": previous_url(bid.tender.reference, before=step),
        "now": database_now(),
        **place(step),
    }
    return render(request, "supply/bid/step.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def bid_files(request: HttpRequest, reference: str) -> HttpResponse:
    """Files go up one by one, at once, so that the last minute sends no megabytes."""
    bid = own_bid(request, reference)
    if request.method == "GET":
        if not _may_write(request, bid):
            return redirect("supply:bid", reference)
        return _show_files(request, bid, BidFileForm())
    if "continue" in request.POST or "leave" in request.POST:
        return _files_done(request, bid)
    form = BidFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _attach(request, bid, form.cleaned_data["file"])
        except FileRefused as refused:
            form.add_error("file", str(refused.message))
        else:
            return redirect("supply:bid_files", reference)
    return _show_files(request, bid, form, status=422)


def _attach(request: HttpRequest, bid: Bid, upload: Any) -> None:
    """A file that replaces another one comes first: where it is refused, the other one stays."""
    replaced = _file_of(bid, request.POST["replaces"]) if request.POST.get("replaces") else None
    added = bidding.add_file(bid.pk, upload, by=request.user, version=posted_version(request))
    if replaced:
        version = Bid.objects.values_list("row_version", flat=True).get(pk=bid.pk)
        bidding.remove_file(bid.pk, replaced.pk, by=request.user, version=version)
    messages.success(request, _("Attached: %(name)s") % {"name": added.file.given_name})


def _file_of(bid: Bid, file_id: str) -> BidFile:
    try:
        return get_object_or_404(bid.files, pk=UUID(file_id))
    except ValueError:
        raise Http404 from None


def _files_done(request: HttpRequest, bid: Bid) -> HttpResponse:
    """Whoever goes on says that these are the files, also where there are none."""
    bidding.save_step(bid.pk, FILES, {}, by=request.user, version=posted_version(request))
    reference = bid.tender.reference
    return _leave(request, reference) if "leave" in request.POST else redirect(next_url(reference, after=FILES))


@never_cache
@login_required
@require_POST
def remove_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    bid = own_bid(request, reference)
    removed = get_object_or_404(bid.files.select_related("file"), pk=file_id)
    bidding.remove_file(bid.pk, removed.pk, by=request.user, version=posted_version(request))
    messages.success(request, _("Removed: %(name)s") % {"name": removed.file.given_name})
    return redirect("supply:bid_files", reference)


def _show_files(request: HttpRequest, bid: Bid, form: BidFileForm, *, status: int = 200) -> HttpResponse:
    context = {
        "bid": bid,
        "step": BY_NAME[FILES],
        "files": bid.files.select_related("file"),
        "form": form,
        "previous": previous_url(bid.tender.reference, before=FILES),
        "now": database_now(),
        **place(FILES),
    }
    return render(request, "supply/bid/files.html", context, status=status)


urls = [
    path("tenders/<slug:reference>/bid/files/", bid_files, name="bid_files"),
    path("tenders/<slug:reference>/bid/files/<uuid:file_id>/remove/", remove_file, name="bid_file_remove"),
    path("tenders/<slug:reference>/bid/<slug:step>/", bid_step, name="bid_step"),
]
