from catalogue.models.approval import EntityApproval
from catalogue.models.index_page import ServiceIndexPage
from catalogue.models.parts import Channel, ChannelKind, Fee, Part, Requirement, ServiceStep
from catalogue.models.service import Audience, LifeEvent, Service, ServiceQuerySet, TimeUnit

__all__ = [
    "Audience",
    "Channel",
    "ChannelKind",
    "EntityApproval",
    "Fee",
    "LifeEvent",
    "Part",
    "Requirement",
    "Service",
    "ServiceIndexPage",
    "ServiceQuerySet",
    "ServiceStep",
    "TimeUnit",
]
