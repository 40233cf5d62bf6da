"""The supplier's door: registration in steps, then the page that says where the firm stands."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shared import drafts, files
from shared.clock import database_now
from shared.drafts import StaleDraft, posted_version
from shared.refusals import Refused
from shared.step_doors import signed_in_step
from supply import queries, registration
from supply.forms.answers import in_words, sections
from supply.forms.registration import BY_NAME, STEPS, LicenceForm, validated
from supply.models import Supplier


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """What a firm needs, and the button that begins."""
    if request.method == "POST":
        return _begin(request)
    begun = queries.open_registration(request.user) if request.user.is_authenticated else None
    return render(request, "supply/register.html", {"begun": begun, "steps": STEPS})


@login_required
def _begin(request: HttpRequest) -> HttpResponse:
    supplier = registration.register_supplier(by=request.user, at=database_now())
    return redirect(_next_url(supplier))


@signed_in_step
@require_http_methods(["GET", "POST"])
def registration_step(request: HttpRequest, step: str) -> HttpResponse:
    if step not in BY_NAME:
        raise Http404
    supplier = queries.open_registration(request.user)
    if supplier is None:
        return redirect("supply:company")
    form_class = BY_NAME[step].form
    assert form_class is not None
    if request.method == "GET":
        return _show_step(request, supplier, step, form_class(initial=supplier.read_draft().get(step, {})))
    form = form_class(request.POST, request.FILES)
    if form.is_valid():
        return _keep(request, supplier, step, form)
    if "leave" in request.POST:
        _save(request, supplier, step, form.as_typed(), complete=False)
        return _leave(request)
    return _show_step(request, supplier, step, form, status=422)


def _keep(request: HttpRequest, supplier: Supplier, step: str, form: Any) -> HttpResponse:
    """Save the step; a refused file is said beside its field, and the rest is kept all the same."""
    upload = request.FILES.get("licence_file") if isinstance(form, LicenceForm) else None
    needs_file = isinstance(form, LicenceForm) and not (upload or supplier.licence_file_id)
    supplier = _save(request, supplier, step, form.to_store(), complete=not needs_file)
    try:
        if upload:
            received = files.receive(upload, kind="licence", by=request.user, at=database_now())
            supplier = registration.attach_licence(supplier.pk, received, by=request.user)
    except Refused as refused:
        form.add_error("licence_file", str(refused.message))
        return _show_step(request, supplier, step, form, status=422)
    if "leave" in request.POST:
        return _leave(request)
    if needs_file:
        form.add_error("licence_file", _("Attach a copy of the trade licence."))
        return _show_step(request, supplier, step, form, status=422)
    return redirect(_next_url(supplier, after=step))


def _save(request: HttpRequest, supplier: Supplier, step: str, values: dict[str, Any], *, complete: bool) -> Supplier:
    version = posted_version(request)
    try:
        return registration.save_registration_step(
            supplier.pk, step, values, by=request.user, version=version, complete=complete
        )
    except StaleDraft as stale:
        form_class = BY_NAME[step].form
        assert form_class is not None
        raise stale.in_words(partial(in_words, form_class)) from None


def _leave(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("What you entered is saved. You can go on from any device."))
    return redirect("supply:company")


def _show_step(request: HttpRequest, supplier: Supplier, step: str, form: Any, *, status: int = 200) -> HttpResponse:
    names = list(BY_NAME)
    context = {
        "supplier": supplier,
        "step": BY_NAME[step],
        "form": form,
        "number": names.index(step) + 1,
        "count": len(names) + 1,
        "previous": _step_url(names[names.index(step) - 1]) if step != names[0] else reverse("supply:register"),
    }
    return render(request, "supply/registration_step.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    supplier = queries.open_registration(request.user)
    if supplier is None:
        return redirect("supply:company")
    refused = _submit(request, supplier) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return redirect("supply:company")
    tasks = drafts.steps(supplier, STEPS, url=_step_url)
    context = {
        "supplier": supplier,
        "sections": sections(STEPS, supplier.read_draft(), url=_step_url),
        "tasks": tasks,
        "ready": all(task.state == "done" for task in tasks) and supplier.licence_file_id is not None,
        "refused": refused,
        "number": len(STEPS) + 1,
        "count": len(STEPS) + 1,
    }
    return render(request, "supply/registration_check.html", context, status=409 if refused else 200)


def _submit(request: HttpRequest, supplier: Supplier) -> Refused | None:
    """None when it was handed in; else what stands in the way, to be said on the check page."""
    facts = validated(supplier)
    if facts is None:
        return Refused(_("Some steps are not complete. Complete them, then submit the registration."))
    try:
        registration.submit_registration(
            supplier.pk, by=request.user, at=database_now(), version=posted_version(request), **facts
        )
    except Refused as refused:
        return refused
    messages.success(request, _("We received your registration. You will get a letter as soon as it is decided."))
    return None


@login_required
@require_GET
def company(request: HttpRequest) -> HttpResponse:
    """Where the person's firms stand and what happens next."""
    firms = queries.firms_of(request.user)
    return render(request, "supply/company.html", {"firms": firms})


def _next_url(supplier: Supplier, *, after: str = "") -> str:
    """The step after this one; at the start the first that is not complete; at the end the check page."""
    names = list(BY_NAME)
    if after:
        following = names[names.index(after) + 1 :]
        return _step_url(following[0]) if following else reverse("supply:registration_check")
    open_steps = [name for name in names if name not in supplier.completed_steps]
    return _step_url(open_steps[0]) if open_steps else reverse("supply:registration_check")


def _step_url(name: str) -> str:
    return reverse("supply:registration_step", args=[name])


urls = [
    path("suppliers/register/", register, name="register"),
    path("suppliers/register/check/", check, name="registration_check"),
    path("suppliers/register/<slug:step>/", registration_step, name="registration_step"),
    path("account/company/", company, name="company"),
]
