"""A page that shows every block an editor can use, in both languages: what it looks like and when it is the right one."""

import io
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
            "body": BLOCKS.to_python([_raw(*block, language, stands_for) for block in text["body"]]),
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
    """Evening sky, sun, dunes and two palms."""
    sheet = Picture.new("RGB", (1200, 600))
    pen = ImageDraw.Draw(sheet)
    for row in range(600):
        part = row / 600
        pen.line([(0, row), (1200, row)], fill=(int(12 + 232 * part), int(79 + 120 * part), int(87 + 43 * part)))
    pen.ellipse([760, 250, 940, 430], fill=(255, 224, 150))
    pen.ellipse([-300, 380, 900, 1100], fill=(192, 122, 26))
    pen.ellipse([500, 430, 1700, 1200], fill=(150, 90, 22))
    for foot, top, size in (((300, 420), (330, 180), 120), ((410, 410), (400, 250), 90)):
        pen.line([foot, top], fill=(7, 52, 59), width=14)
        for across, down in ((-1, -0.35), (-1, 0.15), (-0.7, 0.6), (1, -0.35), (1, 0.15), (0.7, 0.6), (0, -0.7)):
            tip = (top[0] + across * size, top[1] + down * size)
            bend = (top[0] + across * size * 0.5, top[1] + down * size * 0.5 - size * 0.2)
            pen.line([top, bend, tip], fill=(7, 52, 59), width=12, joint="curve")
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()


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
