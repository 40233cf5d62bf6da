"""What a translation puts in place of a picture, a page, a link: read by no form of the page, so it is judged here."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.fields import StreamField
from wagtail.whitelist import check_url
from wagtail_localize.models import SegmentOverride, TranslationSource

from content.choosing import may_choose
from content.reach import reach_of
from entities.models import Entity


@receiver(pre_save, sender=SegmentOverride)
def refuse(instance: SegmentOverride, **kwargs: Any) -> None:
    """Nothing of others, no entity that the person does not write for, and no link that runs a script."""
    value, person = json.loads(instance.data_json), instance.last_translated_by
    model = chosen_at(instance.context)
    if model is None:
        fits = not isinstance(value, str) or check_url(value.strip()) is not None
    elif person is None or not str(value).isdecimal():
        fits = person is None
    elif model is Entity:
        fits = int(value) in reach_of(person).writes
    else:
        fits = may_choose(person, model, str(value))
    if not fits:
        raise PermissionDenied


def chosen_at(context: Any) -> type[models.Model] | None:
    """Of which kind the record is that stands at this place of the text; None where none does."""
    source = TranslationSource.objects.filter(object_id=context.object_id).latest("pk").get_source_instance()
    name, _dot, place = context.path.partition(".")
    field = source._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return field.related_model
    # Within a text the place of a link is its own address, in quotes.
    if isinstance(field, StreamField) and "'" not in place:
        found = field.extract_references(getattr(source, name))
        # A picture with its alternative text is referred to as a whole, and taken over as a part of it.
        return next((model for model, _key, _model_path, path in found if f"{place}.".startswith(f"{path}.")), None)
    return None
