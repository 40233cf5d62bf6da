"""The catalogue of the demo world, published as an editor would publish it; one file of services for each entity."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalogue.models import Channel, ChannelKind, Fee, Requirement, Service, ServiceStep

SERVICES = Path(__file__).parent / "services"
TEXTS = ("title", "summary", "description", "outcome", "legal_basis")
APP = {"place_ar": "تطبيق «واحة» للهواتف الذكية", "place_en": "The Waha app for smartphones"}


def build(world: Any) -> None:
    made = [_publish(facts, world) for facts in written() if not Service.objects.filter(slug=facts["slug"]).exists()]
    if made:
        world.say(f"services: {len(made)}")


def written() -> list[dict[str, Any]]:
    """Every service as its file has it, with the entity, phone and service centre that its file names once."""
    found = []
    for path in sorted(SERVICES.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        services = document.pop("service")
        found += [document | facts for facts in services]
    return found


def _publish(facts: dict[str, Any], world: Any) -> Service:
    service = Service(
        code=facts["code"],
        slug=facts["slug"],
        entity=world.entities[facts["entity"]],
        audience=facts["audience"],
        life_event=facts["life_event"],
        processing_time=facts["time"][0],
        processing_unit=facts["time"][1],
        live=False,
        **{f"{name}_{language}": facts.get(f"{name}_{language}", "") for name in TEXTS for language in ("ar", "en")},
    )
    service.fees = [Fee(amount=Decimal(amount), for_ar=ar, for_en=en) for amount, ar, en in facts.get("fees", [])]
    documents = [Requirement(text_ar=ar, text_en=en, is_document=True) for ar, en in facts["documents"]]
    service.requirements = documents + [
        Requirement(text_ar=ar, text_en=en, is_document=False) for ar, en in facts["conditions"]
    ]
    service.steps = [ServiceStep(text_ar=ar, text_en=en) for ar, en in facts["steps"]]
    service.channels = _channels(facts)
    service.full_clean()
    service.save()
    service.save_revision(user=world.people["editor@demo.example"]).publish()
    return service


def _channels(facts: dict[str, Any]) -> list[Channel]:
    others = {
        "app": APP,
        "centre": {"place_ar": facts["centre_ar"], "place_en": facts["centre_en"]},
        "phone": {"phone": facts["phone"]},
    }
    web = [Channel(kind=ChannelKind.WEB, url=facts["web"])] if "web" in facts else []
    return web + [Channel(kind=kind, **others[kind]) for kind in facts["channels"]]
