"""What is said in facts: whom to ask, figures, charts, a film and what is said in it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content import charts
from content.blocks.prose import FEATURES


class Contact(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Whom to ask"), max_length=120)
    phone = blocks.RegexBlock(
        regex=r"^\+?[0-9][0-9 ]{2,18}$",
        required=False,
        label=_("Phone"),
        form_classname="field-code",
        error_messages={"invalid": _("Enter the number in digits, for example +971 2 555 0123.")},
    )
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    place = blocks.CharBlock(required=False, max_length=200, label=pgettext_lazy("of the government", "Address"))
    hours = blocks.CharBlock(required=False, max_length=160, label=_("Working hours"))

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "content/blocks/contact.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(cleaned[way] for way in ("phone", "email", "place")):
            raise StructBlockValidationError(
                {"phone": ValidationError(gettext("Enter a phone number, an e-mail or an address."))}
            )
        return cleaned


class Figure(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Number"), max_length=20)
    label = blocks.CharBlock(label=_("What it counts"), max_length=80)


class Figures(blocks.StructBlock):
    figures = blocks.ListBlock(Figure(), label=_("Figures"), min_num=1, max_num=6)
    source = blocks.CharBlock(required=False, max_length=160, label=_("Source"))

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "content/blocks/figures.html"


class Point(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Label"), max_length=40)
    value = blocks.DecimalBlock(label=_("Value"), min_value=0)


class Chart(blocks.StructBlock):
    """Drawn on the server; its title says what it shows, and the numbers themselves stand below it."""

    title = blocks.CharBlock(label=_("The finding, as a sentence"), max_length=140)
    kind = blocks.ChoiceBlock(
        choices=[("hbar", _("Bars, to compare")), ("line", _("Line, over time"))], default="hbar", label=_("Kind")
    )
    of_what = blocks.CharBlock(label=_("What the labels are"), help_text=_("For example: Year"), max_length=60)
    unit = blocks.CharBlock(label=_("What the values are"), help_text=_("For example: Days on average"), max_length=60)
    points = blocks.ListBlock(Point(), label=_("Values"), default=[{}, {}], min_num=2, max_num=12)
    source = blocks.CharBlock(required=False, max_length=160, label=_("Source"))

    class Meta:
        icon = "history"
        label = _("Chart")
        template = "content/blocks/chart.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context=parent_context), "drawing": drawing(value)}


def drawing(value: Any) -> SafeString:
    """In the direction of the text around it."""
    language = get_language() or "ar"
    points = [(point["label"], point["value"]) for point in value["points"]]
    return charts.DRAWN[value["kind"]](points, rtl=language.startswith("ar"), label=value["title"])


class Video(blocks.StructBlock):
    """A link, never a player of somebody else's in our page; and everything that is said, for who cannot hear or see it."""

    title = blocks.CharBlock(label=_("Title"), max_length=140)
    url = blocks.URLBlock(label=_("Address of the film"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1, max_value=300)
    transcript = blocks.RichTextBlock(label=_("What is said and shown"), features=FEATURES)

    class Meta:
        icon = "media"
        label = _("Video by link")
        template = "content/blocks/video.html"
