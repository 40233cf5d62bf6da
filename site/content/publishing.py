"""What follows from publishing a page: an audit entry and an outbox message, in the transaction that made it live.

Wagtail sends its signals outside a transaction; AtomicAdmin (portal's middleware list) and PortalPage.publish put one around.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from content.models import PortalPage
from shared import audit, outbox
from shared.clock import database_now


def _tell(event: str, page: Page, *, by: Any = None) -> None:
    # Within the transaction of what happened; a changed slug Wagtail tells only after its commit, so that needs one of its own.
    with transaction.atomic():
        audit.record(f"content:page:{event}", page, by=by, at=database_now())
        outbox.post(f"content.page.{event}", page=page.pk, translation_key=page.translation_key)


@receiver(copy_for_translation_done)
def translated(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """The other language is its author's too: with "add" alone an editor may edit what he owns, and Wagtail gives it no owner."""
    if isinstance(target_obj, PortalPage) and target_obj.owner_id is None:
        target_obj.owner_id = source_obj.owner_id
        type(target_obj).objects.filter(pk=target_obj.pk).update(owner=source_obj.owner_id)


@receiver(page_published)
def published(instance: Page, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, PortalPage):
        _tell("published", instance, by=getattr(revision, "user", None))


@receiver(page_unpublished)
def unpublished(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance.specific, PortalPage):
        _tell("unpublished", instance)


@receiver(post_page_move)
@receiver(page_slug_changed)
def moved(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance.specific, PortalPage):
        _tell("moved", instance)


@receiver(pre_delete)
def deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, PortalPage) and instance.live:
        _tell("deleted", instance)
    if sender is PageViewRestriction:
        _tell("privacy_changed", instance.page)
