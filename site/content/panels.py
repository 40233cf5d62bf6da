"""Fields of the admin that stand in the direction of what is written in them, not of the interface around them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel

from shared.bilingual import missing

DIRECTIONS = {"ar": "rtl", "en": "ltr"}
# Typed by machines as much as by people: left to right whatever the page's language.
CODES = {"slug", "date", "go_live_at", "expire_at", "review_on"}


def direct(field: forms.Field, language: str) -> None:
    """Give a text field the direction and language of what is written in it."""
    if isinstance(field.widget, forms.TextInput | forms.Textarea):
        field.widget.attrs.update({"dir": DIRECTIONS[language], "lang": language})


class DirectedPanel(FieldPanel):
    """A field in one language; without one it takes the language of its page."""

    def __init__(self, field_name: str, language: str = "", **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "language": self.language}

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.language = self.panel.language or language_of(self.instance)
            if self.bound_field is not None:
                direct(self.bound_field.field, self.language)

        @property
        def attrs(self) -> dict[str, str]:
            """Blocks are drawn by the admin's script inside this panel and take its direction."""
            return {**self.panel.attrs, "dir": DIRECTIONS[self.language]}


class TitlePanel(TitleFieldPanel):
    """An Arabic title does not become the address while it is typed: left empty, the address is made in Latin letters."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            return bool(super().get_should_apply() and language_of(self.instance) != "ar")


def language_of(record: Any) -> str:
    code = record.locale.language_code if getattr(record, "locale_id", None) else "ar"
    return code if code in DIRECTIONS else "ar"


def bilingual_pair(name: str) -> FieldRowPanel:
    """Arabic and English side by side."""
    return FieldRowPanel([DirectedPanel(f"{name}_{language}", language) for language in DIRECTIONS])


class CodePanel(FieldPanel):
    """Codes, addresses of the web, phones: typed left to right in either interface, under a label that runs as all others."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                direct(self.bound_field.field, "en")


def ltr_panel(name: str) -> CodePanel:
    return CodePanel(name, classname="field-code")


def refuse_half_pairs(record: models.Model) -> None:
    """A text that stands in one language must stand in the other too. Raises ValidationError beside each gap."""
    if gaps := missing(record):
        raise ValidationError({name: _("This text stands in one language only. Write it in both.") for name in gaps})
