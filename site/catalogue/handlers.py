"""Letters about the approval of services: to who may approve, and to who sent it."""

from typing import Any

from wagtail.models import TaskState

from entities.models import Membership, Role
from messaging import letters
from shared import outbox
from shared.clock import database_now
from shared.outbox import Message


@outbox.handler("catalogue.service.sent", queue="letters")
def ask_for_approval(message: Message) -> None:
    task = _task(message)
    entity = task.workflow_state.content_object.entity
    administrators = Membership.objects.at(database_now()).filter(entity=entity, role=Role.ENTITY_ADMIN)
    for each in administrators.select_related("user"):
        if each.user_id != task.workflow_state.requested_by_id:
            letters.send("catalogue:service_to_approve", to=each.user, about=task, key=message.delivery_id)


@outbox.handler("catalogue.service.returned", queue="letters")
def tell_returned(message: Message) -> None:
    _tell_author(message, "catalogue:service_returned")


@outbox.handler("catalogue.service.approved", queue="letters")
def tell_approved(message: Message) -> None:
    _tell_author(message, "catalogue:service_approved")


def _tell_author(message: Message, template: str) -> None:
    task = _task(message)
    author = task.workflow_state.requested_by
    if author is not None and author.pk != task.finished_by_id:
        letters.send(template, to=author, about=task, key=message.delivery_id)


def _task(message: Message) -> Any:
    return TaskState.objects.select_related("workflow_state__requested_by").get(pk=message.payload["task"])
