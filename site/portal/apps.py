from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from entities.models import Entity
        from portal import foreign_records
        from search import registry

        registry.name_facet("entity", lambda: {each.code: each.short_name for each in Entity.objects.live()})
        foreign_records.declare_all()
