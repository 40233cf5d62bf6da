"""The invited person's door: by the link of the letter, with the account he has or with a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entities import inviting
from entities.forms import NewEmployeeForm
from entities.models import Invitation
from shared.clock import database_now


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    asked = Invitation.objects.select_related("entity", "invited_by").filter(pk=inviting.read_token(token)).first()
    if asked is None:
        raise inviting.InvitationGone
    inviting.check_open(asked, at=database_now())
    if request.user.is_authenticated:
        return _with_account(request, asked)
    if inviting.has_account(asked):
        return render(request, "entities/invitation.html", {"invitation": asked, "must_sign_in": True})
    return _with_new_account(request, asked)


def _with_account(request: HttpRequest, asked: Invitation) -> HttpResponse:
    person: Any = request.user
    if person.email != asked.email:
        raise inviting.AnotherAddress
    if request.method == "POST":
        inviting.accept_invitation(asked.pk, by=person)
        return redirect("/admin/")
    return render(request, "entities/invitation.html", {"invitation": asked})


def _with_new_account(request: HttpRequest, asked: Invitation) -> HttpResponse:
    form = NewEmployeeForm(request.POST if request.method == "POST" else None, invitation=asked)
    if form.is_valid():
        inviting.accept_with_new_account(asked.pk, **form.cleaned_data)
        messages.success(request, _("Your account is ready. Sign in with your e-mail address and the new password."))
        return redirect("account_login")
    context = {"invitation": asked, "form": form}
    return render(request, "entities/invitation.html", context, status=422 if form.errors else 200)


urls = [path("account/invitation/<str:token>/", invitation, name="invitation")]
