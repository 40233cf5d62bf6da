"""The verifier's door: registrations that wait, one registration, accept or return."""

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
from django.views.decorators.http import require_GET, require_POST

from entities.models import Role
from entities.roles import holds
from shared.clock import database_now
from shared.heads import page_of
from supply import queries, registration
from supply.forms.registration import ReturnRegistrationForm
from supply.models import Supplier
from supply.permissions import may_verify_supplier, suppliers_to_verify

Door = Callable[..., HttpResponse]
GROUPS = {"waiting": queries.waiting, "decided": queries.decided}


def supplier_door(door: Door) -> Door:
    @wraps(door)
    def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
        at = database_now()
        visible = suppliers_to_verify(request.user, at=at).select_related("licence_file", "decided_by")
        return door(request, get_object_or_404(visible, pk=pk), at=at)

    return enter


@require_GET
def supplier_list(request: HttpRequest) -> HttpResponse:
    at = database_now()
    if not holds(request.user, Role.SUPPLIER_VERIFIER, at=at):
        raise Http404
    handed_in = suppliers_to_verify(request.user, at=at)
    chosen, number = request.GET.get("group"), request.GET.get("page")
    context: dict[str, Any] = {"chosen": chosen if chosen in GROUPS else ""}
    for name, read in GROUPS.items():
        if context["chosen"] in ("", name):
            context[name] = page_of(read(handed_in), number if chosen == name else None)
    return render(request, "supply/staff/suppliers.html", context)


@require_GET
@supplier_door
def supplier(request: HttpRequest, supplier: Supplier, *, at: datetime) -> HttpResponse:
    return render(request, "supply/staff/supplier.html", _page(request, supplier, at))


def _page(request: HttpRequest, supplier: Supplier, at: datetime, **more: Any) -> dict[str, Any]:
    return {
        "supplier": supplier,
        "same_licence": queries.same_licence(supplier),
        "may_decide": may_verify_supplier(request.user, supplier, at=at),
        "own_firm": supplier.has_user(request.user),
        "form": ReturnRegistrationForm(),
        "history": queries.history(supplier),
        **more,
    }


@require_POST
@supplier_door
def accept(request: HttpRequest, supplier: Supplier, *, at: datetime) -> HttpResponse:
    registration.accept_registration(supplier.pk, by=request.user, at=at)
    messages.success(request, _("The firm is accepted and told by letter."))
    return redirect("supply_staff:suppliers")


@require_POST
@supplier_door
def give_back(request: HttpRequest, supplier: Supplier, *, at: datetime) -> HttpResponse:
    form = ReturnRegistrationForm(request.POST)
    if not form.is_valid():
        return render(request, "supply/staff/supplier.html", _page(request, supplier, at, form=form), status=422)
    registration.return_registration(supplier.pk, by=request.user, at=at, **form.cleaned_data)
    messages.success(request, _("The registration was returned; the firm is told by letter."))
    return redirect("supply_staff:suppliers")


urls = [
    path("suppliers/", supplier_list, name="suppliers"),
    path("suppliers/<uuid:pk>/", supplier, name="supplier"),
    path("suppliers/<uuid:pk>/accept/", accept, name="accept_supplier"),
    path("suppliers/<uuid:pk>/return/", give_back, name="return_supplier"),
]
