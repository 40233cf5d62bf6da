"""The catalogue of the demo world, published as an editor would publish it."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalogue.models import Channel, ChannelKind, Fee, Requirement, Service, ServiceStep


def build(world: Any) -> None:
    written = tomllib.loads((Path(__file__).parent / "services.toml").read_text(encoding="utf-8"))["service"]
    made = [_publish(facts, world) for facts in written if not Service.objects.filter(slug=facts["slug"]).exists()]
    if made:
        world.say(f"services: {len(made)}")


def _publish(facts: dict[str, Any], world: Any) -> Service:
    texts = ("title", "summary", "outcome", "legal_basis")
    service = Service(
        code=facts["code"],
        slug=facts["slug"],
        entity=world.entities[facts["entity"]],
        audience=facts["audience"],
        life_event=facts["life_event"],
        processing_time=facts["time"][0],
        processing_unit=facts["time"][1],
        live=False,
        **{f"{name}_{language}": facts.get(f"{name}_{language}", "") for name in texts for language in ("ar", "en")},
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
    found = []
    if "web" in facts:
        found.append(Channel(kind=ChannelKind.WEB, url=facts["web"]))
    if "centre_ar" in facts:
        found.append(Channel(kind=ChannelKind.CENTRE, place_ar=facts["centre_ar"], place_en=facts["centre_en"]))
    if "phone" in facts:
        found.append(Channel(kind=ChannelKind.PHONE, phone=facts["phone"]))
    return found
