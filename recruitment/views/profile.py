"""What every new application begins with: personal details, education, work experience."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruitment import keeping, own_applications, profile
from recruitment.forms.application import PersonalForm
from recruitment.forms.keeping import KeepForm
from recruitment.models import Application, Vacancy
from search.facets import readable
from shared.clock import database_now
from shared.step_doors import signed_in_step


@signed_in_step
@require_http_methods(["GET", "POST"])
def personal(request: HttpRequest) -> HttpResponse:
    """Those that were submitted do not move. Whoever came from a vacancy (`?vacancy=`) is led back to it."""
    asked = request.GET.get("vacancy", "")[:24]
    vacancy = Vacancy.objects.public().filter(reference=asked).first() if readable(asked) else None
    if request.method == "GET":
        form = PersonalForm(initial=own_applications.profile_values(request.user))
    else:
        form = PersonalForm(request.POST)
        if form.is_valid():
            profile.save_profile(by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("Your details are saved."))
            return redirect("recruitment:apply", vacancy.reference) if vacancy else redirect("recruitment:profile")
    context = {"form": form, "vacancy": vacancy}
    return render(request, "recruitment/application/profile.html", context, status=422 if form.errors else 200)


@signed_in_step
@require_http_methods(["GET", "POST"])
def entries(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
    """What is kept, together with what the application `pk` has besides: the person ticks what stays."""
    mine = get_object_or_404(Application.objects.of(request.user).exclude(submitted_at=None), pk=pk) if pk else None
    offers = keeping.offers(request.user, mine.snapshot if mine else None)
    form = KeepForm(request.POST if request.method == "POST" else None, offers=offers)
    if form.is_valid():
        profile.keep_entries(by=request.user, at=database_now(), kept=form.kept())
        messages.success(request, _("Your next application begins with what you chose."))
        return redirect("recruitment:application", mine.pk) if mine else redirect("recruitment:profile")
    context = {"form": form, "application": mine, "is_empty": not any(offers.values())}
    return render(request, "recruitment/application/keep.html", context, status=422 if form.errors else 200)


urls = [
    path("account/applications/profile/", personal, name="profile"),
    path("account/applications/profile/entries/", entries, name="profile_entries"),
    path("account/applications/<uuid:pk>/keep/", entries, name="application_keep"),
]
