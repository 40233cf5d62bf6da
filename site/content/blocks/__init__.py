"""The closed list of blocks that a page is made of. No raw HTML, nothing embedded from elsewhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks.facts import Chart, Contact, Figures, Video
from content.blocks.prose import FEATURES, Accordion, Callout, Quote, Steps, Table
from content.blocks.records import Records


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="content/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    callout = Callout()
    steps = Steps()
    accordion = Accordion()
    table = Table()
    # An image says its alternative text, or says that it is decoration.
    picture = ImageBlock(label=_("Picture"), template="content/blocks/picture.html")
    document = DocumentChooserBlock(label=_("Document"), template="content/blocks/document.html")
    quote = Quote()
    # One service with its price and time; while it is not live it is left out.
    service = SnippetChooserBlock(
        "catalogue.Service", label=_("Service card"), icon="list-ul", template="content/blocks/service.html"
    )
    listing = Records()
    contact = Contact()
    figures = Figures()
    chart = Chart()
    video = Video()


__all__ = ["FEATURES", "BodyBlock"]
