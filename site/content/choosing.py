"""What an editor may point at from his page: own and shared pictures, documents, services and pages, no others'.

The choosers offer nothing else; a number that is posted all the same is refused beside its field. What stood there before stays.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.tree_policy import of_others

Target = tuple[type[models.Model], str]


def refuse_strangers(form: Any) -> None:
    """For a page's form, whose instance still holds what stood there before."""
    for name, value in list(form.cleaned_data.items()):
        new = set(targets(form.instance, name, value)) - set(
            targets(form.instance, name, _present(form.instance, name))
        )
        if any(not may_choose(form.for_user, *target) for target in new):
            form.add_error(name, _("Something chosen here belongs to another entity. Choose another one."))


def _present(record: models.Model, name: str) -> Any:
    return getattr(record, name, None)


def targets(record: models.Model, name: str, value: Any) -> Iterator[Target]:
    """(model, key) of everything that this value of this field points at."""
    fields = {field.name: field for field in record._meta.get_fields()}
    field = fields.get(name)
    if isinstance(field, StreamField | RichTextField):
        for model, key, _model_path, _content_path in field.extract_references(value) if value else ():
            yield model, str(key)
    elif isinstance(value, models.Model):
        yield type(value), str(value.pk)


def may_choose(user: Any, model: type[models.Model], key: str) -> bool:
    if issubclass(model, Page):
        return not Page.objects.filter(pk=key).filter(of_others(user)).exists()
    if issubclass(model, (get_image_model(), get_document_model())) or hasattr(model, "entity"):
        policy = policy_registry.get_by_type(model)
        return bool(policy.instances_user_has_any_permission_for(user, ["choose"]).filter(pk=key).exists())
    return True
