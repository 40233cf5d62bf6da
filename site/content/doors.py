"""At Wagtail's own doors a page that belongs to somebody else is not there, whatever that door would have asked itself."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from content.reach import reach_of
from content.tree_policy import of_others
from entities.models import Entity

# As Wagtail and wagtail-localize name the page in their addresses.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
CHOSEN_PAGES = "wagtailadmin_choose_page_chosen_multiple"
# They list what all entities translate, and records of every kind.
FOR_ADMINISTRATORS = {
    f"wagtail_localize:{name}"
    for name in ("translations_report", "translations_report_results", "snippets_api_listing", "snippets_api_detail")
}


class OthersAreNotFound:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return
        pages = _pages_named(match.namespaces, kwargs)
        if pages and not set(pages) <= _within_reach(request.user, pages):
            raise Http404
        if match.view_name == CHOSEN_PAGES and _any_of_others(request):
            raise Http404
        if match.view_name in FOR_ADMINISTRATORS and not _rules_all(request.user):
            raise Http404


def _any_of_others(request: HttpRequest) -> bool:
    asked = [each for each in request.GET.getlist("id") if each.isdecimal()]
    return bool(Page.objects.filter(pk__in=asked).filter(of_others(request.user)).exists())


def _pages_named(namespaces: list[str], kwargs: dict[str, Any]) -> list[int]:
    pages = [kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs]
    if "pk" in kwargs and "wagtailadmin_pages" in namespaces:
        pages.append(int(kwargs["pk"]))
    sources = TranslationSource.objects.none()
    if "translation_source_id" in kwargs:
        sources = TranslationSource.objects.filter(pk=kwargs["translation_source_id"])
    if "translation_id" in kwargs:
        sources = TranslationSource.objects.filter(
            pk__in=Translation.objects.filter(pk=kwargs["translation_id"]).values("source")
        )
    return pages + [
        page
        for source in sources
        for page in Page.objects.filter(translation_key=source.object_id).values_list("pk", flat=True)
    ]


def _within_reach(user: Any, pages: list[int]) -> set[int]:
    """Of these pages those that the explorer shows to this person, with the way that leads down to them."""
    policy = policy_registry.get_by_type(Page)
    seen = set(policy.explorable_instances(user).filter(pk__in=pages).values_list("pk", flat=True))
    root = policy.explorable_root_instance(user)
    return seen | (set(root.get_ancestors().values_list("pk", flat=True)) if root else set())


def _rules_all(user: Any) -> bool:
    return not Entity.objects.exclude(pk__in=reach_of(user).writes).exists()
