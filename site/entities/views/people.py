"""«الموظفون والصلاحيات» in the Wagtail admin: who works in my entity, in which roles; give one, end one, invite."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import second_factor
from accounts.models import User
from entities import inviting, queries, roles
from entities.forms import RoleForm
from entities.models import Entity, Invitation
from entities.permissions import administered, may_reset_second_factor, memberships_under
from shared import cleaners
from shared.clock import database_now
from shared.refusals import Refused, to_form

PLATFORM = "platform"


def chosen_entity(request: HttpRequest, *, at: datetime) -> Entity | None:
    """By `?entity=CODE`, else the first; `platform` stands for the roles without entity. Strangers' are a 404."""
    code, mine = request.GET.get("entity", ""), administered(request.user, at=at)
    if code == PLATFORM and roles.rules_platform(request.user, at=at):
        return None
    if cleaners.UNREADABLE.search(code):
        raise Http404
    found = mine.filter(code=code).first() if code else mine.first()
    if found is None:
        raise Http404
    return found


def _people_url(entity: Entity | None) -> str:
    return f"{reverse('entities_staff:people')}?entity={entity.code if entity else PLATFORM}"


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    at = database_now()
    entity = chosen_entity(request, at=at)
    page, people_here = queries.people(entity, request.GET.get("page"), at=at)
    context = {
        "entity": entity,
        "code": entity.code if entity else PLATFORM,
        "entities": administered(request.user, at=at),
        "has_platform": roles.rules_platform(request.user, at=at),
        "page": page,
        "people": people_here,
        "invitations": queries.open_invitations(entity, at=at),
    }
    return render(request, "entities/staff/people.html", context)


@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest) -> HttpResponse:
    """To a colleague at once; to anyone else by an invitation, whether or not there is an account with that address."""
    at = database_now()
    entity = chosen_entity(request, at=at)
    initial = {"email": request.GET.get("email", "")}
    form = RoleForm(request.POST if request.method == "POST" else None, entity=entity, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _give(request, form, entity, at=at)
                return redirect(_people_url(entity))
            except Refused as refused:
                to_form(form, refused)
                status = refused.status
    context = {"form": form, "entity": entity, "back": _people_url(entity)}
    return render(request, "entities/staff/give_role.html", context, status=status)


def _give(request: HttpRequest, form: RoleForm, entity: Entity | None, *, at: datetime) -> None:
    email, role, until = form.cleaned_data["email"], form.cleaned_data["role"], form.ends_at()
    colleague = queries.colleague(email, entity, at=at)
    if colleague:
        roles.grant(role, to=colleague, entity=entity, by=request.user, at=at, until=until)
        messages.success(request, _("The role is given."))
    else:
        inviting.invite(email, role=role, entity=entity, by=request.user, at=at, role_until=until)
        messages.success(request, _("The invitation is on its way."))


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    at = database_now()
    mine = memberships_under(request.user, at=at).select_related("user", "entity")
    membership = get_object_or_404(mine, pk=pk)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            roles.end(membership, by=request.user, at=at)
            messages.success(request, _("The role has ended."))
            # Who ended his own last role here has no more business on this page.
            still_mine = membership.user_id != request.user.pk
            return redirect(_people_url(membership.entity) if still_mine else reverse("wagtailadmin_home"))
        except Refused as error:
            refused = error
    context = {"membership": membership, "refused": refused, "back": _people_url(membership.entity)}
    return render(request, "entities/staff/end_role.html", context, status=refused.status if refused else 200)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    at = database_now()
    invitation = get_object_or_404(Invitation.objects.open_at(at).select_related("entity"), pk=pk)
    if not roles.may_change_roles(request.user, invitation.entity, at=at):
        raise Http404
    inviting.withdraw_invitation(invitation.pk, by=request.user, at=at)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect(_people_url(invitation.entity))


@require_http_methods(["GET", "POST"])
def reset_second_factor(request: HttpRequest, pk: UUID) -> HttpResponse:
    at = database_now()
    person = get_object_or_404(User, pk=pk)
    if not may_reset_second_factor(request.user, person, at=at):
        raise Http404
    entity = chosen_entity(request, at=at)
    if request.method == "POST":
        second_factor.reset(person, by=request.user, at=at)
        messages.success(request, _("The second step is reset; all sessions of this person are ended."))
        return redirect(_people_url(entity))
    context: dict[str, Any] = {"person": person, "back": _people_url(entity)}
    return render(request, "entities/staff/reset_second_factor.html", context)


urls = [
    path("", people, name="people"),
    path("give/", give_role, name="give_role"),
    path("roles/<uuid:pk>/end/", end_role, name="end_role"),
    path("invitations/<uuid:pk>/withdraw/", withdraw, name="withdraw"),
    path("<uuid:pk>/second-step/", reset_second_factor, name="reset_second_factor"),
]
