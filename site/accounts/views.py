from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account import views as allauth_views
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import blocks, sessions
from accounts.forms import ProfileForm
from messaging import reading
from shared import audit, refusals
from shared.clock import database_now
from shared.limits import TooMany

LETTERS_A_PAGE = 20


def plainly_answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """allauth shows a form with errors as if all were well; here what cannot be taken is 422."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        shown = getattr(response, "context_data", None) or {}
        if request.method == "POST" and any(getattr(each, "errors", None) for each in shown.values()):
            response.status_code = 422
        return response

    return door


@method_decorator(axes_dispatch, name="dispatch")
class SignInView(allauth_views.LoginView):
    """The one sign-in door, for customers and employees alike."""

    @method_decorator(axes_form_invalid)
    def form_invalid(self, form: Any) -> HttpResponse:
        return super().form_invalid(form)


sign_in = plainly_answered(SignInView.as_view())


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """After five wrong attempts from here: this address waits, the person elsewhere does not."""
    return refusals.answer(request, TooMany(15 * 60))


@require_GET
def staff_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail would ask for a password: employees sign in like everyone; who may not enter is told so."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if request.user.is_authenticated:
        raise PermissionDenied
    return HttpResponseRedirect(f"{reverse('account_login')}?next=/admin/")


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """One page that answers "Where do I stand?"."""
    return render(request, "accounts/home.html", {"blocks": blocks.for_user(request.user)})


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    stored = {name: getattr(user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(user, name, value)
        user.save(update_fields=list(form.cleaned_data))
        audit.record("accounts:profile:change", user, by=user, at=database_now(), fields=form.changed_data)
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; each other session can be ended, or all of them at once."""
    if request.method == "GET":
        return render(request, "accounts/sessions.html", {"devices": sessions.of(request)})
    asked = request.POST.get("session", "")
    which = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
    if not which and "others" not in request.POST:
        raise Http404
    ended = sessions.end(request.user, pk=which, but=request.session.session_key or "")
    audit.record("accounts:session:end", request.user, by=request.user, at=database_now(), count=ended)
    messages.success(request, _("The session was ended.") if which else _("All other sessions were ended."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The person is still there. A script is content with that; a form without one comes back to his account."""
    sessions.note(request)
    return (
        redirect("accounts:home") if request.headers.get("Sec-Fetch-Mode") == "navigate" else HttpResponse(status=204)
    )


@login_required
@require_GET
def own_messages(request: HttpRequest) -> HttpResponse:
    page = Paginator(reading.of(request.user), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/messages.html", {"page": page, "letters": reading.listed(page)})


@login_required
@require_GET
def own_message(request: HttpRequest, pk: UUID) -> HttpResponse:
    letter = get_object_or_404(reading.of(request.user), pk=pk)
    return render(request, "accounts/message.html", {"letter": reading.opened(letter)})
