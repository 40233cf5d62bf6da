from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        from portal import facets, foreign_records, spreadsheets

        facets.name_all()
        foreign_records.declare_all()
        spreadsheets.guard_all()
