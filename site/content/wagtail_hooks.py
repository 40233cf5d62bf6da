from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.links import ReadablePageLink
from content.models import NavigationItem, PortalPage
from content.telling import tell_address
from content.tree_policy import of_others


class NavigationViewSet(SnippetViewSet):
    model = NavigationItem
    icon = "list-ul"
    list_display = ("label_ar", "label_en", "place", "order")
    list_filter = ("place",)
    add_to_settings_menu = True


register_snippet(NavigationViewSet)


@hooks.register("register_rich_text_features", order=10)  # in place of Wagtail's own
def links_that_readers_can_follow(features: Any) -> None:
    features.register_link_type(ReadablePageLink)


@hooks.register("insert_global_admin_css")
def both_directions() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("content/admin.css"))


@hooks.register("construct_page_chooser_queryset")
def choose_no_others(pages: Any, request: HttpRequest) -> Any:
    """Own pages, and those that are nobody's in particular."""
    return pages.exclude(of_others(request.user))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def address_was_taken(request: HttpRequest, page: Any) -> None:
    if isinstance(page, PortalPage):
        tell_address(request, page)


@hooks.register("construct_admin_api", order=10)  # after the packages have put theirs in
def list_no_others(router: Any) -> None:
    """The admin's own interface lists every picture and document; here only what may be chosen."""
    router.register_endpoint("images", narrowed(ImagesAdminAPIViewSet))
    router.register_endpoint("documents", narrowed(DocumentsAdminAPIViewSet))


def narrowed(viewset: type[Any]) -> type[Any]:
    def get_queryset(self: Any) -> Any:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"]).order_by("pk")

    return type(viewset.__name__, (viewset,), {"get_queryset": get_queryset})
