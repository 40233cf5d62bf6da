from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from catalogue import approving, publishing  # noqa: F401  (their receivers connect themselves)
        from catalogue.models import Service
        from content.records import EntityRecordPolicy

        register_permission_policy(Service, EntityRecordPolicy(Service))
        approving.silence_wagtails_mail()
