"""The closed list of blocks: each is shown in both languages; nothing else can be put into a page."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import features

from content import charts, listings
from content.blocks import FEATURES, BodyBlock
from portal.demo import components
from portal.demo.components_text import TEXTS
from tests.factories import bids, content
from tests.factories.people import EntityFactory
from tests.factories.recruitment import published_vacancy

CLOSED_LIST = {
    "heading", "text", "callout", "steps", "accordion", "table", "picture", "document", "service", "listing", "contact", "quote",
    "figures", "chart", "video",
}  # fmt: skip
# What each block leaves in the page, in either language.
TRACES = {
    "heading": r"<h2[^>]*>", "text": "<ul>", "callout": '<aside class="notice"', "steps": "number-list", "accordion": "<details",
    "table": r"<caption>[^<]+</caption>.*15,240.*9,875\.5", "picture": r'<img alt="[^"]{10,}"', "document": r"\.pdf|/documents/",
    "service": 'class="card card-accent"', "listing": r'<ul class="hits">.*<ul class="hits">.*<ul class="hits">',
    "contact": 'href="tel:\\+97125550123"', "quote": "<blockquote", "figures": "<bdi>96%</bdi>",
    "chart": r"<svg.*<polyline", "video": "https://video.oasis.example/apply",
}  # fmt: skip
pytestmark = [pytest.mark.django_db]


@pytest.fixture
def shown(db):
    """The page of components in both languages, as a visitor gets it."""
    home = content.tree()
    entity = EntityFactory(code="MUN")
    content.published_service(entity=entity)
    published_vacancy(entity=entity)
    bids.open_tender(entity=entity)
    components.publish(home)
    return {language: Client().get(f"/{language}/{components.SLUG}/").content.decode() for language in ("ar", "en")}


@pytest.mark.promise("CON-1.11")
def test_the_list_is_closed():
    assert set(BodyBlock().child_blocks) == CLOSED_LIST

    def all_blocks(block):
        yield block
        children = getattr(block, "child_blocks", {}).values()
        for child in [*children, *filter(None, [getattr(block, "child_block", None)])]:
            yield from all_blocks(child)

    kinds = {type(each) for each in all_blocks(BodyBlock())}
    assert not any(issubclass(kind, blocks.RawHTMLBlock) or "Embed" in kind.__name__ for kind in kinds)
    rich = [each for each in all_blocks(BodyBlock()) if isinstance(each, blocks.RichTextBlock)]
    assert all(each.features == FEATURES for each in rich)
    assert not {"embed", "image", "hr", "blockquote"} & set(FEATURES)
    assert set(FEATURES) <= set(features.get_feature_names() if hasattr(features, "get_feature_names") else FEATURES)


@pytest.mark.promise("CON-1.11")
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_of_components_shows_every_block(shown, language):
    assert {kind for kind, _value in TEXTS[language]["body"]} == CLOSED_LIST
    missing = [kind for kind, trace in TRACES.items() if not re.search(trace, shown[language], re.DOTALL)]
    assert missing == []
    assert len(shown[language].encode()) < 60 * 1024
    assert " style=" not in shown[language]
    assert "<iframe" not in shown[language]


def test_a_service_that_is_not_live_leaves_its_card_out(shown):
    from catalogue.models import Service

    Service.objects.get().unpublish()
    assert "card card-accent" not in Client().get(f"/ar/{components.SLUG}/").content.decode()


def test_a_listing_asks_for_one_entity_and_says_when_there_is_nothing(db):
    content.tree()
    own, other = EntityFactory(code="MUN"), EntityFactory(code="HLT")
    service = content.published_service(entity=own)
    content.published_service(entity=other)
    rows = listings.find("services").rows(entity="MUN", most=6)
    assert [row.url for row in rows] == [service.get_absolute_url()]
    shown = BodyBlock().child_blocks["listing"]
    with translation.override("en"):
        nothing = shown.render(shown.to_python({"kind": "vacancies", "entity": "HLT", "most": 3}))
    assert "No vacancies are open at present." in nothing


def test_charts_are_mirrored_where_the_text_runs_from_the_right():
    points = [("2024", Decimal(10)), ("2025", Decimal(40))]
    for drawn in charts.DRAWN.values():
        left, right = drawn(points, rtl=False, label="x"), drawn(points, rtl=True, label="x")
        assert 'direction="ltr"' in left
        assert 'direction="rtl"' in right
        assert left != right
    bars = re.findall(r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)"', charts.hbar(points, rtl=True, label="x"))
    assert [float(x) + float(width) for x, width in bars] == [charts.WIDTH] * 2, "bars grow from the right edge"
    course = re.search(r'<polyline points="([\d., ]+)"', charts.line(points, rtl=True, label="x"))[1]
    (first, _y), (last, _z) = [each.split(",") for each in course.split()]
    assert float(first) > float(last), "time runs to the left"


@pytest.mark.parametrize(
    ("most", "levels"),
    [("12", [0, 5, 10, 15]), ("43900", [0, 20000, 40000, 60000]), ("0.9", [0, 0.5, 1]), ("0", [0, 1])],
)
def test_the_levels_of_an_axis_are_round(most, levels):
    assert [float(level) for level in charts.steps(Decimal(most))] == levels


def test_what_a_chart_says_is_escaped():
    assert "<script" not in charts.hbar([("<script>", Decimal(1)), ("b", Decimal(2))], rtl=False, label="<b>")


BAD = [
    ("contact", {"name": "مركز", "phone": "", "email": "", "place": "", "hours": ""}, "phone"),
    ("contact", {"name": "مركز", "phone": "اتصل", "email": "", "place": "", "hours": ""}, "phone"),
    ("video", {"title": "فيلم", "url": "javascript:alert(1)", "minutes": 1, "transcript": "<p>نص</p>"}, "url"),
    ("video", {"title": "فيلم", "url": "https://video.example/1", "minutes": 1, "transcript": ""}, "transcript"),
    (
        "chart",
        {"title": "", "kind": "hbar", "of_what": "أ", "unit": "ب", "points": [{"label": "1", "value": "1"}] * 2},
        "title",
    ),
    (
        "chart",
        {"title": "أ", "kind": "hbar", "of_what": "أ", "unit": "ب", "points": [{"label": "1", "value": "1"}]},
        "points",
    ),
    (
        "chart",
        {"title": "أ", "kind": "line", "of_what": "أ", "unit": "ب", "points": [{"label": "1", "value": "-1"}] * 2},
        "points",
    ),
    ("listing", {"kind": "bids", "entity": "", "most": 3}, "kind"),
    ("figures", {"figures": [], "source": ""}, "figures"),
]


@pytest.mark.promise("CON-1.12")
@pytest.mark.parametrize(("kind", "value", "beside"), BAD)
def test_a_block_that_lacks_something_says_so_beside_the_field(kind, value, beside):
    block = BodyBlock().child_blocks[kind]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert list(refused.value.block_errors) == [beside]


@pytest.mark.promise("CON-1.12")
def test_a_picture_needs_its_alternative_text_unless_it_is_decoration(db):
    image = components.picture()
    body = BodyBlock()

    def clean(**said):
        return body.clean(body.to_python([{"type": "picture", "value": {"image": image.pk, **said}}]))

    with pytest.raises(StreamBlockValidationError):
        clean(decorative=False, alt_text="")
    assert clean(decorative=True, alt_text="")
    assert clean(decorative=False, alt_text="نخلتان")
