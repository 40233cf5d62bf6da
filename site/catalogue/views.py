"""The public door of the catalogue, reached through the service index page of each language."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import search
from catalogue.models import Audience, LifeEvent, Service, ServiceIndexPage
from search import facets as reading
from search.question import Question
from shared.facets import chips

PER_PAGE = 24


def list_facets() -> list[reading.Named]:
    return [
        reading.registered("entity", _("Government entity")),
        reading.Named("audience", _("Audience"), {value: str(label) for value, label in Audience.choices}),
        reading.Named("life_event", _("Life event"), {value: str(label) for value, label in LifeEvent.choices}),
    ]


def service_list(request: HttpRequest, page: ServiceIndexPage) -> HttpResponse:
    facets = list_facets()
    asked = reading.read(request.GET, facets)
    number = asked.page
    result = search.find(
        Question(
            words=asked.words,
            kinds=("service",),
            filters=asked.filters,
            facets=tuple(facet.name for facet in facets),
            page=number,
            size=PER_PAGE,
        )
    )
    ids = [hit.subject_id for hit in result.hits]
    found = {str(each.pk): each for each in Service.objects.live().filter(pk__in=ids).select_related("entity")}
    counted = asked.counted(result.facets)
    context = {
        **page.get_context(request),
        "services": [found[each] for each in ids if each in found],
        "words": asked.words,
        "count_in_words": ngettext("%(count)d service", "%(count)d services", result.total) % {"count": result.total},
        "facets": counted,
        "chosen": chips(request.GET, counted),
        "reset": request.path,
        "pages": Paginator(range(result.total), PER_PAGE).get_page(number),
    }
    return render(request, page.template, context)


def service_detail(request: HttpRequest, page: ServiceIndexPage, slug: str) -> HttpResponse:
    live = Service.objects.live().select_related("entity").prefetch_related("fees", "requirements", "steps", "channels")
    service = get_object_or_404(live, slug=slug)
    context: dict[str, Any] = {
        "page": page,
        "service": service,
        "crumbs": [(page.title, page.url), (service.title, "")],
    }
    return render(request, "catalogue/service.html", context)
