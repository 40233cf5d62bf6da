"""A page that shows every block an editor can use, in both languages: what it looks like and when it is the right one."""

import io
from math import cos, radians, sin
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture
from PIL import ImageDraw
from wagtail.models import Page

from catalogue.models import Service
from content.blocks import BodyBlock
from content.models import InformationPage, PortalDocument, PortalImage
from portal.demo.components_text import TEXTS
from portal.tree import publish_pair

SLUG = "page-components"
ALT = {"ar": "نخلتان على كثيب رملي عند الغروب", "en": "Two palms on a dune at sunset"}
BLOCKS = BodyBlock()


def build(world: Any) -> None:
    home = Page.objects.get(depth=2, locale__language_code="ar").specific
    if not InformationPage.objects.filter(slug=SLUG).exists():
        publish(home)
        world.say("page of components")


def publish(home: Page) -> InformationPage:
    """Below the home page, with a picture and a document of its own; the service is the first of the catalogue."""
    stands_for = {
        "service": Service.objects.live().order_by("pk")[0].pk,
        "picture": picture().pk,
        "document": document().pk,
    }
    facts = {
        language: {
            "title": text["title"],
            "summary": text["summary"],
            "body": BLOCKS.to_python([_raw(kind, value, language, stands_for) for kind, value in text["body"]]),
        }
        for language, text in TEXTS.items()
    }
    return publish_pair(InformationPage, home, SLUG, facts, searchable=False)


def _raw(kind: str, value: Any, language: str, stands_for: dict[str, int]) -> dict[str, Any]:
    """As the database stores a block; picture, document and service by their keys."""
    if kind == "picture":
        value = {"image": stands_for[kind], "decorative": False, "alt_text": ALT[language]}
    elif kind in stands_for:
        value = stands_for[kind]
    return {"type": kind, "value": value}


def picture() -> PortalImage:
    return PortalImage.objects.create(
        title="Palms",
        alt_ar=ALT["ar"],
        alt_en=ALT["en"],
        file=ContentFile(_drawn(), "palms.png"),
        width=1200,
        height=600,
    )


def _drawn() -> bytes:
    """Evening sky, sun, dunes and two palms; drawn at twice its size, so that edges are smooth."""
    sheet = Picture.new("RGB", (2400, 1200))
    pen = ImageDraw.Draw(sheet)
    for row in range(1200):
        part = row / 1200
        pen.line([(0, row), (2400, row)], fill=(int(12 + 232 * part), int(79 + 120 * part), int(87 + 43 * part)))
    pen.ellipse([1520, 480, 1860, 820], fill=(255, 224, 150))
    pen.ellipse([-600, 780, 1800, 2200], fill=(192, 122, 26))
    pen.ellipse([1000, 880, 3400, 2400], fill=(150, 90, 22))
    _palm(pen, foot=(620, 860), crown=(680, 360), size=300)
    _palm(pen, foot=(1020, 810), crown=(1060, 500), size=220)
    file = io.BytesIO()
    sheet.resize((1200, 600), Picture.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _palm(pen: ImageDraw.ImageDraw, *, foot: tuple[int, int], crown: tuple[int, int], size: int) -> None:
    """A trunk that grows thinner, and leaves that rise from the crown and bend down by their weight."""
    dark = (7, 52, 59)
    pen.polygon(
        [(foot[0] - 18, foot[1]), (foot[0] + 18, foot[1]), (crown[0] + 9, crown[1]), (crown[0] - 9, crown[1])],
        fill=dark,
    )
    for angle in (-160, -125, -95, -65, -25, 15, 165):
        across, rise = cos(radians(angle)), sin(radians(angle))
        upper, lower = [], []
        for step in range(13):
            far = step / 12
            x = crown[0] + across * size * far
            y = crown[1] + rise * size * far * 0.8 + size * 0.75 * far * far
            thick = size * 0.09 * (1 - far) * min(1, far * 4 + 0.2)
            upper.append((x, y - thick))
            lower.append((x, y + thick))
        pen.polygon([*upper, *reversed(lower)], fill=dark)


def document() -> PortalDocument:
    texts = {"title_ar": "دليل كتابة المحتوى", "title_en": "Guide to writing content"}
    return PortalDocument.objects.create(
        title=texts["title_en"], file=ContentFile(_paper(), "writing-guide.pdf"), **texts
    )


def _paper() -> bytes:
    """The smallest PDF with one empty sheet."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    paper, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(paper))
        paper += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(paper)
    return (
        paper
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % end
    )
