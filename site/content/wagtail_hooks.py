from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.models import NavigationItem


class NavigationViewSet(SnippetViewSet):
    model = NavigationItem
    icon = "list-ul"
    list_display = ("label_ar", "label_en", "place", "order")
    list_filter = ("place",)
    add_to_settings_menu = True


register_snippet(NavigationViewSet)
