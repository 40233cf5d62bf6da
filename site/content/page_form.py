"""The form of every page in the admin: whose the page is, what it points at, under which address it stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from content import slugs
from content.choosing import refuse_strangers
from content.panels import CODES, direct, language_of
from content.reach import reach_of


def offer_own_entities(form: Any) -> None:
    """Those that the user writes for; the only one is chosen beforehand."""
    writes = reach_of(form.for_user).writes
    form.fields["entity"].queryset = form.fields["entity"].queryset.filter(pk__in=writes)
    if form.instance.entity_id is None and len(writes) == 1:
        form.initial["entity"] = next(iter(writes))


class PortalPageForm(WagtailAdminPageForm):
    """Title, summary and all other texts of a page run as its language does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"] = slugs.slug_field(self.fields["slug"], unicode=True)
        for name, field in self.fields.items():
            direct(field, "en" if name in CODES else language_of(self.instance))
        if "entity" in self.fields and self.for_user is not None:
            offer_own_entities(self)

    def clean_entity(self) -> Any:
        """A page in a branch that others share is its author's entity's; which one, he says where he has several."""
        entity = self.cleaned_data["entity"]
        if entity is None and self.for_user is not None and self._stands_among_others():
            own = list(self.fields["entity"].queryset)
            if len(own) != 1:
                raise forms.ValidationError(_("Choose the entity that this page belongs to."))
            entity = own[0]
        return entity

    def _stands_among_others(self) -> bool:
        """Who may add below a page that is not his to change has only his entity's there."""
        parent = self.parent_page
        return parent is not None and not parent.permissions_for_user(self.for_user).can_edit()

    def clean_slug(self) -> str:
        """A taken address gives way to the next free one; `wanted_slug` on the page says so after saving."""
        wanted = self.cleaned_data["slug"] or slugs.latin(self.cleaned_data.get("title", "")) or "page"
        slug = slugs.next_free(wanted, lambda each: Page._slug_is_available(each, self.parent_page, self.instance))
        if slug != wanted:
            self.instance.wanted_slug = wanted
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.for_user is not None:
            refuse_strangers(self)
        return cleaned
