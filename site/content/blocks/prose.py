"""What is said in words: paragraphs, callouts, steps, questions, quotations, tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

FEATURES = ["bold", "ul", "ol", "link", "document-link"]


class Callout(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "content/blocks/callout.html"


class Steps(blocks.StructBlock):
    steps = blocks.ListBlock(blocks.RichTextBlock(features=FEATURES), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "content/blocks/steps.html"


class Question(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)


class Accordion(blocks.StructBlock):
    items = blocks.ListBlock(Question(), label=_("Entries"))

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        template = "content/blocks/accordion.html"


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    source = blocks.CharBlock(label=_("Source"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "content/blocks/quote.html"


class NumberCell(blocks.DecimalBlock):
    """Printed as every number of the portal is, whatever the language of the page."""

    class Meta:
        template = "content/blocks/number.html"


class Table(TypedTableBlock):
    def __init__(self, **kwargs: Any) -> None:
        columns = [
            ("text", blocks.CharBlock(required=False, label=_("Text"))),
            ("number", NumberCell(required=False, label=_("Number"))),
        ]
        super().__init__(columns, **kwargs)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "content/blocks/table.html"
