"""All who applied to a vacancy, as a list or as a board, and one act on many of them."""

from datetime import datetime
from functools import partial, wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from recruitment import application_listing, bulk, screening
from recruitment import application_queries as queries
from recruitment.application_refusals import OwnVacancy
from recruitment.bulk import Chosen
from recruitment.forms.screening import BulkForm
from recruitment.models import Application, Vacancy
from recruitment.models.applications import ApplicationQuerySet
from recruitment.permissions import competes, may_read_applications, may_screen
from recruitment.publishing import NotPermitted
from recruitment.views.staff_doors import Door, vacancy_door

MOST_AT_ONCE = 200


def applications_door(door: Door) -> Door:
    """The vacancy with those of its applications that this person may see."""

    @wraps(door)
    @vacancy_door
    def enter(request: HttpRequest, vacancy: Vacancy, *, at: datetime) -> HttpResponse:
        if not may_read_applications(request.user, vacancy, at=at):
            raise Http404
        if competes(request.user, vacancy):
            raise OwnVacancy
        visible = Application.objects.for_user(request.user, at=at).filter(vacancy=vacancy)
        return door(request, vacancy, visible, at=at)

    return enter


@require_GET
@applications_door
def application_list(
    request: HttpRequest, vacancy: Vacancy, visible: ApplicationQuerySet, *, at: datetime
) -> HttpResponse:
    found = application_listing.find(visible, request.GET)
    context = {
        "vacancy": vacancy,
        "listing": found,
        "page": application_listing.page_of(found, request.GET.get("page")),
        "may_decide": may_screen(request.user, vacancy, at=at),
        "now": at,
    }
    return render(request, "recruitment/staff/applications.html", context)


@require_GET
@applications_door
def board(request: HttpRequest, vacancy: Vacancy, visible: ApplicationQuerySet, *, at: datetime) -> HttpResponse:
    """The list's content by state, each card with its moves; nothing here needs a pointer or a script."""
    found = application_listing.find(visible, request.GET)
    context = {
        "vacancy": vacancy,
        "listing": found,
        "columns": application_listing.board(found),
        "may_decide": may_screen(request.user, vacancy, at=at),
        "now": at,
    }
    return render(request, "recruitment/staff/board.html", context)


@require_POST
@applications_door
def choose(request: HttpRequest, vacancy: Vacancy, visible: ApplicationQuerySet, *, at: datetime) -> HttpResponse:
    """Freeze what was chosen, each as it stands now, and ask what to do with exactly these."""
    if not may_screen(request.user, vacancy, at=at):
        raise NotPermitted
    if "all" in request.POST:
        # The filters of the list stand in the address to which it was sent.
        wanted = application_listing.find(visible, request.GET).matching
    else:
        wanted = visible.filter(pk__in=[each.pk for each in _chosen(request)]).order_by("submitted_at", "pk")
    frozen = list(queries.named(wanted)[: MOST_AT_ONCE + 1])
    if not frozen:
        messages.error(request, _("Choose at least one application first."))
        return redirect(_back(request, vacancy))
    if len(frozen) > MOST_AT_ONCE:
        messages.error(request, _too_many())
        return redirect(_back(request, vacancy))
    return render(request, "recruitment/staff/bulk.html", {"vacancy": vacancy, "chosen": frozen, "form": BulkForm()})


@require_POST
@applications_door
def decide(request: HttpRequest, vacancy: Vacancy, visible: ApplicationQuerySet, *, at: datetime) -> HttpResponse:
    """Do it with those that were frozen, one after the other, and say of each how it went."""
    if not may_screen(request.user, vacancy, at=at):
        raise NotPermitted
    chosen = _chosen(request)[:MOST_AT_ONCE]
    known = {each.pk: each for each in queries.named(visible.filter(pk__in=[each.pk for each in chosen]))}
    chosen = [each for each in chosen if each.pk in known]
    form = BulkForm(request.POST)
    if not form.is_valid():
        frozen = [known[each.pk] for each in chosen]
        for application, each in zip(frozen, chosen, strict=True):
            application.row_version = each.version
        context = {"vacancy": vacancy, "chosen": frozen, "form": form}
        return render(request, "recruitment/staff/bulk.html", context, status=422)
    outcome = bulk.on_each(chosen, known, partial(_one, request, form))
    return render(request, "recruitment/staff/bulk_outcome.html", {"vacancy": vacancy, "outcome": outcome, "now": at})


def _one(request: HttpRequest, form: BulkForm, each: Chosen) -> Application:
    told = dict(form.cleaned_data)
    act = told.pop("act")
    if form.rejects:
        return screening.reject_application(each.pk, by=request.user, version=each.version, **told)
    return screening.move_application(each.pk, act, by=request.user, version=each.version)


def _chosen(request: HttpRequest) -> list[Chosen]:
    """`id:version` of each, once; what cannot be read is passed over."""
    found: dict[UUID, Chosen] = {}
    for text in request.POST.getlist("chosen"):
        pk, _colon, version = text.partition(":")
        try:
            each = Chosen(UUID(pk), int(version))
        except ValueError:
            continue
        found[each.pk] = each
    return list(found.values())


def _back(request: HttpRequest, vacancy: Vacancy) -> str:
    query = request.GET.urlencode()
    return reverse("recruitment_staff:applications", args=[vacancy.pk]) + (f"?{query}" if query else "")


def _too_many() -> str:
    sentence = ngettext(
        "You can decide on %(count)d application at once. Narrow the list first.",
        "You can decide on up to %(count)d applications at once. Narrow the list first.",
        MOST_AT_ONCE,
    )
    return sentence % {"count": MOST_AT_ONCE}


urls = [
    path("vacancies/<uuid:pk>/applications/", application_list, name="applications"),
    path("vacancies/<uuid:pk>/applications/board/", board, name="board"),
    path("vacancies/<uuid:pk>/applications/chosen/", choose, name="choose"),
    path("vacancies/<uuid:pk>/applications/decide/", decide, name="decide"),
]
