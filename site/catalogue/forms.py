"""How a service is written in the admin: whose it is, under which address, and fees that do not contradict each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from catalogue.models import Service
from content import slugs
from content.page_form import offer_own_entities


class ServiceForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"] = slugs.slug_field(self.fields["slug"], unicode=False)
        if self.for_user is not None:
            offer_own_entities(self)

    def clean_slug(self) -> str:
        """A taken address gives way to the next free one; `wanted_slug` on the service says so after saving."""
        wanted = self.cleaned_data["slug"] or slugs.latin(self.cleaned_data.get("title_en", "")) or "service"
        others = Service.objects.exclude(pk=self.instance.pk)
        slug = slugs.next_free(wanted, lambda each: not others.filter(slug=each).exists(), most=120)
        if slug != wanted:
            self.instance.wanted_slug = wanted
        return slug


class FeeFormSet(BaseChildFormSet):
    def clean(self) -> None:
        """Two amounts for the same thing on the same day: which of them is asked for nobody could say."""
        super().clean()
        kept: list[forms.ModelForm] = []
        for form in self.forms:
            if (
                not form.is_valid()
                or (not form.has_changed() and not form.instance.pk)
                or self._should_delete_form(form)
            ):
                continue
            if any(_same(form.instance, other.instance) for other in kept):
                form.add_error("amount", _("There is another fee for the same thing on the same days."))
            kept.append(form)


def _same(fee: Any, other: Any) -> bool:
    return (fee.for_ar.strip(), fee.for_en.strip().lower()) == (
        other.for_ar.strip(),
        other.for_en.strip().lower(),
    ) and fee.period.meets(other.period)
