"""The closed list of blocks that a page is made of. No raw HTML, nothing embedded from elsewhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

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


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="content/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    callout = Callout()
    steps = Steps()
    accordion = Accordion()
    table = TypedTableBlock(
        [("text", blocks.CharBlock(required=False)), ("number", blocks.DecimalBlock(required=False))],
        label=_("Table"),
        template="content/blocks/table.html",
    )
    # An image says its alternative text, or says that it is decoration.
    picture = ImageBlock(label=_("Picture"), template="content/blocks/picture.html")
    document = DocumentChooserBlock(label=_("Document"), template="content/blocks/document.html")
    quote = Quote()
