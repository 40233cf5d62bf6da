from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alerts import asking, saving, showing, stopping
from alerts.forms import FrequencyForm
from alerts.models import Frequency, SavedSearch
from shared import refusals
from shared.clock import database_now


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """«تنبيهاتي»: what the portal watches for this person."""
    shown = showing.searches(saving.of(request.user))
    context = {"searches": shown, "frequencies": Frequency.choices, "most": saving.MOST}
    return render(request, "alerts/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Save the search whose words and filters stand in this address; a list's own button sends straight to here."""
    sent = request.method == "POST"
    form = FrequencyForm(request.POST) if sent else FrequencyForm(initial={"frequency": Frequency.DAILY})
    wanted, nothing = None, None
    try:
        wanted = asking.read(request.GET)
        if sent and form.is_valid():
            frequency = Frequency(form.cleaned_data["frequency"])
            saving.save(wanted, frequency=frequency, by=request.user, at=database_now())
            messages.success(request, _("Saved. The portal will write to you when something new is published."))
            return redirect("alerts:list")
    except saving.TooManySearches as refused:
        refusals.to_form(form, refused)
    except refusals.Refused as refused:
        nothing = refused.message
    context = {"form": form, "search": showing.search(wanted) if wanted else None, "nothing": nothing}
    return render(request, "alerts/new.html", context, status=422 if form.errors or nothing else 200)


@login_required
@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    mine = _mine(request, pk)
    form = FrequencyForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "search": showing.search(mine), "changing": True}
        return render(request, "alerts/new.html", context, status=422)
    saving.change(pk, frequency=Frequency(form.cleaned_data["frequency"]), by=request.user, at=database_now())
    messages.success(request, _("Changed."))
    return redirect("alerts:list")


@login_required
@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    saving.pause(_mine(request, pk).pk, by=request.user, at=database_now())
    messages.success(request, _("Paused. Nothing is written to you about it until you resume it."))
    return redirect("alerts:list")


@login_required
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    saving.resume(_mine(request, pk).pk, by=request.user, at=database_now())
    messages.success(request, _("Resumed, for what is published from now on."))
    return redirect("alerts:list")


@login_required
@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    saving.delete(_mine(request, pk).pk, by=request.user, at=database_now())
    messages.success(request, _("Deleted."))
    return redirect("alerts:list")


def _mine(request: HttpRequest, pk: UUID) -> SavedSearch:
    return get_object_or_404(saving.of(request.user), pk=pk)


@csrf_exempt  # a mail program sends it for its reader, without a page of ours; the signed address is the proof
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)  # on a shared computer the way back would lead to its button again
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link in each letter, signed out too: GET shows what POST does, for mail programs open links by themselves."""
    person = stopping.person(token)
    if person is None:
        raise Http404
    stopped = request.method == "POST"
    if stopped:
        saving.stop_all(by=person, at=database_now())
    return render(request, "alerts/stop.html", {"stopped": stopped})
