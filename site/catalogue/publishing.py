"""What follows from publishing a service, in the transaction that made it live."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from catalogue.models import Service
from shared import audit, outbox
from shared.clock import database_now


def _tell(event: str, service: Service, *, by: Any = None) -> None:
    audit.record(f"catalogue:service:{event}", service, by=by, at=database_now(), entity=service.entity)
    outbox.post(f"catalogue.service.{event}", service=service.pk)


@receiver(published, sender=Service)
def tell_published(instance: Service, revision: Any = None, **kwargs: Any) -> None:
    _tell("published", instance, by=getattr(revision, "user", None))


@receiver(unpublished, sender=Service)
def tell_unpublished(instance: Service, **kwargs: Any) -> None:
    _tell("unpublished", instance)


@receiver(pre_delete, sender=Service)
def tell_deleted(instance: Service, **kwargs: Any) -> None:
    _tell("unpublished", instance)
