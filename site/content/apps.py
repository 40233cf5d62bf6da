from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from content import bulk, overrides, publishing  # noqa: F401  (receivers connect themselves)
        from content.tree_policy import EntityPagePolicy

        register_permission_policy(Page, EntityPagePolicy())
        bulk.hide_strangers()
        autodiscover_modules("listings")
